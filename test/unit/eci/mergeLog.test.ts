import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { maxLogBytes } from "../../../src/eci/detailCalls.ts";
import { emptyLog, findLastTime, mergeLog, toLineTime, type KnownLog } from "../../../src/eci/mergeLog.ts";

const options = { maxLength: 1_000_000, gapLine: "GAP" };
const runs = { numRuns: 10_000 };

const known = (...lines: readonly string[]): KnownLog => ({ lines, isOpen: false, dropped: 0 });
const merge = (before: KnownLog, content: string) => mergeLog(before, content, options);
const toText = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
const at = (second: number) => new Date(Date.UTC(2026, 10, 30) + second * 1000).toISOString();

/** A log of lines whose times may be alike, by the clock of a service that is ahead or behind by hours. */
const timedLog = fc
  .tuple(
    fc.integer({ min: -40_000, max: 40_000 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom("a", "b", "", "  x")), {
      maxLength: 30,
    }),
  )
  .map(([aheadSeconds, steps]) => {
    let second = aheadSeconds;
    return steps.map(([step, text], index) => `${at((second += step))} ${text}${index}`);
  });

/** How far the log has come at each reading, and how many known lines each answer repeats. */
const readings = fc.array(fc.tuple(fc.nat(6), fc.nat(8)), { maxLength: 20 });

/** Reads a growing log piece by piece, each answer from at most `repeats` known lines before its news on. */
function follow(log: readonly string[], steps: readonly (readonly [grown: number, repeats: number])[]) {
  let state = emptyLog;
  let end = 0;
  for (const [grown, repeats] of steps) {
    const from = Math.max(0, end - 1 - repeats);
    end = Math.min(log.length, end + grown);
    state = merge(state, toText(log.slice(from, end)));
  }
  return { state, end };
}

describe("merging what is read of a log", () => {
  it("repeats and loses no line, whatever each answer repeats and whatever the clocks say", () => {
    fc.assert(
      fc.property(timedLog, readings, (log, steps) => {
        const { state, end } = follow(log, steps);
        assert.deepEqual(state.lines, log.slice(0, end));
      }),
      runs,
    );
  });

  it("does so without times, where no two lines are alike", () => {
    fc.assert(
      fc.property(fc.nat(40), readings, (length, steps) => {
        const log = Array.from({ length }, (_, index) => `line ${index}`);
        const { state, end } = follow(log, steps);
        assert.deepEqual(state.lines, log.slice(0, end));
      }),
      runs,
    );
  });

  it("keeps what an earlier container wrote when a new one begins, and says where", () => {
    fc.assert(
      fc.property(timedLog, timedLog, readings, readings, (before, later, steps, more) => {
        const first = follow(before, [...steps, [before.length, 0]]);
        const startMs = findLastTime(first.state) ?? 0;
        const fresh = later.map(
          (line, index) => `${at((startMs - Date.parse(at(0))) / 1000 + 1 + index)} ${line}`,
        );
        let state = first.state;
        for (let end = 1; end <= fresh.length; end += 1 + (more[end]?.[0] ?? 0))
          state = merge(state, toText(fresh.slice(0, end)));
        state = merge(state, toText(fresh));
        const gap = before.length > 0 && fresh.length > 0 ? ["GAP"] : [];
        assert.deepEqual(state.lines, [...before, ...gap, ...fresh]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never throws, and never grows past its bound by more than a line", () => {
    const small = { maxLength: 60, gapLine: "G" };
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 })), (answers) => {
        let state = emptyLog;
        for (const answer of answers) {
          state = mergeLog(state, answer, small);
          const longest = Math.max(0, ...state.lines.map(({ length }) => length));
          assert.ok(toText(state.lines).length <= Math.max(small.maxLength, longest + 1));
        }
      }),
      runs,
    );
  });

  it("takes an answer that begins before everything known for what it adds", () => {
    assert.deepEqual(merge(known("b", "c"), "a\nb\nc\nd\n").lines, ["b", "c", "d"]);
    assert.deepEqual(merge(known("b", "c"), "a\nb\nc\n").lines, ["b", "c"]);
  });

  it("lets a line go on that no line feed has ended", () => {
    const half = merge(known("a"), "a\nDownlo");
    assert.deepEqual([half.lines, half.isOpen], [["a", "Downlo"], true]);
    const more = merge(half, "Download");
    assert.deepEqual([more.lines, more.isOpen], [["a", "Download"], true]);
    const whole = merge(more, "a\nDownload: done\nb\n");
    assert.deepEqual([whole.lines, whole.isOpen], [["a", "Download: done", "b"], false]);
    assert.deepEqual(merge(known("a", "Do"), "Do\nDownload\n").lines, ["a", "Do", "Download"]);
  });

  it("says that lines are missing, or that a container began anew, where nothing is the same", () => {
    assert.deepEqual(merge(known("a", "b"), "x\ny\n").lines, ["a", "b", "GAP", "x", "y"]);
    const [one, two, nine] = [1, 2, 9].map((second) => `${at(second)} words`);
    assert.deepEqual(merge(known(one!), `${nine!}\n`).lines, [one, "GAP", nine]);
    const changed = `${at(1)} other words`;
    assert.deepEqual(merge(known(one!), `${changed}\n${two!}\n`).lines, [one, two], "no line is missing");
    assert.equal(merge(known(two!), `${one!}\n`).lines.length, 1, "an answer that came late");
    assert.deepEqual(merge(known("Starting", "x", "died"), "Starting\n").lines, [
      ...["Starting", "x", "died", "GAP", "Starting"],
    ]);
  });

  it("leaves out the first line of an answer that the service cut at its limit", () => {
    const row = "z".repeat(99);
    const rows = Array.from({ length: 12_000 }, (_, index) => `${index} ${row}`);
    const content = toText(rows).slice(-maxLogBytes);
    assert.ok(!content.startsWith(row.slice(0, 3)) || !rows.includes(content.split("\n")[0]!));
    const { lines } = mergeLog(known(rows[11_000]!), content, { ...options, maxLength: 3_000_000 });
    assert.ok(lines.every((line) => rows.includes(line) || line === "GAP"));
    assert.equal(lines.at(-1), rows.at(-1));
    const short = mergeLog(emptyLog, toText(["whole", "line"]), options);
    assert.deepEqual(short.lines, ["whole", "line"]);
  });

  it("drops the oldest lines beyond its bound and counts them", () => {
    let state = emptyLog;
    for (let index = 0; index < 500; index += 1)
      state = mergeLog(state, `l${index - 1}\nl${index}\n`, { ...options, maxLength: 1_000 });
    assert.equal(state.lines.at(-1), "l499");
    assert.ok(toText(state.lines).length <= 1_000);
    assert.equal(state.dropped + state.lines.length, 501, "the first answer had a line of its own");
    assert.equal(state.lines[0], `l${state.dropped - 1}`);
  });

  it("keeps what it knows where the answer is empty", () => {
    const state = known("a");
    assert.equal(merge(state, ""), state);
    assert.equal(merge(emptyLog, ""), emptyLog);
    assert.deepEqual(merge(emptyLog, "\n").lines, [""]);
  });

  it("reads the time of a line in every shape of RFC 3339, and of nothing else", () => {
    for (const time of [
      "2026-11-30T01:02:03Z",
      "2026-11-30T01:02:03.123456789Z",
      "2026-11-30T09:02:03+08:00",
    ])
      assert.equal(Math.floor(toLineTime(`${time} x`)! / 1000), Date.UTC(2026, 10, 30, 1, 2, 3) / 1000, time);
    for (const line of ["", "x", "2026-11-30 01:02:03Z x", "2026-11-30T01:02:03Zx", "2026-13-30T01:02:03Z x"])
      assert.equal(toLineTime(line), undefined, line);
    assert.equal(findLastTime(known(`${at(3)} a`, "no time")), Date.parse(at(3)));
  });
});
