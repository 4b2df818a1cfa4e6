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

/** A number of the packet's own segment, which begins at `at`. */
function createSegmentNumber(
  name: string,
  source: NumberField["source"],
  toValue: (input: FilterInput, at: number) => number,
): NumberField {
  const read: NumberField["read"] = (input, test) => {
    const { transport, protocols, starts } = input.dissection;
    if (transport < 0 || protocols[transport] !== protocolCodes.tcp) return false;
    return test(toValue(input, starts[transport] ?? 0));
  };
  return { name, shape: "number", type: "number", maximum: 0xffff_ffff, source, read };
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
  createSegmentNumber("tcp.len", "packet", ({ dissection }) => dissection.transportPayloadBytes),
  createSegmentNumber(
    "tcp.seq",
    "bases",
    ({ dissection, baseSequence = 0 }, at) => (dissection.view.getUint32(at + 4) - baseSequence) >>> 0,
  ),
  createSegmentNumber("tcp.ack", "bases", ({ dissection: { view }, baseAcknowledgment = 0 }, at) =>
    (view.getUint8(at + 13) & ackFlag) === 0
      ? view.getUint32(at + 8)
      : (view.getUint32(at + 8) - baseAcknowledgment) >>> 0,
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
