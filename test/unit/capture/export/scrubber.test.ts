import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createScrubber } from "../../../../src/capture/export/scrubber.ts";
import { createPacketRecord } from "../../../../src/capture/recordReader.ts";
import { packets, planted, secret } from "./plantedPackets.ts";

function scrubAll(scrubber = createScrubber()): ReadonlyMap<string, Uint8Array> {
  const record = createPacketRecord();
  return new Map(
    Object.entries(packets).map(([name, { linkType, packet }]) => {
      // Not at the beginning of the buffer, as in a file.
      record.bytes = Uint8Array.from([9, 9, 9, ...packet, ...secret]);
      record.start = 3;
      record.end = 3 + packet.length;
      record.wireBytes = packet.length;
      record.linkType = linkType;
      return [name, scrubber.scrub(record)];
    }),
  );
}

describe("createScrubber", () => {
  it("lets no planted address or text through, in any kind of packet", () => {
    const scrubbed = scrubAll();
    assert.equal(scrubbed.size, Object.keys(packets).length);
    const seen = new Set<string>();
    for (const [name, bytes] of scrubbed) {
      // The search itself finds what is there.
      const before = Buffer.from(packets[name]?.packet ?? []);
      for (const [text, part] of planted) {
        if (before.includes(Buffer.from(part))) seen.add(text);
        assert.ok(!Buffer.from(bytes).includes(Buffer.from(part)), `${text} in ${name}`);
      }
      assert.equal(bytes.byteLength, bytes.buffer.byteLength, `${name} carries more than itself`);
    }
    assert.equal(seen.size, new Set(planted.map(([text]) => text)).size);
  });

  it("keeps all headers that it knows, and nothing behind them", () => {
    const scrubbed = scrubAll();
    const lengths = Object.entries({
      plain: 54,
      dns: 42,
      trailer: 54,
      "TCP options": 94,
      "IP options": 66,
      fragment: 34,
      vlan: 62,
      vxlan: 104,
      gre: 82,
      "IP in IP": 74,
      "IPv6 in IP": 94,
      "ICMP unreachable": 70,
      "ICMP redirect": 70,
      "ICMP echo": 42,
      "ICMP router": 42,
      "ICMPv6 unreachable": 122,
      arp: 42,
      "neighbor solicitation": 86,
      "router advertisement": 110,
      "IPv6 extensions": 106,
      "IPv6 routing": 54,
      sll: 56,
      sll2: 60,
      "tunnel device": 60,
      raw: 40,
      loopback: 44,
      "unknown EtherType": 14,
      "unknown protocol": 34,
      "unknown link": 0,
    });
    assert.deepEqual(
      [...scrubbed].map(([name, bytes]) => [name, bytes.length]),
      lengths,
    );
  });

  it("gives the same address the same other one, in every place and packet", () => {
    const scrubbed = scrubAll();
    const at = (name: string, offset: number, length: number) =>
      Buffer.from(scrubbed.get(name)?.subarray(offset, offset + length) ?? []).toString("hex");
    const first = at("plain", 26, 4);
    assert.equal(first, "c6120001");
    for (const [name, offset] of [
      ["arp", 28],
      ["vxlan", 76],
      ["gre", 54],
      ["IP in IP", 46],
      ["sll2", 32],
      ["tunnel device", 12],
      ["ICMP unreachable", 30],
    ] as const)
      assert.equal(at(name, offset, 4), first, name);
    assert.equal(at("ICMP unreachable", 54, 4), at("plain", 30, 4));
    assert.equal(at("plain", 6, 6), "020000000002");
    for (const [name, offset] of [
      ["arp", 22],
      ["sll", 6],
      ["neighbor solicitation", 80],
    ] as const)
      assert.equal(at(name, offset, 6), at("plain", 6, 6), name);
    // The target, the group that stands for it and the group's MAC address still belong together.
    const target = at("neighbor solicitation", 62, 16);
    assert.equal(at("ICMPv6 unreachable", 22, 16), target);
    assert.match(target, /^20010db8/u);
    assert.equal(at("neighbor solicitation", 51, 3), target.slice(-6));
    assert.equal(at("neighbor solicitation", 3, 3), target.slice(-6));
    assert.match(at("neighbor solicitation", 22, 16), /^fe80000000000000/u);
    assert.equal(at("arp", 0, 6), "ffffffffffff");
    assert.equal(at("arp", 32, 6), "000000000000");
  });

  it("takes any bytes as any packet, cut anywhere", () => {
    const scrubber = createScrubber();
    const record = createPacketRecord();
    const samples = Object.values(packets);
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 4 }),
        fc.nat(200),
        fc.nat(400),
        (index, changes, length, extraBytes) => {
          const { packet, linkType } = samples[index] ?? { packet: [], linkType: 1 };
          const bytes = Uint8Array.from(packet.slice(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const before = bytes.slice();
          Object.assign(record, {
            bytes,
            start: 0,
            end: bytes.length,
            wireBytes: bytes.length + extraBytes,
            linkType,
          });
          const kept = scrubber.scrub(record);
          assert.ok(kept.length <= bytes.length);
          assert.deepEqual(bytes, before);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
