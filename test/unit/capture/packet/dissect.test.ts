import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDissection, dissect } from "../../../../src/capture/packet/dissect.ts";
import { protocolNames } from "../../../../src/capture/packet/protocol.ts";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import { dissectBytes } from "./dissectBytes.ts";
import { ethernet, icmp, ipv4, ipv6, tcp, udp, vxlan } from "./frames.ts";

const nameOf = (dissection: ReturnType<typeof dissectBytes>, layer: number) =>
  layer < 0 ? "none" : protocolNames[dissection.protocols[layer]!];

describe("dissect", () => {
  it("says which layers are the conversation's, inside of a tunnel", () => {
    const packet = ethernet(
      0x0800,
      ipv4(17, {}, vxlan(5, ethernet(0x86dd, ipv6(6, tcp({}, "GET / HTTP/1.1\r\n\r\n"))))),
    );
    const dissection = dissectBytes(1, packet);
    assert.equal(dissection.network, 5);
    assert.equal(nameOf(dissection, 5), "ipv6");
    assert.equal(dissection.transport, 6);
    assert.equal(nameOf(dissection, dissection.application), "http");
    assert.equal(dissection.transportPayloadBytes, 18);
    assert.equal(dissection.quotedFrom, dissection.layerCount);
  });

  it("never takes what an error quotes as the conversation", () => {
    const quoted = ipv4(17, {}, udp([53, 1000], "abcdefghijklmnop"));
    const dissection = dissectBytes(101, ipv4(1, {}, icmp(3, 3, [0, 0, 0, 0], quoted)));
    assert.equal(dissection.network, 1);
    assert.equal(dissection.transport, 2);
    assert.equal(dissection.quotedFrom, 3);
    assert.equal(nameOf(dissection, 4), "udp");
    assert.equal(dissection.application, -1);
    assert.equal(dissection.transportPayloadBytes, quoted.length);
    assert.equal(dissection.isMalformed, false);
  });

  it("ends the quoted part where RFC 4884's length says that extensions follow", () => {
    const quoted = buildBytes(ipv4(17, { totalLength: 400 }, udp([1, 2], new Uint8Array(100))));
    const packet = ipv4(1, {}, icmp(11, 0, [0, 32, 0, 0], quoted, [0x20, 0, 0, 0, 0, 8, 1, 1, 1, 2, 3, 4]));
    const dissection = dissectBytes(101, packet);
    assert.equal(dissection.ends[3]! - dissection.starts[3]!, 128);
  });

  it("counts by the wire what the snaplen cut away", () => {
    const whole = ethernet(0x0800, ipv4(6, {}, tcp({}, new Uint8Array(1_000))));
    const dissection = dissectBytes(1, whole.slice(0, 60), whole.length + 4);
    assert.equal(dissection.transportPayloadBytes, 1_000);
    assert.equal(dissection.ends[1], dissection.end);
    assert.equal(dissection.isMalformed, false);
  });

  it("leaves padding outside of every layer but the frame's", () => {
    const packet = buildBytes(ethernet(0x0800, ipv4(6, {}, tcp({}))), [1, 2, 3, 4, 5, 6]);
    const dissection = dissectBytes(1, packet);
    assert.equal(dissection.transportPayloadBytes, 0);
    assert.equal(dissection.ends[0], dissection.end);
    assert.equal(dissection.ends[1], dissection.end - 6);
    assert.equal(dissection.layerCount, 3);
  });

  it("keeps the segment whose options the snaplen cut, and calls it sound", () => {
    const whole = ipv4(6, {}, tcp({ flags: 2, options: [2, 4, 5, 180, 1, 1, 1, 1] }));
    const dissection = dissectBytes(101, whole.slice(0, 42), whole.length);
    assert.equal(nameOf(dissection, dissection.transport), "tcp");
    assert.equal(dissection.payloads[2], dissection.end);
    assert.equal(dissection.transportPayloadBytes, 0);
    assert.equal(dissection.isMalformed, false);
  });

  it("calls a packet malformed whose fixed header is cut off or whose lengths cannot be", () => {
    const whole = ipv4(6, {}, tcp({}));
    const cut = dissectBytes(101, whole.slice(0, 39), 40);
    assert.equal(cut.isMalformed, true);
    assert.equal(cut.transport, -1);
    assert.equal(nameOf(cut, 2), "data");
    const options = tcp({});
    options[12] = 0xf0;
    const long = dissectBytes(101, ipv4(6, {}, options));
    assert.equal(long.isMalformed, true);
    assert.equal(nameOf(long, long.transport), "tcp");
    assert.equal(dissectBytes(101, ipv4(6, { totalLength: 19 }, tcp({}))).isMalformed, true);
    assert.equal(dissectBytes(101, Uint8Array.of(0x50)).isMalformed, true);
  });

  it("forgets the packet before, and looks at other bytes when it is given other ones", () => {
    const into = createDissection();
    const record = {
      ...{ offset: 0, start: 0, wireBytes: 0, seconds: 0, nanoseconds: 0, linkType: 101, interfaceNumber: 0 },
      bytes: ipv4(1, {}, icmp(3, 3, [0, 0, 0, 0], ipv4(17, { fragment: 5 }, "abc"))),
      end: 59,
    };
    dissect(record, into);
    const { view } = into;
    dissect(record, into);
    assert.equal(into.view, view);
    record.bytes = Uint8Array.of(1, 2);
    record.end = 99;
    record.linkType = 999;
    dissect(record, into);
    assert.deepEqual(
      [into.layerCount, into.end, into.network, into.transport, into.application, into.quotedFrom],
      [1, 2, -1, -1, -1, 1],
    );
    assert.equal(into.view.byteLength, 2);
    assert.equal(into.wireBytes, 2);
  });

  it("marks later fragments, and gives them no transport", () => {
    const later = dissectBytes(101, ipv4(6, { fragment: 1 }, tcp({})));
    assert.equal(later.isLaterFragment, true);
    assert.equal(later.transport, -1);
    const first = dissectBytes(101, ipv4(6, { fragment: 0x2000 }, tcp({}, "abc")));
    assert.equal(first.isLaterFragment, false);
    assert.equal(first.transportPayloadBytes, 3);
  });
});
