import * as vscode from "vscode";

/** What tells a file from another one of the same name. */
export type FileState = { readonly sizeBytes: number; readonly changedMs: number };

/** How a file is now; undefined when there is none. Rejects when it cannot be told. */
export async function readFileState(uri: vscode.Uri): Promise<FileState | undefined> {
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    return { sizeBytes: size, changedMs: mtime };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}
