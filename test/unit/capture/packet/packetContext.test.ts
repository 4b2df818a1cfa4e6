import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packetMarks } from "../../../../src/capture/analysis/packetMarks.ts";
import type { Field } from "../../../../src/capture/packet/decodedPacket.ts";
import { decodePacket } from "../../../../src/capture/packet/decodePacket.ts";
import { toPacketLine } from "../../../../src/capture/packet/toPacketLine.ts";
import { buildIpv6Frame, buildTcpFrame, buildUdpFrame } from "../../../../src/simulator/synthetic/frame.ts";
import { dissectBytes } from "./dissectBytes.ts";
import { ethernet, icmp, ip6, ipv4, ipv6, macs, tcp } from "./frames.ts";

const context = { number: 1, marks: 0, stream: 4, baseSequence: 0xffff_fff0, baseAcknowledgment: 77 };
const segment = tcp({ ports: [443, 51234], flags: 0x18, sequence: 5, acknowledgment: 78 }, "hello");
const packet = dissectBytes(101, ipv4(6, {}, segment));

const fieldsOf = (dissection: ReturnType<typeof dissectBytes>, own = context) => {
  const toFlat = (fields: readonly Field[]): readonly Field[] =>
    fields.flatMap((field) => [field, ...toFlat(field.fields ?? [])]);
  return new Map(
    decodePacket(dissection, own).flatMap(({ fields }) =>
      toFlat(fields).map(({ name, value }) => [name, value]),
    ),
  );
};

describe("what the capture knows of a packet", () => {
  it("counts sequence numbers from the conversation's, over the end of 32 bits", () => {
    assert.equal(toPacketLine(packet, context).info, "443 → 51234 [PSH, ACK] Seq=21 Ack=1 Win=500 Len=5");
    const fields = fieldsOf(packet);
    assert.equal(fields.get("tcp.seq"), "21 (relative)");
    assert.equal(fields.get("tcp.nxtseq"), "26");
    assert.equal(fields.get("tcp.ack"), "1 (relative)");
    assert.equal(fields.get("tcp.seq_raw"), "5");
    assert.equal(fields.get("tcp.stream"), "4");
    assert.equal(fields.get("tcp.len"), "5");
  });

  it("names every mark once in the line, the exact one in place of the general", () => {
    const infoOf = (marks: number) =>
      toPacketLine(packet, { ...context, marks }).info.split(" 443 ")[0] ?? "";
    assert.equal(infoOf(packetMarks.retransmission), "[TCP Retransmission]");
    assert.equal(
      infoOf(packetMarks.retransmission | packetMarks.fastRetransmission),
      "[TCP Fast Retransmission]",
    );
    assert.equal(
      infoOf(packetMarks.retransmission | packetMarks.spuriousRetransmission),
      "[TCP Spurious Retransmission]",
    );
    assert.equal(infoOf(packetMarks.duplicateAck), "[TCP Dup ACK]");
    assert.equal(infoOf(packetMarks.zeroWindow | packetMarks.duplicateAck), "[TCP Dup ACK] [TCP ZeroWindow]");
    for (const [name, mark] of Object.entries(packetMarks)) {
      const words = fieldsOf(packet, { ...context, marks: mark });
      const field = `tcp.analysis.${name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)}`;
      assert.equal(words.has(field), name !== "cut", field);
      assert.equal(infoOf(mark).startsWith("[TCP "), name !== "cut", name);
    }
  });

  it("says a request's line, but of one that is sent again the segment's", () => {
    const request = dissectBytes(101, ipv4(6, {}, tcp({ ports: [51234, 80] }, "GET /a HTTP/1.1\r\n\r\n")));
    assert.match(toPacketLine(request, context).info, /^GET \/a/u);
    assert.equal(toPacketLine(request, context).protocol, "HTTP");
    const lost = toPacketLine(request, { ...context, marks: packetMarks.lostSegment });
    assert.match(lost.info, /^\[TCP Previous segment not captured\] GET \/a/u);
    const again = toPacketLine(request, { ...context, marks: packetMarks.retransmission });
    assert.match(again.info, /^\[TCP Retransmission\] 51234 → 80 /u);
    assert.equal(again.protocol, "TCP");
  });

  it("says nothing of the capture's about a segment that an error quotes", () => {
    const error = dissectBytes(101, ipv4(1, {}, icmp(3, 4, [0, 0, 5, 120], ipv4(6, {}, segment))));
    const [, , , quoted, inner] = decodePacket(error, { ...context, marks: packetMarks.retransmission });
    assert.equal(quoted?.label, "Internet Protocol Version 4 (quoted)");
    assert.equal(inner?.fields.find(({ name }) => name === "tcp.seq")?.value, "5");
    assert.ok(!inner.fields.some(({ name }) => name === "tcp.stream" || name.startsWith("tcp.analysis")));
  });

  it("says why a packet's layers end early", () => {
    const whole = ipv4(6, {}, segment);
    const cut = dissectBytes(101, whole.slice(0, 30), whole.length);
    assert.equal(toPacketLine(cut, context).info, "TCP (6) [Packet size limited during capture]");
    assert.equal(
      decodePacket(cut, context).at(-1)?.fields.at(-1)?.value,
      "Packet size limited during capture",
    );
    const broken = dissectBytes(101, whole.slice(0, 30));
    assert.match(toPacketLine(broken, context).info, /\[Malformed Packet\]$/u);
    assert.equal(toPacketLine(dissectBytes(1, new Uint8Array()), context).info, "[Malformed Packet]");
  });
});

describe("checksums", () => {
  const flow = { sourceIp: "10.0.0.1", destIp: "10.0.0.2", sourcePort: 1000, destPort: 2000 };

  it("are correct where they are", () => {
    const flags = { sequence: 1, acknowledgement: 2, flags: 16, windowBytes: 3 };
    const odd = fieldsOf(
      dissectBytes(1, buildTcpFrame(flow, 1, { ...flags, payload: Uint8Array.of(1, 2, 3) })),
    );
    assert.match(odd.get("ip.checksum")!, /^0x[0-9a-f]{4} \(correct\)$/u);
    assert.match(odd.get("tcp.checksum")!, /^0x[0-9a-f]{4} \(correct\)$/u);
    const datagram = fieldsOf(dissectBytes(1, buildUdpFrame(flow, 1, Uint8Array.of(1, 2, 3))));
    assert.match(datagram.get("udp.checksum")!, /^0x[0-9a-f]{4} \(correct\)$/u);
    const [a, b] = [Uint8Array.from(ip6.a), Uint8Array.from(ip6.b)];
    const echo = icmp(128, 0, [0, 1, 0, 2], "abc");
    const version6 = buildIpv6Frame(macs.a, macs.b, a, b, { nextHeader: 58, limit: 64 }, echo, 2);
    assert.match(fieldsOf(dissectBytes(1, version6)).get("icmpv6.checksum")!, /\(correct\)$/u);
  });

  it("are unknown of packets that are cut, fragments or quoted", () => {
    const whole = ethernet(0x0800, ipv4(6, {}, segment));
    const cut = fieldsOf(dissectBytes(1, whole, whole.length + 100));
    assert.match(cut.get("tcp.checksum")!, /unverified/u);
    const fragment = fieldsOf(dissectBytes(101, ipv4(6, { fragment: 0x2000 }, segment)));
    assert.match(fragment.get("tcp.checksum")!, /unverified/u);
    const quoted = fieldsOf(dissectBytes(101, ipv4(1, {}, icmp(3, 4, [0, 0, 5, 120], ipv4(6, {}, segment)))));
    assert.match(quoted.get("tcp.checksum")!, /unverified/u);
    assert.match(fieldsOf(dissectBytes(101, ipv6(6, segment))).get("tcp.checksum")!, /incorrect/u);
  });
});
