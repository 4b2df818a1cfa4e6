import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createAddressHistory, type SeenInstance } from "../../../../src/task/addresses/addressHistory.ts";
import {
  buildAddressIndex,
  findAddressOwner,
  type AddressQuestion,
} from "../../../../src/task/addresses/addressIndex.ts";
import { toCanonicalAddress } from "../../../../src/task/addresses/canonicalAddress.ts";
import type { Task } from "../../../../src/task/task.ts";
import { sampleTask } from "../sampleTask.ts";

const dayMs = Date.UTC(2026, 0, 2);
const time = (seconds: number) => new Date(dayMs + seconds * 1000).toISOString();
const ms = (seconds: number) => dayMs + seconds * 1000;

function seen(name: string, privateIp: string, more: Partial<SeenInstance["instance"]> = {}): SeenInstance {
  return {
    accountId: "a",
    instance: { id: `eci-${name}`, name, regionId: "cn-hangzhou", privateIp, ...more },
  };
}

function taskOn(name: string, instanceIp: string, seconds: number): Task {
  const task = sampleTask({ sentTime: time(seconds) });
  return { ...task, target: { ...task.target, instanceId: `eci-${name}`, instanceName: name, instanceIp } };
}

/** What is known after lists were seen one after another, and of tasks. */
function know(
  lists: readonly (readonly [seconds: number, instances: readonly SeenInstance[]])[],
  tasks: readonly Task[] = [],
) {
  const history = createAddressHistory();
  for (const [seconds, instances] of lists) history.observe(instances, ms(seconds));
  const index = buildAddressIndex(history.holdings(), tasks);
  const ask = (address: string, question: AddressQuestion = {}) => {
    const answer = findAddressOwner(index, address, question);
    return (
      answer &&
      `${answer.holding.name}${answer.isCertain ? "" : "?"}${answer.others.map(({ name }) => `|${name}`).join("")}`
    );
  };
  return { history, ask };
}

describe("who has an address", () => {
  it("is the instance that is listed with it, by its private, internet or IPv6 address however that is written", () => {
    const web = seen("web", "10.0.0.1", { internetIp: "1.2.3.4", ipv6Address: "FD00:0:0::1" });
    const { ask } = know([[0, [web, seen("db", "10.0.0.2")]]]);
    assert.deepEqual(
      ["10.0.0.1", "1.2.3.4", "fd00::1", "fd00:0::0001", "10.0.0.2"].map((each) => ask(each)),
      ["web", "web", "web", "web", "db"],
    );
    for (const nobody of ["10.0.0.3", "", "__proto__", "constructor", "web", "::", "1".repeat(50)])
      assert.equal(ask(nobody), undefined);
  });

  it("is the one that had it at the time, where an address is used again", () => {
    const first = seen("first", "10.0.0.1", { createdAt: time(0) });
    const second = seen("second", "10.0.0.1", { createdAt: time(100) });
    const { ask } = know([
      [10, [first]],
      [50, [first]],
      [120, [second]],
    ]);
    const asked = [-5, 0, 45, 60, 99, 100, 130].map((seconds) => ask("10.0.0.1", { atMs: ms(seconds) }));
    // It was seen until 50: after that it may have been gone.
    assert.deepEqual(asked, [undefined, "first", "first", "first?", "first?", "second", "second"]);
    assert.equal(ask("10.0.0.1"), "second");
  });

  it("is uncertain after the last time that it was seen, and impossible before its instance was there", () => {
    const gone = seen("gone", "10.0.0.1", { createdAt: time(0) });
    const { ask } = know([
      [10, [gone]],
      [20, []],
    ]);
    assert.equal(ask("10.0.0.1", { atMs: ms(10) }), "gone");
    assert.equal(ask("10.0.0.1", { atMs: ms(25) }), "gone?");
    assert.equal(ask("10.0.0.1"), "gone?");
    assert.equal(ask("10.0.0.1", { atMs: ms(-1) }), undefined);
  });

  it("is the instance of a task when that was sent, and perhaps at other times; both together hold in between", () => {
    const { ask } = know([], [taskOn("web", "10.0.0.1", 100)]);
    assert.deepEqual(
      [99, 100, 101].map((seconds) => ask("10.0.0.1", { atMs: ms(seconds) })),
      ["web?", "web", "web?"],
    );
    const both = know([[300, [seen("web", "10.0.0.1")]]], [taskOn("web", "10.0.0.1", 100)]);
    assert.deepEqual(
      [99, 200, 400].map((seconds) => both.ask("10.0.0.1", { atMs: ms(seconds) })),
      ["web?", "web", "web"],
    );
  });

  it("is the one of the region that is asked from, and uncertain where two of it share the address", () => {
    const away = seen("away", "10.0.0.1", { regionId: "cn-beijing" });
    const { ask } = know([
      [0, [away, seen("here", "10.0.0.1"), seen("a", "10.0.0.2"), seen("b", "10.0.0.2")]],
    ]);
    assert.equal(ask("10.0.0.1", { regionId: "cn-beijing" }), "away");
    assert.equal(ask("10.0.0.1", { regionId: "cn-hangzhou" }), "here");
    assert.match(ask("10.0.0.1") ?? "", /^(?:away\?\|here|here\?\|away)$/);
    assert.match(ask("10.0.0.2", { regionId: "cn-hangzhou" }) ?? "", /^(?:a\?\|b|b\?\|a)$/);
  });

  it("knows nothing any more of an account that was forgotten", () => {
    const { history } = know([[0, [seen("web", "10.0.0.1"), { ...seen("db", "10.0.0.2"), accountId: "b" }]]]);
    history.forget("a");
    assert.deepEqual(
      [...history.holdings()].map(({ name }) => name),
      ["db"],
    );
  });

  it("agrees with a plain search through all that was ever seen, for any history", () => {
    const address = fc.constantFrom("10.0.0.1", "10.0.0.2");
    const list = fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 4 }), address }), {
      selector: ({ id }) => id,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.array(list, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 80 }),
        address,
        (lists, at, asked) => {
          // A list every ten seconds, of instances of which nobody knows when they were created.
          const { ask } = know(
            lists.map((instances, index) => [
              index * 10,
              instances.map((each) => seen(String(each.id), each.address)),
            ]),
          );
          const heldAt = new Map<number, readonly number[]>();
          lists.forEach((instances, index) => {
            for (const each of instances)
              if (each.address === asked) heldAt.set(each.id, [...(heldAt.get(each.id) ?? []), index * 10]);
          });
          const had = [...heldAt].filter(([, times]) => {
            const isListed = times.includes((lists.length - 1) * 10);
            return Math.min(...times) <= at && (isListed || at <= Math.max(...times));
          });
          const answer = ask(asked, { atMs: ms(at) });
          if (heldAt.size === 0) assert.equal(answer, undefined);
          else if (had.length === 0) assert.match(answer ?? "", /^\d\?$/);
          else if (had.length === 1) assert.equal(answer, String(had[0]?.[0]));
          else
            assert.deepEqual(
              new Set((answer ?? "").replace("?", "").split("|")),
              new Set(had.map(([id]) => String(id))),
            );
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("is found among 10,000 instances without going through them", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      seen(String(index), `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
    );
    const { ask } = know([
      [0, many],
      [10, many.slice(0, 9_000)],
    ]);
    for (let index = 0; index < 10_000; index += 1)
      assert.equal(ask(many[index]?.instance.privateIp ?? ""), `${index}${index < 9_000 ? "" : "?"}`);
  });
});

describe("toCanonicalAddress", () => {
  it("gives one text for one address, and none for what is no address", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const once = toCanonicalAddress(text);
        assert.ok(once !== undefined, text);
        assert.equal(toCanonicalAddress(once), once);
        assert.equal(toCanonicalAddress(text.toUpperCase()), once);
      }),
      { numRuns: 2_000 },
    );
    for (const text of ["", "a b", "http://x", "::g", ":", "1:2", "[::1]"])
      assert.equal(toCanonicalAddress(text), undefined, text);
  });
});
