import * as vscode from "vscode";
import type { FormTarget } from "../../protocol/captureForm.ts";
import { toErrorText } from "../errors/errorText.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import { toSendable } from "../tasks/sendable.ts";
import type { LeftOut } from "../tasks/togetherTexts.ts";
import type { CaptureFormDeps, InstanceOfAccount } from "./captureFormDeps.ts";

/** The instances that a form sends to: one or more. */
export type ChosenInstances = {
  readonly sendable: readonly InstanceOfAccount[];
  /** Chosen too, and nothing is sent to them. */
  readonly leftOut: readonly LeftOut[];
};

/**
 * Finds the instances of a form, those that are `known` whole without asking. Of one alone the service decides whether it
 * takes a task; of several those that cannot are left out. Rejects when nothing remains.
 */
export async function findChosenInstances(
  targets: readonly FormTarget[],
  known: readonly InstanceOfAccount[],
  findInstance: CaptureFormDeps["findInstance"],
): Promise<ChosenInstances> {
  const look = async ({ accountId, regionId, instanceId }: FormTarget): Promise<InstanceOfAccount> => {
    const isIt = (each: InstanceOfAccount) =>
      each.accountId === accountId && each.instance.regionId === regionId && each.instance.id === instanceId;
    const listed = known.find(isIt)?.instance;
    // Its tags decide whether it is one of production.
    const instance = listed?.isWhole === true ? listed : await findInstance(accountId, regionId, instanceId);
    if (instance) return { accountId, instance };
    throw new UserError(
      vscode.l10n.t(
        "The instance {0} is not there any more, or its account is not.",
        toPlainText(instanceId),
      ),
      vscode.l10n.t("What was captured of it stays in Tasks."),
    );
  };
  const looks = await Promise.allSettled(targets.map(look));
  const found = looks.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const [failure] = looks.filter((result) => result.status === "rejected");
  // What is wrong with all of them is wrong with their account, as a rule: its error says what to do.
  if (found.length === 0 && failure) throw failure.reason;
  if (targets.length === 1) return { sendable: found, leftOut: [] };
  const { sendable, leftOut } = toSendable(found);
  const missing = targets.flatMap(({ instanceId }, index): LeftOut[] => {
    const result = looks[index];
    if (result?.status !== "rejected") return [];
    const isGone = result.reason instanceof UserError;
    const why = isGone ? vscode.l10n.t("gone") : toErrorText(result.reason).what;
    return [{ name: toPlainText(instanceId, 80), why }];
  });
  if (sendable.length > 0) return { sendable, leftOut: [...leftOut, ...missing] };
  throw new UserError(
    vscode.l10n.t(
      "None of these {0} instances can be captured: they have ended or are gone.",
      targets.length,
    ),
    vscode.l10n.t("What was captured of them stays in Tasks."),
  );
}
