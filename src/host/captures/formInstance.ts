import * as vscode from "vscode";
import { findRegion, regionsWithoutTcpdump } from "../../eci/regions.ts";
import type { FormInstance } from "../../protocol/captureForm.ts";
import { toPlainText } from "../plainText.ts";
import type { CaptureFormDeps, InstanceOfAccount } from "./captureFormDeps.ts";

/** An instance as the form's page shows it, in plain text. */
export function toFormInstance(
  { accountId, instance }: InstanceOfAccount,
  { accountName, isDemo }: Pick<CaptureFormDeps, "accountName" | "isDemo">,
): FormInstance {
  const { regionId, privateIp } = instance;
  return {
    name: toPlainText(instance.name),
    id: toPlainText(instance.id),
    regionName: toRegionText(regionId),
    accountName: toPlainText(accountName(accountId)),
    isDemo: isDemo(accountId),
    regionWithoutTcpdump: regionsWithoutTcpdump.includes(regionId),
    ...(privateIp !== undefined && { ip: privateIp }),
  };
}

/** A region's name in the display language with its id, as plain text. */
function toRegionText(regionId: string): string {
  const region = findRegion(regionId);
  const isChinese = vscode.env.language.toLowerCase().startsWith("zh");
  const name = isChinese ? region?.zh : region?.en;
  return name === undefined ? toPlainText(regionId) : `${name} (${regionId})`;
}
