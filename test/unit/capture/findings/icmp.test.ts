import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBytes, toUint16, toUint32 } from "../../../../src/simulator/synthetic/bytes.ts";
import {
  buildIcmpFrame,
  buildIpv6Frame,
  buildTcpFrame,
  buildUdpFrame,
} from "../../../../src/simulator/synthetic/frame.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";
import { findIn, toIds } from "./findIn.ts";

const flow = { sourceIp: "10.0.0.1", destIp: "10.0.0.9", sourcePort: 40_000, destPort: 514 };
const refused = buildUdpFrame(flow, 1, new Uint8Array(20));
const at = (milliseconds: number, bytes: Uint8Array): TimedFrame => ({
  timeNanoseconds: milliseconds * 1e6,
  bytes,
});

/** What a host quotes of a packet: its IP header and 8 bytes more. */
const error = (from: string, type: number, code: number, frame = refused, rest = [0, 0, 0, 0]) =>
  buildIcmpFrame(from, "10.0.0.1", 9, buildBytes([type, code, 0, 0], rest, frame.subarray(14, 14 + 28)));

describe("ICMP errors", () => {
  it("say who could not deliver what, and why: one finding by cause", () => {
    const frames = [
      at(0, refused),
      at(1, error("10.0.0.9", 3, 3)),
      at(2, error("10.0.0.9", 3, 3)),
      at(3, error("10.0.0.254", 3, 13)),
    ];
    assert.deepEqual(findIn(frames), [
      {
        id: "icmpUnreachable",
        severity: "error",
        count: 2,
        params: { from: "10.0.0.9", to: "10.0.0.9:514", reason: "port unreachable" },
        packets: [2, 3],
        filter: "icmp && ip.addr == 10.0.0.9",
      },
      {
        id: "icmpUnreachable",
        severity: "error",
        count: 1,
        params: {
          from: "10.0.0.254",
          to: "10.0.0.9:514",
          reason: "communication administratively prohibited",
        },
        packets: [4],
        filter: "icmp && ip.addr == 10.0.0.254",
      },
    ]);
  });

  it("say how large a packet may be", () => {
    const tcp = buildTcpFrame(flow, 1, {
      sequence: 1,
      acknowledgement: 1,
      flags: 16,
      windowBytes: 9,
      payload: new Uint8Array(1_400),
    });
    const found = findIn([at(0, error("10.0.0.254", 3, 4, tcp, [0, 0, ...toUint16(1_350)]))]);
    assert.deepEqual(
      found.map(({ id, severity, params }) => [id, severity, params]),
      [["fragmentationNeeded", "warning", { from: "10.0.0.254", to: "10.0.0.9", mtu: 1_350 }]],
    );
  });

  it("are read from ICMPv6 too", () => {
    const address = (last: number) => buildBytes([0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
    const quoted = buildBytes(
      [0x60, 0, 0, 0, 0, 8, 6, 64],
      address(1),
      address(9),
      toUint16(40_000),
      toUint16(443),
      toUint32(1),
    );
    const message = (head: readonly number[]) =>
      buildIpv6Frame(
        [2, 0, 0, 0, 0, 1],
        [2, 0, 0, 0, 0, 2],
        address(0xfe),
        address(1),
        { nextHeader: 58, limit: 64 },
        buildBytes(head, quoted),
        2,
      );
    const found = findIn([
      at(0, message([1, 0, 0, 0, 0, 0, 0, 0])),
      at(1, message([2, 0, 0, 0, 0, 0, 5, 0])),
    ]);
    assert.deepEqual(
      found.map(({ id, params, filter }) => [id, params, filter]),
      [
        [
          "icmpUnreachable",
          { from: "fd00::fe", to: "[fd00::9]:443", reason: "no route" },
          "icmpv6 && ipv6.addr == fd00::fe",
        ],
        [
          "fragmentationNeeded",
          { from: "fd00::fe", to: "fd00::9", mtu: 1_280 },
          "icmpv6 && ipv6.addr == fd00::fe",
        ],
      ],
    );
  });

  it("are nothing in a ping, a trace or a redirect", () => {
    const echo = (type: number) =>
      buildIcmpFrame("10.0.0.1", "10.0.0.9", 1, buildBytes([type, 0, 0, 0, 0, 1, 0, 1], new Uint8Array(32)));
    const frames = [echo(8), echo(0), error("10.0.0.254", 11, 0), error("10.0.0.254", 5, 1)];
    assert.deepEqual(toIds(findIn(frames.map((bytes, index) => at(index, bytes)))), []);
  });
});
