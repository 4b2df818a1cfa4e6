import * as vscode from "vscode";

/**
 * Whether a signed call may bring its own agent: with `http.proxySupport` "on" the editor leaves requests that have one
 * alone, and they would go past the proxy.
 */
export function bringsAgent(): boolean {
  return vscode.workspace.getConfiguration("http").get("proxySupport") !== "on";
}
