import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { toPageHtml } from "./pageHtml.ts";

/** Makes a webview show a page of ours, by the name of its files in `dist/media`. */
export function openPage(
  { webview, title }: Pick<vscode.WebviewPanel, "webview" | "title">,
  extensionUri: vscode.Uri,
  name: string,
): void {
  const media = vscode.Uri.joinPath(extensionUri, "dist", "media");
  const toSource = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [media] };
  webview.html = toPageHtml({
    scriptUri: toSource(`${name}.js`),
    styleUri: toSource(`${name}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("base64url"),
    language: vscode.env.language,
    title,
  });
}
