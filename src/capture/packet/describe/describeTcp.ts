import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import type { PacketContext } from "../packetContext.ts";
import { describeTcpOptions } from "./describeTcpOptions.ts";
import { createLayerPart, type FieldOrNone, type LayerPart } from "./layerPart.ts";
import { tcpFlagBits, toTcpFlagsText } from "./tcpFlags.ts";
import { tcpMarks } from "./tcpMarks.ts";
import { toRelativeSequence } from "./tcpOption.ts";
import { toTransportChecksumText } from "./transportChecksum.ts";
import { toBitText, toHexText } from "./valueText.ts";

/** A TCP header (RFC 9293 section 3.1); what the capture knows of the packet is said of its own segment, not of a quoted one. */
export function describeTcp(dissection: Dissection, layer: number, context: PacketContext): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, payload } = part;
  const isOwn = layer === dissection.transport;
  const source = part.uint16(at);
  const destination = part.uint16(at + 2);
  const rawSequence = part.uint32(at + 4);
  const rawAcknowledgment = part.uint32(at + 8);
  const baseSequence = isOwn ? context.baseSequence : undefined;
  const flags = part.uint16(at + 12) & 0x0fff;
  // Without the ACK bit the number means nothing (RFC 9293 section 3.1): it is shown as it stands.
  const baseAcknowledgment = isOwn && (flags & 0x10) !== 0 ? context.baseAcknowledgment : undefined;
  const sequence = toRelativeSequence(rawSequence, baseSequence);
  const acknowledgment = toRelativeSequence(rawAcknowledgment, baseAcknowledgment);
  const headerBytes = (part.uint8(at + 12) >> 4) * 4;
  const summary = [`Src Port: ${source}`, `Dst Port: ${destination}`, `Seq: ${sequence}`];
  if ((flags & 0x10) !== 0) summary.push(`Ack: ${acknowledgment}`);
  if (isOwn) summary.push(`Len: ${dissection.transportPayloadBytes}`);
  return part.build("tcp", "Transmission Control Protocol", summary.join(", "), [
    part.field("tcp.srcport", "Source Port", `${source}`, at, 2),
    part.field("tcp.dstport", "Destination Port", `${destination}`, at + 2, 2),
    ...(isOwn ? describeOwn(part, dissection, context) : []),
    part.field("tcp.seq", "Sequence Number", toSequenceText(sequence, baseSequence), at + 4, 4),
    part.field("tcp.seq_raw", "Sequence Number (raw)", `${rawSequence}`, at + 4, 4),
    isOwn
      ? part.note("tcp.nxtseq", "Next Sequence Number", `${toNextSequence(dissection, sequence, flags)}`)
      : undefined,
    part.field(
      "tcp.ack",
      "Acknowledgment Number",
      toSequenceText(acknowledgment, baseAcknowledgment),
      at + 8,
      4,
    ),
    part.field("tcp.ack_raw", "Acknowledgment Number (raw)", `${rawAcknowledgment}`, at + 8, 4),
    part.field("tcp.hdr_len", "Header Length", toHeaderText(part, headerBytes), at + 12, 1),
    part.field(
      "tcp.flags",
      "Flags",
      `${toHexText(flags, 3)} (${toTcpFlagsText(flags)})`,
      at + 12,
      2,
      tcpFlagBits
        .map(({ bit, name, label }) => part.field(name, label, toBitText((flags & bit) !== 0), at + 12, 2))
        .reverse(),
    ),
    part.field("tcp.window_size_value", "Window", toWindowText(part.uint16(at + 14), flags), at + 14, 2),
    part.field("tcp.checksum", "Checksum", toTransportChecksumText(dissection, layer, at + 16), at + 16, 2),
    part.field("tcp.urgent_pointer", "Urgent Pointer", `${part.uint16(at + 18)}`, at + 18, 2),
    describeTcpOptions(part, at + 20, Math.max(at + 20, payload), baseAcknowledgment),
    ...(isOwn ? describeMarks(part, context.marks) : []),
  ]);
}

function describeOwn(
  part: LayerPart,
  dissection: Dissection,
  context: PacketContext,
): readonly FieldOrNone[] {
  return [
    context.stream === undefined ? undefined : part.note("tcp.stream", "Stream index", `${context.stream}`),
    part.note("tcp.len", "TCP Segment Len", `${dissection.transportPayloadBytes}`),
  ];
}

function describeMarks(part: LayerPart, marks: number): readonly FieldOrNone[] {
  return tcpMarks
    .filter(({ mark }) => (marks & mark) !== 0)
    .map(({ name, label }) => part.note(name, "TCP analysis", label));
}

function toSequenceText(sequence: number, base: number | undefined): string {
  return base === undefined ? `${sequence}` : `${sequence} (relative)`;
}

/** SYN and FIN each take a sequence number (RFC 9293 section 3.4). */
function toNextSequence(dissection: Dissection, sequence: number, flags: number): number {
  const extra = (flags & 0x02 ? 1 : 0) + (flags & 0x01 ? 1 : 0);
  return (sequence + dissection.transportPayloadBytes + extra) >>> 0;
}

function toHeaderText(part: LayerPart, headerBytes: number): string {
  if (headerBytes < 20) return `${headerBytes} bytes (shorter than a header is)`;
  return part.at + headerBytes > part.end ? `${headerBytes} bytes (cut off)` : `${headerBytes} bytes`;
}

/** RFC 7323 section 2.2: the window of a SYN is never scaled, later ones are where both sides announced a scale. */
function toWindowText(window: number, flags: number): string {
  return (flags & 0x02) !== 0
    ? `${window} bytes`
    : `${window} (times the scale that its sender's SYN announced)`;
}
