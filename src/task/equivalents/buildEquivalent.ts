import type { OpsCall } from "../../eci/eciClient.ts";
import { buildAliyunCli } from "./aliyunCli.ts";
import { toEquivalentCall, type EquivalentCall } from "./equivalentCall.ts";
import { buildGo } from "./go.ts";
import { buildJava } from "./java.ts";
import { buildPython } from "./python.ts";
import { buildTypescriptPopCore } from "./typescriptPopCore.ts";
import { buildTypescriptSdk } from "./typescriptSdk.ts";

/** The forms in which a call can be copied, in the order of the menu. */
export const equivalentKinds = [
  "aliyunCli",
  "typescriptPopCore",
  "typescriptSdk",
  "python",
  "go",
  "java",
] as const;

export type EquivalentKind = (typeof equivalentKinds)[number];

const builders: Readonly<Record<EquivalentKind, (call: EquivalentCall) => string>> = {
  aliyunCli: buildAliyunCli,
  typescriptPopCore: buildTypescriptPopCore,
  typescriptSdk: buildTypescriptSdk,
  python: buildPython,
  go: buildGo,
  java: buildJava,
};

/**
 * Code that makes the same CreateInstanceOpsTask call with exactly its four parameters, against the given endpoint (a
 * host, or an http(s) address without a path), with credentials read from `ALIBABA_CLOUD_*` of the environment.
 */
export function buildEquivalent(kind: EquivalentKind, call: OpsCall, endpoint: string): string {
  return builders[kind](toEquivalentCall(call, endpoint));
}
