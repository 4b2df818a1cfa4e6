import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import path from "node:path";
import { installServer } from "../../../scripts/vscode/installServer.ts";

type ResolveProxy = (
  flags: unknown,
  request: unknown,
  options: unknown,
  url: string,
  give: (proxy: string) => void,
) => void;

/** The part of the editor's own package (@vscode/proxy-agent) that counts here. */
type ProxyAgent = {
  createHttpPatch(
    params: Readonly<Record<string, unknown>>,
    originals: typeof http | typeof https,
    resolveProxy: ResolveProxy,
  ): Pick<typeof http, "get" | "request">;
};

/**
 * Sends what this process asks by `http` and `https` through a proxy, as VS Code does for its extensions with the
 * setting `http.proxy` and by the same code, and gives what ends that. 127.0.0.1 is never proxied, 127.0.0.2 is.
 */
export async function useEditorProxy(proxyUrl: string): Promise<() => void> {
  const server = await installServer();
  const load = createRequire(path.join(server, "package.json"));
  const agent = load("@vscode/proxy-agent") as ProxyAgent;
  const params = { getProxySupport: () => "override", addCertificatesV1: () => false };
  // Its own resolver sets a timer of ten minutes, which would keep this process.
  const resolveProxy: ResolveProxy = (_flags, _request, _options, url, give) => {
    give(new URL(url).hostname === "127.0.0.1" ? "DIRECT" : `PROXY ${new URL(proxyUrl).host}`);
  };
  const originals = [http, https].map((module) => ({ module, get: module.get, request: module.request }));
  for (const { module, ...rest } of originals) {
    // The patch keeps calling what it was given, so it gets a copy.
    Object.assign(module, agent.createHttpPatch(params, { ...module, ...rest }, resolveProxy));
  }
  return () => {
    for (const { module, get, request } of originals) Object.assign(module, { get, request });
  };
}
