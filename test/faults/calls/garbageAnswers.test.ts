import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { answerInstead, type CannedAnswer } from "../../../src/simulator/faults/answerInstead.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { createCountedRow } from "../countedRow.ts";
import { pickSome } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";
import { eciCalls, type EciCall } from "./eciCalls.ts";
import { startFaultySimulator, type FaultySimulator } from "./faultySimulator.ts";
import { measureHeldBytes } from "./memory.ts";

const mebibyte = 1 << 20;
const limitBytes = 50 * mebibyte;
/** Stands in each body that has room for it, and nowhere in an error. */
const marker = "BODY-THAT-NOBODY-MAY-SEE";
const statuses = [500, 502, 503, 504];

type Garbage = {
  readonly name: string;
  readonly body: string | Uint8Array;
  /** What the error's code is: the service's own, where the body has one. */
  readonly code: string;
};

const page = Buffer.alloc(10 * mebibyte, `<html><p>${marker}</p></html>\n`);
const deep = 10_000;

/** No API answer in any status. */
const strange: readonly Garbage[] = [
  { name: "JSON without Code", body: `{"HostId":"h","Message":"${marker}"}`, code: "Protocol" },
  { name: "HTML of 10 MiB", body: page, code: "Protocol" },
  { name: "empty", body: "", code: "Protocol" },
  { name: "null", body: "null", code: "Protocol" },
  { name: "[]", body: `["${marker}"]`, code: "Protocol" },
  { name: "truncated", body: `{"RequestId":"r","Code":"${marker}`, code: "Protocol" },
  {
    name: "10,000 levels",
    body: `{"Code":${'{"a":'.repeat(deep)}"${marker}"${"}".repeat(deep)}}`,
    code: "Protocol",
  },
  { name: "__proto__", body: `{"__proto__":{"Code":"${marker}","stained":true}}`, code: "Protocol" },
];

/** An error of the service, with things beside it that are hard to read. */
const spoken: readonly Garbage[] = [
  {
    name: "JSON",
    body: `{"RequestId":"r","Code":"InternalError","Note":"${marker}"}`,
    code: "InternalError",
  },
  {
    name: "constructor",
    body: `{"Code":"InternalError","constructor":{"prototype":{"stained":"${marker}"}}}`,
    code: "InternalError",
  },
  {
    name: "17 digits",
    body: `{"Code":12345678901234567,"RequestId":12345678901234568,"Note":"${marker}"}`,
    code: "12345678901234567",
  },
];

type Try = { readonly call: EciCall; readonly garbage: Garbage; readonly answer: CannedAnswer };

function buildTries(): Try[] {
  const errors = statuses.flatMap((status) =>
    [...strange, ...spoken].map((garbage) => ({ garbage, answer: { status, body: garbage.body } })),
  );
  // As a good answer it would be one of an API that nobody knows.
  const good = [true, false].flatMap((isChunked) =>
    strange.map((garbage) => ({ garbage, answer: { status: 200, body: garbage.body, isChunked } })),
  );
  return [...errors, ...good].flatMap((one) => eciCalls.map((call) => ({ call, ...one })));
}

async function answerGarbage(bed: FaultySimulator, { call, garbage, answer }: Try): Promise<void> {
  bed.forget();
  bed.setFault(() => answerInstead(answer));
  using client = createAccountClient(bed.simulator);
  const { details, ...error } = await catchCloudError(call.make(client)).then((failure) => ({
    details: failure.details,
    text: inspect(failure, { depth: Infinity, showHidden: true, maxStringLength: Infinity }),
    message: failure.message,
  }));
  const isProtocol = garbage.code === "Protocol";
  assert.deepEqual([details.kind, details.code], [isProtocol ? "protocol" : "service", garbage.code]);
  assert.equal(details.httpStatus, answer.status);
  assert.equal(details.outcomeUnknown, true);
  assert.ok(!error.text.includes(marker), `the error shows the body: ${error.text.slice(0, 500)}`);
  assert.ok(error.message.length < 100, error.message.slice(0, 200));
  assert.equal(bed.count(call.name), call.isRead && answer.status !== 200 ? 3 : 1);
  assert.ok(!("stained" in {}), "the prototype of all objects was changed");
}

describe("H3: answers that are none", () => {
  it("are typed errors with a status, do not show the body and leave no memory behind", async () => {
    await using bed = await startFaultySimulator();
    const row = createCountedRow("H3", "garbage answers");
    const tries = pickSome(buildTries(), 20);
    // What is read and compiled once does not count.
    for (const one of tries.slice(0, 5)) await answerGarbage(bed, one);
    const before = measureHeldBytes();
    for (const one of tries) {
      const name = `${one.call.name}: ${one.garbage.name} with ${one.answer.status}`;
      await row.attempt(name, async () => {
        await answerGarbage(bed, one);
        const grownBytes = measureHeldBytes() - before;
        assert.ok(grownBytes < limitBytes, `${grownBytes} bytes more are held`);
        return grownBytes / mebibyte;
      });
    }
    row.end("MiB more");
  });
});
