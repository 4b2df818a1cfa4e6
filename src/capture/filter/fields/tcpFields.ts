import { packetMarks } from "../../analysis/packetMarks.ts";
import { protocolCodes } from "../../packet/protocol.ts";
import type { FilterField, FilterInput, NumberField } from "../filterField.ts";
import { createEither, createLayerNumber } from "./layerNumbers.ts";
import { createStreamNumber } from "./streamNumber.ts";

const sourcePort = createLayerNumber("tcp.srcport", "tcp", { offset: 0, sizeBytes: 2 });
const destinationPort = createLayerNumber("tcp.dstport", "tcp", { offset: 2, sizeBytes: 2 });

function createFlag(name: string, mask: number): NumberField {
  return createLayerNumber(name, "tcp", { offset: 13, sizeBytes: 1, mask }, "boolean");
}

/** Of the packet's own segment; what an ICMP error quotes has none. */
const segmentLength: NumberField = {
  name: "tcp.len",
  shape: "number",
  type: "number",
  maximum: 0xffff_ffff,
  source: "packet",
  read: ({ dissection: { transport, protocols, transportPayloadBytes } }, test) =>
    transport >= 0 && protocols[transport] === protocolCodes.tcp && test(transportPayloadBytes),
};

/** A number counted from the conversation's base; of a segment that an ICMP error quotes as it stands there. */
function createSequenceNumber(
  name: string,
  offset: number,
  toBase: (input: FilterInput) => number | undefined,
): NumberField {
  const read: NumberField["read"] = (input, test) => {
    const { dissection } = input;
    if ((dissection.protocolSet & (1 << protocolCodes.tcp)) === 0) return false;
    const { protocols, starts, ends, view, layerCount, transport } = dissection;
    for (let layer = 0; layer < layerCount; layer += 1) {
      const at = (starts[layer] ?? 0) + offset;
      if (protocols[layer] !== protocolCodes.tcp || at + 4 > (ends[layer] ?? 0)) continue;
      const base = layer === transport ? (toBase(input) ?? 0) : 0;
      if (test((view.getUint32(at) - base) >>> 0)) return true;
    }
    return false;
  };
  return { name, shape: "number", type: "number", maximum: 0xffff_ffff, source: "bases", read };
}

function createMark(name: string, mask: number): FilterField {
  return {
    name: `tcp.analysis.${name}`,
    shape: "label",
    type: "label",
    source: "index",
    isPresent: ({ marks }) => (marks & mask) !== 0,
  };
}

const ackFlag = 0x10;

/** TCP (RFC 9293), and what the packets before it say about a segment (Wireshark's User's Guide, "TCP Analysis"). */
export const tcpFields: readonly FilterField[] = [
  createEither("tcp.port", sourcePort, destinationPort),
  sourcePort,
  destinationPort,
  createStreamNumber("tcp.stream", "tcp"),
  segmentLength,
  createSequenceNumber("tcp.seq", 4, ({ baseSequence }) => baseSequence),
  createSequenceNumber("tcp.ack", 8, ({ baseAcknowledgment, dissection: { view, starts, transport } }) =>
    (view.getUint8((starts[transport] ?? 0) + 13) & ackFlag) === 0 ? 0 : baseAcknowledgment,
  ),
  createLayerNumber("tcp.seq_raw", "tcp", { offset: 4, sizeBytes: 4 }),
  createLayerNumber("tcp.ack_raw", "tcp", { offset: 8, sizeBytes: 4 }),
  createLayerNumber("tcp.window_size_value", "tcp", { offset: 14, sizeBytes: 2 }),
  createLayerNumber("tcp.flags", "tcp", { offset: 12, sizeBytes: 2, mask: 0x0fff }),
  createFlag("tcp.flags.fin", 0x01),
  createFlag("tcp.flags.syn", 0x02),
  createFlag("tcp.flags.reset", 0x04),
  createFlag("tcp.flags.push", 0x08),
  createFlag("tcp.flags.ack", ackFlag),
  createFlag("tcp.flags.urg", 0x20),
  createMark("flags", packetMarks.cut - 1),
  createMark("retransmission", packetMarks.retransmission),
  createMark("fast_retransmission", packetMarks.fastRetransmission),
  createMark("spurious_retransmission", packetMarks.spuriousRetransmission),
  createMark("out_of_order", packetMarks.outOfOrder),
  createMark("duplicate_ack", packetMarks.duplicateAck),
  createMark("zero_window", packetMarks.zeroWindow),
  createMark("zero_window_probe", packetMarks.zeroWindowProbe),
  createMark("zero_window_probe_ack", packetMarks.zeroWindowProbeAck),
  createMark("window_full", packetMarks.windowFull),
  createMark("window_update", packetMarks.windowUpdate),
  createMark("keep_alive", packetMarks.keepAlive),
  createMark("keep_alive_ack", packetMarks.keepAliveAck),
  createMark("lost_segment", packetMarks.lostSegment),
  createMark("ack_lost_segment", packetMarks.ackLostSegment),
  createMark("reused_ports", packetMarks.reusedPorts),
];
