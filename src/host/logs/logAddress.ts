import * as vscode from "vscode";
import * as z from "zod/mini";
import { toFileName } from "../../task/download/fileName.ts";

const targetSchema = z.strictObject({
  accountId: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  containerName: z.string(),
  /** The log of the container before its last restart. */
  isPrevious: z.boolean(),
});

/** Whose log a document shows; enough to find it again after a reload. */
export type LogTarget = Readonly<z.infer<typeof targetSchema>>;

/** The address of a log's document; its path is what the tab shows. */
export function toLogUri(scheme: string, target: LogTarget, instanceName: string): vscode.Uri {
  const file = `${toFileName(target.containerName)}${target.isPrevious ? ".previous" : ""}.log`;
  return vscode.Uri.from({
    scheme,
    path: `/${toFileName(instanceName)}/${file}`,
    query: JSON.stringify(target),
  });
}

/** Whose log the document of an address shows; throws what the editor knows for a file that is not there. */
export function parseLogUri(uri: vscode.Uri): LogTarget {
  try {
    return targetSchema.parse(JSON.parse(uri.query));
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}
