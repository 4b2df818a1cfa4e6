import { randomBytes } from "node:crypto";
import { answerInstead } from "../../src/simulator/faults/answerInstead.ts";
import { chooseFault } from "../../src/simulator/faults/chooseFault.ts";
import type { Fault } from "../../src/simulator/faults/fault.ts";
import { resetAfter } from "../../src/simulator/faults/resetAfter.ts";
import { rewriteAnswer } from "../../src/simulator/faults/rewriteAnswer.ts";
import { throttle } from "../../src/simulator/faults/throttle.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Secrets that a service hands out, in a service where each thing goes wrong once. */
export type SecretFaults = {
  readonly fault: Fault;
  /** The value of an environment variable of every container. */
  readonly environmentValue: string;
  /** Every download address that was handed out so far. */
  readonly links: ReadonlySet<string>;
  /** What has gone wrong so far. */
  readonly met: ReadonlySet<string>;
};

/** Object storage that refuses an expired link sends back what was signed. */
const expiredLink = (request: { readonly url?: string | undefined }) =>
  answerInstead({
    status: 403,
    headers: { "Content-Type": "application/xml" },
    body: `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired.</Message><StringToSign>${request.url ?? ""}</StringToSign></Error>`,
  });

/** Throttles the first task, breaks the first download off in its middle, and refuses the link of the second. */
export function createSecretFaults(): SecretFaults {
  const environmentValue = `planted+env/${randomBytes(12).toString("hex")}`;
  const links = new Set<string>();
  const met = new Set<string>();
  const once = (name: string, fault: Fault): Fault | undefined => {
    if (met.has(name)) return undefined;
    met.add(name);
    return fault;
  };
  const plant = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plant);
    if (typeof value !== "object" || value === null) return value;
    const planted = Object.entries(value as Fields).map(([key, item]) =>
      key === "EnvironmentVars" ? [key, [{ Key: "PLANTED", Value: environmentValue }]] : [key, plant(item)],
    );
    return Object.fromEntries(planted) as unknown;
  };
  const note = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value as Fields)) {
      if (key === "ResultContent" && typeof item === "string" && item !== "") links.add(item);
      else note(item);
    }
  };
  const fault = chooseFault((action) => {
    switch (action) {
      case "DescribeContainerGroups":
        return rewriteAnswer((fields) => plant(fields) as Fields);
      case "DescribeInstanceOpsRecords":
        return rewriteAnswer((fields) => {
          note(fields);
          return fields;
        });
      case "CreateInstanceOpsTask":
        return once("throttled", throttle("Throttling.User"));
      case "result":
        return (
          once("broken off", resetAfter({ bodyBytes: 500 })) ??
          once("expired", (request, response, next) => expiredLink(request)(request, response, next))
        );
      default:
        return undefined;
    }
  });
  return { fault, environmentValue, links, met };
}
