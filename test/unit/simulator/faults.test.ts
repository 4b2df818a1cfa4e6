import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { describe, it } from "node:test";
import { answerInstead } from "../../../src/simulator/faults/answerInstead.ts";
import { chooseFault } from "../../../src/simulator/faults/chooseFault.ts";
import { drip } from "../../../src/simulator/faults/drip.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { lieAboutLength } from "../../../src/simulator/faults/lieAboutLength.ts";
import { mixFaults } from "../../../src/simulator/faults/mixFaults.ts";
import { neverAnswer } from "../../../src/simulator/faults/neverAnswer.ts";
import { resetAfter } from "../../../src/simulator/faults/resetAfter.ts";
import { resetUnread } from "../../../src/simulator/faults/resetUnread.ts";
import { rewriteAnswer } from "../../../src/simulator/faults/rewriteAnswer.ts";
import { throttle } from "../../../src/simulator/faults/throttle.ts";
import { startSimulator } from "../../../src/simulator/startSimulator.ts";

/** What comes over the wire of an answer to an unsigned call, and how the connection ends. */
type Wire = { readonly head: string; readonly body: string; readonly end: string };

/** Asks a simulator with the fault, on a socket of its own; gives up after a while where nothing ends it. */
async function ask(fault: Fault, waitMs = 1000): Promise<Wire> {
  const simulator = await startSimulator({ engine: "synthetic", instances: 1, fault });
  try {
    const { port, host } = new URL(simulator.endpoint);
    const socket = net.connect(Number(port), "127.0.0.1");
    let text = "";
    let end = "open";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.on("error", (error: NodeJS.ErrnoException) => (end = error.code ?? "error"));
    socket.on("end", () => (end = "closed"));
    const closed = once(socket, "close");
    const lines = [
      "x-acs-action: DescribeRegions",
      `host: ${host}`,
      "connection: close",
      "content-length: 0",
    ];
    socket.write(`POST / HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    const timer = setTimeout(() => socket.destroy(), waitMs);
    await closed.catch(() => undefined);
    clearTimeout(timer);
    const [head = "", ...rest] = text.split("\r\n\r\n");
    return { head, body: rest.join("\r\n\r\n"), end };
  } finally {
    await simulator.close();
  }
}

const passOn: Fault = (_request, _response, next) => next();

describe("the simulator's faults", () => {
  it("reset the connection where they are told to", async () => {
    const whole = await ask(passOn);
    assert.equal(whole.end, "closed");
    assert.equal(Number(/content-length: (\d+)/iu.exec(whole.head)?.[1]), whole.body.length);
    for (const fault of [resetUnread, resetAfter("head")]) {
      assert.deepEqual(await ask(fault), { head: "", body: "", end: "ECONNRESET" });
    }
    for (const bodyBytes of [0, 1, 17]) {
      const { head, body, end } = await ask(resetAfter({ bodyBytes }));
      assert.match(head, /^HTTP\/1\.1 \d{3} /u);
      assert.deepEqual([body.length, end], [bodyBytes, "ECONNRESET"]);
    }
    const longer = await ask(resetAfter({ bodyBytes: 1_000_000 }));
    assert.deepEqual([longer.body.length, longer.end], [whole.body.length, "closed"]);
  });

  it("carry the request out before the reset, or do not", async () => {
    for (const [fault, carriedOut] of [
      [resetAfter("head"), 1],
      [resetUnread, 0],
      [neverAnswer, 0],
      [throttle("Throttling"), 0],
    ] as const) {
      let handled = 0;
      await ask((request, response, next) => {
        return fault(request, response, () => {
          handled += 1;
          return next();
        });
      }, 200);
      assert.equal(handled, carriedOut);
    }
  });

  it("drip, keep silent and lie about the length", async () => {
    const dripped = await ask(drip(20), 500);
    const cameBytes = dripped.head.length + dripped.body.length;
    assert.ok(cameBytes >= 2 && cameBytes <= 25, `${cameBytes} bytes in half a second`);
    assert.deepEqual(await ask(neverAnswer, 200), { head: "", body: "", end: "open" });
    for (const byBytes of [5, -5]) {
      const { head, body, end } = await ask(lieAboutLength({ byBytes }));
      assert.equal(Number(/content-length: (\d+)/iu.exec(head)?.[1]), body.length + byBytes);
      assert.equal(end, "closed");
    }
    const none = await ask(lieAboutLength("none"));
    assert.doesNotMatch(none.head, /content-length/iu);
    assert.match(none.body, /^\{"RequestId".*\}$/u);
  });

  it("answer in the simulator's place, and change its answers", async () => {
    const page = await ask(answerInstead({ status: 502, body: "<html>", headers: { "X-Odd": "1" } }));
    assert.match(page.head, /^HTTP\/1\.1 502 [^]*x-odd: 1/iu);
    assert.equal(page.body, "<html>");
    const chunked = await ask(answerInstead({ status: 200, body: "abc", isChunked: true }));
    assert.equal(chunked.body, "3\r\nabc\r\n0\r\n\r\n");
    const refused = await ask(throttle("Throttling.User", { status: 429, retryAfter: "7" }));
    assert.match(refused.head, /^HTTP\/1\.1 429 [^]*retry-after: 7/iu);
    assert.match(refused.body, /"Code":"Throttling\.User"/u);
    const changed = await ask(rewriteAnswer(({ Code }) => ({ Code, More: 1 })));
    assert.match(changed.body, /^\{"Code":"\w+","More":1\}$/u);
  });

  it("are chosen by the action, and mixed by rate and seed", async () => {
    const chosen: string[] = [];
    await ask(chooseFault((action) => void chosen.push(action)));
    assert.deepEqual(chosen, ["DescribeRegions"]);
    const met: string[] = [];
    const counts: number[] = [];
    for (const rate of [0, 0.1, 1]) {
      met.splice(0);
      const mixed = mixFaults({ rate, seed: 3, faults: [noteFault], onFault: (action) => met.push(action) });
      for (let count = 0; count < 1000; count += 1) await mixed(...anyRequest);
      counts.push(met.length);
    }
    assert.equal(counts[0], 0);
    assert.ok(counts[1] !== undefined && counts[1] > 60 && counts[1] < 140, String(counts[1]));
    assert.equal(counts[2], 1000);
  });
});

const noteFault: Fault = () => Promise.resolve();
const anyRequest = [{ headers: {} }, {}, () => Promise.resolve()] as unknown as Parameters<Fault>;
