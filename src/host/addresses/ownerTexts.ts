import * as vscode from "vscode";
import type { AddressHolding } from "../../task/addresses/addressHistory.ts";
import type { AddressAnswer } from "../../task/addresses/addressIndex.ts";
import { toPlainText } from "../plainText.ts";

/** An instance that had an address, in plain text: short, for the place of the address, and in full. */
export type OwnerText = { readonly name: string; readonly title: string };

/** The instance that has an address now, in one line: name and region, and why that may be wrong. */
export function toOwnerLine(answer: AddressAnswer): string {
  const { holding, others } = answer;
  const where = vscode.l10n.t("{0} ({1})", toName(holding), toPlainText(holding.regionId, 40));
  if (others.length > 0) return vscode.l10n.t("{0}, or one of {1} others", where, others.length);
  return answer.isCertain ? where : vscode.l10n.t("{0}, last seen {1}", where, toTime(holding.untilMs));
}

/** The instance that had an address at the time of a capture; a name that may be wrong has a question mark. */
export function toOwnerText(address: string, { holding, isCertain, others }: AddressAnswer): OwnerText {
  const name = toName(holding);
  const { instanceId, regionId, fromMs } = holding;
  const facts = [
    `${name} (${toPlainText(address, 60)})`,
    toPlainText(instanceId, 80),
    toPlainText(regionId, 40),
    ...(Number.isFinite(fromMs) ? [vscode.l10n.t("known to have it since {0}", toTime(fromMs))] : []),
  ];
  if (others.length > 0) facts.push(vscode.l10n.t("{0} others had it too", others.length));
  else if (!isCertain)
    facts.push(vscode.l10n.t("uncertain: at the time of the capture it may have been another's"));
  return { name: isCertain ? name : `${name} ?`, title: facts.join(" · ") };
}

function toName({ name, instanceId }: AddressHolding): string {
  const shown = toPlainText(name, 80);
  return shown === "" ? toPlainText(instanceId, 80) : shown;
}

function toTime(timeMs: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }).format(
    timeMs,
  );
}
