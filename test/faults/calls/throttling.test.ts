import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CloudError } from "../../../src/eci/cloudError.ts";
import type { EciClient } from "../../../src/eci/eciClient.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import {
  sendAnswer,
  startFaultServer,
  testCredentials,
  type FaultServer,
} from "../../unit/eci/faultServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";

/** Calls of one account that are all refused; the variants of them make the row's hundred. */
const callsEach = toTries(6, 4);
const perSecond = 10;
/** The longest wait that the client takes upon itself. */
const longestRetryAfterSeconds = 10;

type Variant = {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly retryAfter: (nowMs: number) => string;
  /** The wait that the answer asks for, in milliseconds from its sending. */
  readonly waitMs: (nowMs: number) => number;
};

/** A date as the header has it, to the second; the wait is a fraction of one shorter than two. */
const inTwoSeconds = (nowMs: number): number => Math.floor(nowMs / 1000) * 1000 + 2000;

const waits = [
  { asked: "none asked", retryAfter: () => "", waitMs: () => 0 },
  { asked: "0", retryAfter: () => "0", waitMs: () => 0 },
  { asked: "1", retryAfter: () => "1", waitMs: () => 1000 },
  { asked: "120", retryAfter: () => "120", waitMs: () => 120_000 },
  { asked: "bad", retryAfter: () => "soon, -1", waitMs: () => 0 },
  {
    asked: "a date",
    retryAfter: (nowMs: number) => new Date(inTwoSeconds(nowMs)).toUTCString(),
    waitMs: (nowMs: number) => inTwoSeconds(nowMs) - nowMs,
  },
];

const variants: readonly Variant[] = [
  { status: 400, code: "Throttling" },
  { status: 400, code: "Throttling.User" },
  { status: 429, code: "Throttling.Api" },
].flatMap((refusal) =>
  waits.map(({ asked, ...wait }) => ({ name: `${refusal.code}, ${asked}`, ...refusal, ...wait })),
);

/** A refusal of a call: when it was sent and how long it asked to wait. */
type Refusal = { readonly atMs: number; readonly waitMs: number };

/** A service that refuses every call, with a clock that is so far ahead; it notes the refusals by the call's name. */
function startThrottling(
  variant: Variant,
  skewMs: number,
  refusals: Map<string, readonly Refusal[]>,
): Promise<FaultServer> {
  return startFaultServer((socket, { params }) => {
    const nowMs = Date.now() + skewMs;
    const name = params.get("ContainerGroupId") ?? "";
    const before = refusals.get(name) ?? [];
    refusals.set(name, [...before, { atMs: performance.now(), waitMs: variant.waitMs(nowMs) }]);
    const asked = variant.retryAfter(nowMs);
    const headers = { date: new Date(nowMs).toUTCString(), ...(asked !== "" && { "retry-after": asked }) };
    const body = { RequestId: "r", Code: variant.code, Message: "Request was denied due to flow control." };
    sendAnswer(socket, variant.status, body, headers);
  });
}

/** The most requests that came within any second. */
function toBusiestSecond(requests: FaultServer["requests"]): number {
  const counts = requests.map(
    ({ atMs }) => requests.filter((other) => other.atMs >= atMs && other.atMs - atMs < 1000).length,
  );
  return Math.max(...counts);
}

async function beRefused(client: EciClient, name: string): Promise<CloudError> {
  return catchCloudError(
    client.describeOpsRecords({ regionId: "cn-hangzhou", instanceId: name, opsType: "tcpdump" }),
  );
}

describe("H4: a service that asks for patience", () => {
  it("is given it, and never hears more than ten requests a second", async () => {
    const row = createCountedRow("H4", "throttling with Retry-After");
    const tried = variants.slice(0, toTries(Infinity, waits.length)).map(async (variant, index) => {
      // An hour either way: a date that the service names is one of its own clock.
      const skewMs = ((index % 3) - 1) * 3_600_000;
      const refusals = new Map<string, readonly Refusal[]>();
      await using server = await startThrottling(variant, skewMs, refusals);
      using client = createAccountClient({ endpoint: server.url, ...testCredentials });
      const calls = Array.from({ length: callsEach }, (_, call) =>
        row.attempt(`${variant.name}, call ${call}`, async () => {
          const { details } = await beRefused(client, `call-${call}`);
          assert.deepEqual([details.code, details.httpStatus], [variant.code, variant.status]);
          const seen = refusals.get(`call-${call}`) ?? [];
          const isLong = seen.some(({ waitMs }) => waitMs > longestRetryAfterSeconds * 1000);
          assert.equal(seen.length, isLong ? 1 : 3);
          if (isLong) assert.equal(details.retryAfterSeconds, 120);
          const earlyMs = seen.slice(1).map(({ atMs }, before) => {
            const last = seen[before] ?? assert.fail();
            return last.atMs + last.waitMs - atMs;
          });
          // Timers may be some milliseconds early.
          for (const ms of earlyMs) assert.ok(ms <= 10, `sent again ${ms} ms too early`);
          return undefined;
        }),
      );
      await Promise.all(calls);
      await row.attempt(`${variant.name}, rate`, () => {
        const busiest = toBusiestSecond(server.requests);
        assert.ok(busiest <= perSecond, `${busiest} requests in a second`);
        return Promise.resolve(busiest);
      });
    });
    await Promise.all(tried);
    row.end("a second");
  });
});
