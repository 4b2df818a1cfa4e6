import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodePacket } from "../../../../src/capture/packet/decodePacket.ts";
import { maxLayers } from "../../../../src/capture/packet/dissection.ts";
import { protocolCodes } from "../../../../src/capture/packet/protocol.ts";
import { buildBytes, toUint16 } from "../../../../src/simulator/synthetic/bytes.ts";
import { checkDissection } from "./checkDissection.ts";
import { dissectBytes } from "./dissectBytes.ts";
import { frameCases } from "./frameCases.ts";
import { ethernet, extension, gre, ipv4, ipv6, tag, tcp, udp, vxlan } from "./frames.ts";

const frameIndex = fc.nat({ max: frameCases.length - 1 });
const changes = fc.array(fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 255 })), { maxLength: 6 });

describe("hostile packets", () => {
  it("keeps its promises of the packets that the tests know", () => {
    for (const { linkType, bytes, wireBytes } of frameCases) {
      checkDissection(dissectBytes(linkType, bytes, wireBytes));
    }
  });

  it("keeps its promises of packets cut at every byte, by the snaplen and for good", () => {
    for (const { linkType, bytes } of frameCases) {
      for (let length = 0; length < bytes.length; length += 1) {
        checkDissection(dissectBytes(linkType, bytes.slice(0, length), bytes.length));
        checkDissection(dissectBytes(linkType, bytes.slice(0, length)));
      }
    }
  });

  it("keeps its promises of packets with changed bytes", () => {
    fc.assert(
      fc.property(frameIndex, changes, fc.nat({ max: 200 }), (index, changed, extra) => {
        const { linkType, bytes } = frameCases[index]!;
        const copy = bytes.slice();
        for (const [at, value] of changed) copy[at % copy.length] = value;
        checkDissection(dissectBytes(linkType, copy, copy.length + extra));
      }),
      { numRuns: 1_500 },
    );
  });

  it("keeps its promises of any bytes of any link type", () => {
    const linkTypes = fc.constantFrom(0, 1, 101, 108, 113, 147, 228, 229, 276);
    fc.assert(
      fc.property(linkTypes, fc.uint8Array({ maxLength: 200 }), (linkType, bytes) => {
        checkDissection(dissectBytes(linkType, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it("passes IPv4 options of every length and kind", () => {
    for (let words = 1; words <= 10; words += 1) {
      for (const kind of [0, 1, 7, 68, 130, 131, 137, 148, 222]) {
        for (const length of [0, 1, 2, 3, 4, 7, 40, 255]) {
          const options = new Uint8Array(4 * words).fill(kind);
          options[1] = length;
          const dissection = dissectBytes(1, ethernet(0x0800, ipv4(6, { options }, tcp({}, "abc"))));
          checkDissection(dissection);
          assert.equal(dissection.protocols[dissection.transport], protocolCodes.tcp);
          assert.equal(dissection.transportPayloadBytes, 3);
        }
      }
    }
  });

  it("passes TCP options of every length and kind", () => {
    for (const kind of [0, 1, 2, 3, 4, 5, 8, 19, 34, 254]) {
      for (let length = 0; length < 256; length += 1) {
        const options = new Uint8Array(40).fill(kind);
        options[1] = length;
        checkDissection(dissectBytes(1, ethernet(0x0800, ipv4(6, {}, tcp({ options }, "abc")))));
      }
    }
  });

  it("stops after 16 of 1,000 IPv6 extension headers", () => {
    const long = dissectBytes(1, chainOf(1_000));
    checkDissection(long);
    assert.equal(long.transport, -1);
    assert.equal(long.payloads[1]! - long.starts[1]!, 40 + 16 * 8);
    // 16 of them are passed, 17 are too many.
    assert.notEqual(dissectBytes(1, chainOf(16)).transport, -1);
    assert.equal(dissectBytes(1, chainOf(17)).transport, -1);
  });

  it("bounds the options of extension headers that are shown", () => {
    const pads = new Uint8Array(2_048);
    pads[0] = 6;
    pads[1] = 255;
    const dissection = dissectBytes(1, ethernet(0x86dd, ipv6(0, pads, tcp({}))));
    checkDissection(dissection);
    assert.ok(decodePacket(dissection, unknown)[1]!.fields.length < 20);
  });

  it("stops at 16 layers of 100 VLAN tags", () => {
    let bytes = ipv4(6, {}, tcp({}));
    for (let left = 100; left > 0; left -= 1) bytes = tag(left, left === 100 ? 0x0800 : 0x8100, bytes);
    const dissection = dissectBytes(1, ethernet(0x8100, bytes));
    checkDissection(dissection);
    assert.equal(dissection.layerCount, maxLayers);
    assert.equal(dissection.network, -1);
    assert.equal(dissection.isMalformed, false);
  });

  it("opens one tunnel and leaves what is nested deeper as data", () => {
    const inner = ipv4(6, {}, tcp({}, "abc"));
    const nested = [
      ipv4(4, {}, ipv4(4, {}, inner)),
      ipv4(47, {}, gre(0, 0x0800, [], ipv4(47, {}, gre(0, 0x0800, [], inner)))),
      ipv4(41, {}, ipv6(41, ipv6(6, tcp({})))),
    ];
    for (const bytes of nested) {
      const dissection = dissectBytes(101, bytes);
      checkDissection(dissection);
      assert.equal(dissection.transport, -1);
      assert.equal(dissection.protocols[dissection.layerCount - 1], protocolCodes.data);
      assert.equal(dissection.isMalformed, false);
    }
    const twice = ipv4(17, {}, vxlan(1, ethernet(0x0800, ipv4(17, {}, vxlan(2, ethernet(0x0800, inner))))));
    const dissection = dissectBytes(101, twice);
    checkDissection(dissection);
    assert.equal(dissection.protocols[dissection.transport], protocolCodes.udp);
    assert.equal(dissection.protocols[dissection.layerCount - 1], protocolCodes.data);
    let deep = inner;
    for (let left = 100; left > 0; left -= 1) deep = ipv4(4, {}, deep);
    checkDissection(dissectBytes(101, deep));
  });

  it("takes a UDP length that is wrong", () => {
    for (const length of [0, 1, 7, 8, 9, 65_535]) {
      const datagram = udp([7000, 7001], "abcdef");
      datagram.set(toUint16(length), 4);
      const dissection = dissectBytes(101, buildBytes(ipv4(17, {}, datagram)));
      checkDissection(dissection);
      assert.equal(dissection.isMalformed, length > 0 && length < 8);
      assert.equal(
        dissection.transportPayloadBytes,
        length === 0 || length > 14 ? 6 : Math.max(0, length - 8),
      );
    }
  });
});

const unknown = {
  number: 1,
  marks: 0,
  stream: undefined,
  baseSequence: undefined,
  baseAcknowledgment: undefined,
};

function chainOf(count: number): Uint8Array {
  let bytes = tcp({}, "abc");
  for (let left = count; left > 0; left -= 1) bytes = extension(left === count ? 6 : 60, 1, bytes);
  return ethernet(0x86dd, ipv6(60, bytes));
}
