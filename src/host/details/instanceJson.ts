import * as vscode from "vscode";
import { createDetailCalls } from "../../eci/detailCalls.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { DetailsTarget } from "../../protocol/instanceDetailsState.ts";

/** An instance as the service describes it now, as JSON text, every environment value hidden. */
export async function readInstanceJson(client: EciClient, target: DetailsTarget): Promise<string> {
  const json = await createDetailCalls(client).describeInstanceJson(target);
  return json === undefined ? vscode.l10n.t("This instance is gone.") : JSON.stringify(json, null, 2);
}
