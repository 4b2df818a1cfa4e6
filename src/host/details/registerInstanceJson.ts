import * as vscode from "vscode";
import type { EciClient } from "../../eci/eciClient.ts";
import { detailsTargetSchema } from "../../protocol/instanceDetailsState.ts";
import { toFileName } from "../../task/download/fileName.ts";
import type { ErrorText } from "../errors/errorText.ts";
import type { ShowError } from "../errors/showError.ts";
import { toDetailsTarget, type InstanceOfAccount } from "./detailsTarget.ts";
import type * as detailParts from "./detailParts.ts";

export type InstanceJsonDeps = {
  /** Rejects when the account or its key is gone. */
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  /** Undefined when the user changed their mind. */
  readonly pickInstance: () => Promise<InstanceOfAccount | undefined>;
  /** Loads what only shown details need, at its first use. */
  readonly loadDetailParts: () => Promise<typeof detailParts>;
  readonly toErrorText: (error: unknown) => ErrorText;
  readonly showError: ShowError;
};

const jsonScheme = "eciops-instance";

/** The command that shows an instance as a read-only JSON document, asked for anew each time it is opened. */
export function registerInstanceJson(deps: InstanceJsonDeps): vscode.Disposable {
  const show = async (node: InstanceOfAccount): Promise<void> => {
    const uri = vscode.Uri.from({
      scheme: jsonScheme,
      path: `/${toFileName(node.instance.id)}.json`,
      query: JSON.stringify(toDetailsTarget(node)),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand("eciOps.showInstanceJson", async (node?: InstanceOfAccount) => {
      try {
        const chosen = node ?? (await deps.pickInstance());
        if (chosen) await show(chosen);
      } catch (error) {
        await deps.showError(error);
      }
    }),
    vscode.workspace.registerTextDocumentContentProvider(jsonScheme, {
      provideTextDocumentContent: async ({ query }) => {
        try {
          const target = detailsTargetSchema.parse(JSON.parse(query));
          const { readInstanceJson } = await deps.loadDetailParts();
          return await readInstanceJson(await deps.clientFor(target.accountId), target);
        } catch (error) {
          const { what, next } = deps.toErrorText(error);
          return `${what} ${next}`;
        }
      },
    }),
  );
}
