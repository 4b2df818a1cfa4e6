import type { Page } from "playwright-core";
import { answerInput, chooseItem, runCommand } from "./palette.ts";

/** What a person types of a key. */
export type AccountKey = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
};

/** Types a key into "Add Account…"; `kind` is its name in the first step. What follows is the caller's to see. */
export async function addAccountKey(page: Page, kind: string, key: AccountKey): Promise<void> {
  await runCommand(page, "ECI: Add Account…");
  await chooseItem(page, kind);
  await answerInput(page, "AccessKey ID (Press", key.accessKeyId);
  await answerInput(page, "AccessKey secret (Press", key.accessKeySecret);
  if (key.securityToken !== undefined)
    await answerInput(page, "STS token (SecurityToken) (Press", key.securityToken);
}
