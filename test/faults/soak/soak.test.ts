import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { createRandom } from "../../../src/simulator/synthetic/random.ts";
import { openCompressedBed } from "../calls/compressedBed.ts";
import { tellRow } from "../tellRow.ts";
import { toTries } from "../tries.ts";
import { createProcessSamples } from "./processSamples.ts";
import { buildSoakFaults } from "./soakFaults.ts";
import { createSoakUser } from "./soakUser.ts";

const daySeconds = toTries(2 * 3600, 240);
const factor = toTries(60, 120);
const instances = toTries(1000, 120);
const captures = toTries(50, 3);
/** So few requests as a quick run makes would meet none of one in a hundred. */
const faultRate = toTries(0.01, 0.1);
const lists = toTries(4, 1);
const seed = 11;
const accountId = "soak";
const perSecond = 10;
/** The service lives in this process too, and keeps what it made; what is compiled on the way counts as well. */
const mostMoreMib = 16;
const mostMoreHandles = 12;

function toSha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The most requests of the API that the service heard within any second. */
function toBusiestSecond(atMs: readonly number[]): number {
  return Math.max(...atMs.map((from, index) => atMs.slice(index).filter((ms) => ms - from < 1000).length));
}

describe("the soak", () => {
  it("loses no capture in a day of mixed faults, and holds no more at its end than at its beginning", async () => {
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown): void => void rejections.push(reason);
    process.on("unhandledRejection", onRejection);
    const made = new Map<string, string[]>();
    const met = { faults: 0 };
    await using bed = await openCompressedBed({
      factor,
      simulator: { instances, regions: ["cn-hangzhou"] },
      client: { deadlineSeconds: toTries(2, 1), random: Math.random },
      onCapture: (ip, bytes) => made.set(ip, [...(made.get(ip) ?? []), toSha256(bytes)]),
    });
    const all = (await bed.targets(captures + 1)).map((target) => ({ ...target, accountId }));
    const [first, ...targets] = all;
    assert.ok(first);
    const { regionId } = first;
    const user = createSoakUser(bed);
    let sends = 0;
    bed.ledger.onChange(({ before, after }) => {
      if (before === undefined && after?.state.kind === "sending") sends += 1;
    });
    // What is read and compiled once does not count.
    await user.list(accountId, regionId);
    await user.capture(first, 30);
    bed.forget();
    sends = 0;
    bed.setFault(buildSoakFaults(faultRate, seed, () => (met.faults += 1)));

    const begin = bed.time.elapsedMs();
    const samples = createProcessSamples();
    const random = createRandom(seed);
    const sampling = setInterval(() => samples.take(), toTries(2000, 250));
    const captured: ReturnType<typeof user.capture>[] = [];
    const listed: ReturnType<typeof user.list>[] = [];
    for (const [index, target] of targets.entries()) {
      if (index % Math.ceil(captures / lists) === 0) listed.push(user.list(accountId, regionId));
      captured.push(user.capture(target, random.integer(30, toTries(600, 90))));
      await bed.time.wait((daySeconds * 0.9) / captures);
    }
    const ended = await Promise.all(captured);
    const ids = await Promise.all(listed);
    await bed.time.wait(Math.max(0, daySeconds - (bed.time.elapsedMs() - begin) / 1000));
    clearInterval(sampling);
    user.stop();

    for (const { target, state } of ended) {
      assert.ok(state.kind === "downloaded");
      const { path, sha256 } = state.file;
      assert.equal(toSha256(await readFile(path)), sha256);
      // One capture an instance: a task that was sent a second time would have made a second one.
      assert.deepEqual(made.get(String(target.instanceIp)), [sha256]);
    }
    assert.equal(made.size, all.length);
    for (const list of ids) assert.equal(new Set(list).size, instances);
    const rows = bed.ledger.all();
    assert.ok(rows.every(({ origin }) => origin === "sent"));
    assert.equal(rows.filter(({ state }) => state.kind === "downloaded").length, all.length);
    assert.equal(bed.count("CreateInstanceOpsTask"), sends);
    // Lists of instances have a quota, and a pace, of their own.
    const others = ["result", "DescribeContainerGroups"];
    const calls = bed.requests.filter(({ action }) => !others.includes(action)).map(({ atMs }) => atMs);
    const busiest = toBusiestSecond(calls);
    assert.ok(busiest <= perSecond, `${busiest} requests in a second`);
    assert.ok(met.faults > 0, "nothing went wrong");
    const [early, late] = [samples.quarter("first"), samples.quarter("last")];
    assert.ok(late.heldMib - early.heldMib < mostMoreMib, JSON.stringify({ early, late }));
    assert.ok(late.handles - early.handles < mostMoreHandles, JSON.stringify({ early, late }));
    assert.deepEqual(rejections, []);
    process.off("unhandledRejection", onRejection);
    const worst = `${(late.heldMib - early.heldMib).toFixed(1)} MiB more, ${busiest} requests a second`;
    const what = `soak: ${calls.length} calls, ${met.faults} faults`;
    tellRow({ row: "-", what, tries: captures, survived: ended.length, worst });
  });
});
