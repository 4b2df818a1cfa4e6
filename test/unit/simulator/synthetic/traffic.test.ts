import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createTraffic, type TrafficOptions } from "../../../../src/simulator/synthetic/traffic.ts";

function take(options: TrafficOptions, frames: number) {
  const traffic = createTraffic(options);
  return Array.from({ length: frames }, () => traffic.next().value);
}

describe("createTraffic", () => {
  it("goes on in the order of time, some hundred frames a second", () => {
    const frames = take({ seed: 11, instanceIp: "10.0.0.1", peerIps: ["10.0.0.2"] }, 5000);
    const times = frames.map(({ timeNanoseconds }) => timeNanoseconds);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    const perSecond = 5000 / (times.at(-1)! / 1e9);
    assert.ok(perSecond > 250 && perSecond < 1500, `${perSecond} a second`);
  });

  it("is between the instance and its peers alone, and makes a neighbour up where there is none", () => {
    const pairsOf = (options: TrafficOptions) => {
      const addresses = (frame: Uint8Array) => [26, 30].map((at) => frame.subarray(at, at + 4).join("."));
      const frames = take(options, 2000).map(({ bytes }) => bytes);
      const pairs = frames.filter((frame) => frame[12] === 8 && frame[13] === 0).map(addresses);
      return [...new Set(pairs.map((pair) => pair.toSorted().join(" ")))].toSorted();
    };
    const peerIps = ["10.0.0.1", "10.0.0.2", "10.0.7.7", "10.0.0.2"];
    assert.deepEqual(pairsOf({ seed: 1, instanceIp: "10.0.0.1", peerIps }), [
      "10.0.0.1 10.0.0.2",
      "10.0.0.1 10.0.7.7",
    ]);
    assert.deepEqual(pairsOf({ seed: 1, instanceIp: "10.0.0.1", peerIps: [] }), ["10.0.0.1 10.0.0.2"]);
    assert.deepEqual(pairsOf({ seed: 1, instanceIp: "10.0.0.254", peerIps: [] }), ["10.0.0.253 10.0.0.254"]);
  });
});
