import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { findAdvice } from "../../../../src/task/tcpdump/advice.ts";
import { findSharedAdvice, type AdviceInstance } from "../../../../src/task/tcpdump/sharedAdvice.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";

const join = (texts: readonly string[]) => texts.join("+");
const instance = (name: string, more: Partial<AdviceInstance> = {}): AdviceInstance => ({
  name,
  regionName: "Hangzhou",
  regionWithoutTcpdump: false,
  ...more,
});

describe("findSharedAdvice", () => {
  it("says of one instance what is said of it alone", () => {
    fc.assert(
      fc.property(optionsArbitrary, fc.boolean(), (options, regionWithoutTcpdump) => {
        const one = instance("a", { regionWithoutTcpdump, instanceIp: "10.0.0.1" });
        assert.deepEqual(findSharedAdvice(options, [one], join), findAdvice(options, one));
      }),
      { numRuns: 500 },
    );
  });

  it("names the instances of regions without captures, and those that are neither side", () => {
    const away = { regionName: "Ulanqab", regionWithoutTcpdump: true };
    const all = [
      instance("a", { instanceIp: "10.0.0.1" }),
      instance("b", { ...away, instanceIp: "10.0.0.2" }),
      instance("c", { ...away, instanceIp: "10.0.0.1" }),
      instance("d"),
    ];
    const options = { sourceIp: "10.0.0.1", destIp: "10.0.0.9", durationSeconds: 1 };
    const [first, second, ...rest] = findSharedAdvice(options, all, join);
    assert.deepEqual(first, {
      code: "regionsNotOffered",
      severity: "warning",
      params: { regions: "Ulanqab", names: "b+c" },
    });
    assert.deepEqual(second, { code: "instancesOnNeitherSide", severity: "warning", params: { names: "b" } });
    assert.deepEqual(
      rest.map(({ code }) => code),
      ["otherDirectionMissing", "ipv6NotCaught"],
    );
  });

  it("says nothing twice, and of none nothing", () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        const codes = findSharedAdvice(options, [instance("a"), instance("b")], join).map(({ code }) => code);
        assert.equal(new Set(codes).size, codes.length);
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(findSharedAdvice({}, [], join), []);
  });
});
