import type { OpsCall } from "../../eci/eciClient.ts";

/** A call with the place it goes to, as the snippets need it. */
export type EquivalentCall = OpsCall & {
  readonly scheme: "http" | "https";
  /** Host name with an optional port, no scheme and no path. */
  readonly host: string;
};

/** Splits an endpoint (`eci.cn-hangzhou.aliyuncs.com`, with or without `https://` or `http://`); https unless it says http. */
export function toEquivalentCall(call: OpsCall, endpoint: string): EquivalentCall {
  const [, scheme, host = ""] = /^(?:(https?):\/\/)?([^/]*)/i.exec(endpoint) ?? [];
  return { ...call, scheme: scheme?.toLowerCase() === "http" ? "http" : "https", host };
}
