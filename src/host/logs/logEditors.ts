import * as vscode from "vscode";
import type { LogFiles } from "./logFiles.ts";

/** Brings the end of a log into sight, and leaves the selection alone. */
export function showEnd(editor: vscode.TextEditor): void {
  const end = new vscode.Position(editor.document.lineCount - 1, 0);
  editor.revealRange(new vscode.Range(end, end));
}

/** Whether the end of a document of so many lines is in sight. */
function showsEnd(editor: vscode.TextEditor, lineCount: number): boolean {
  // An editor that was just opened has shown nothing yet: it begins at the end.
  const last = editor.visibleRanges.at(-1);
  return last === undefined || last.end.line >= lineCount - 2;
}

/**
 * Lets the logs be read while an editor shows them and no longer, keeps their end in sight where it was, and tells the
 * editor's menus how the log in front stands.
 */
export function registerLogEditors(files: LogFiles, scheme: string): vscode.Disposable {
  const lineCounts = new WeakMap<vscode.TextDocument, number>();
  const isLog = ({ uri }: vscode.TextDocument) => uri.scheme === scheme;

  const tellVisible = () => {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => isLog(document));
    for (const [uri, log] of files.all())
      log.setVisible(editors.some(({ document }) => document.uri.toString() === uri));
    for (const { document } of editors)
      if (!lineCounts.has(document)) lineCounts.set(document, document.lineCount);
  };
  const tellMenus = async () => {
    const document = vscode.window.activeTextEditor?.document;
    const log = document && isLog(document) ? files.find(document.uri) : undefined;
    const state = log?.canFollow !== true ? "" : log.isFollowing ? "follows" : "rests";
    await vscode.commands.executeCommand("setContext", "eciOps.logState", state);
  };

  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(tellVisible),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isLog(document)) tellVisible();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isLog(document)) files.close(document.uri);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isLog(document) || contentChanges.length === 0) return;
      const before = lineCounts.get(document) ?? 0;
      lineCounts.set(document, document.lineCount);
      for (const editor of vscode.window.visibleTextEditors)
        if (editor.document === document && showsEnd(editor, before)) showEnd(editor);
    }),
    vscode.window.onDidChangeActiveTextEditor(tellMenus),
    files.onDidChangeFile(tellMenus),
  );
}
