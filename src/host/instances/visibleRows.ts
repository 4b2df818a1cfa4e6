import * as vscode from "vscode";

const scheme = "eciops-row";

/** The address of an instance's row, by which the editor asks for its decoration. */
export function toRowUri(accountId: string, regionId: string, instanceId: string): vscode.Uri {
  const path = [accountId, regionId, instanceId]
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
  return vscode.Uri.from({ scheme, path: `/${path}` });
}

/**
 * Calls back for each instance whose row becomes visible: a tree tells nobody which of its rows the user sees, but the
 * editor asks for the decorations of those alone that it draws. There are no decorations.
 */
export function registerVisibleRows(
  onVisible: (accountId: string, regionId: string, instanceId: string) => void,
): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== scheme) return undefined;
      const [accountId, regionId, instanceId] = uri.path.slice(1).split("/").map(decodeURIComponent);
      if (accountId !== undefined && regionId !== undefined && instanceId !== undefined)
        onVisible(accountId, regionId, instanceId);
      return undefined;
    },
  });
}
