import type { CaptureAnalysis } from "../../../../src/capture/analysis/captureAnalysis.ts";
import { analyseFrames } from "./analyseFrames.ts";
import type { TestFrame } from "./tcpScenario.ts";
import { readTsharkTcp, toMarkNames, type TsharkTcp } from "./tsharkTcp.ts";

export type TcpComparison = {
  readonly analysis: CaptureAnalysis;
  /** One line for each packet of which tshark says something else. */
  readonly differences: readonly string[];
  readonly packets: readonly TsharkTcp[];
  /** The conversation of each packet; -1 for none. */
  readonly conversations: readonly number[];
};

/**
 * Compares streams, marks, relative sequence numbers and handshakes of packets with what tshark says of the same
 * packets in `file`. ICMP is left out: tshark's fields are those of what an error quotes.
 */
export function compareTcp(frames: readonly TestFrame[], file: string): TcpComparison {
  const seen: { conversation: number; isFromA: boolean; marks: number; header: DataView | undefined }[] = [];
  const analysis = analyseFrames(frames, ({ conversation, isFromA, marks, dissection }) => {
    const at = dissection.transport < 0 ? undefined : dissection.starts[dissection.transport];
    const header = at === undefined ? undefined : new DataView(dissection.bytes.slice(at, at + 20).buffer);
    seen.push({ conversation, isFromA, marks, header });
  });
  const table = analysis.conversations;
  const packets = readTsharkTcp(file);
  const differences: string[] = [];
  const rebased = new Set<number>();
  packets.forEach(({ marks, tcpStream }, place) => {
    const flags = seen[place]?.header?.byteLength === 20 ? seen[place].header.getUint8(13) : 0;
    if (tcpStream !== "" && marks.includes("reusedPorts") && (flags & 0x12) === 0x12) {
      rebased.add(seen[place]?.conversation ?? -1);
    }
  });
  if (packets.length !== seen.length) differences.push(`${seen.length} packets, tshark ${packets.length}`);
  packets.forEach((packet, place) => {
    const { conversation = -1, isFromA = true, marks = 0, header } = seen[place] ?? {};
    const protocol = conversation < 0 ? "none" : table.protocolOf(conversation);
    if (protocol === "icmp" || protocol === "icmpv6") return;
    const isTcp = protocol === "tcp";
    const stream = String(table.streamOf(conversation));
    const words = [isTcp ? stream : "", protocol === "udp" ? stream : "", ...toMarkNames(marks)];
    const theirs = [packet.tcpStream, packet.udpStream, ...packet.marks];
    // tshark shows numbers as they were relative when the packet came; a SYN-ACK may begin them anew later.
    if (isTcp && header && !rebased.has(conversation)) {
      words.push(String(toRelative(header.getUint32(4), table.baseSequenceOf(conversation, isFromA))));
      theirs.push(packet.sequence);
      if ((header.getUint8(13) & 16) !== 0) {
        words.push(String(toRelative(header.getUint32(8), table.baseSequenceOf(conversation, !isFromA))));
        theirs.push(packet.acknowledgment);
      }
    }
    const ours = table.count > 0 && isTcp ? table.read(conversation).handshakeNanoseconds : undefined;
    if (packet.initialRtt !== "") {
      words.push(((ours ?? NaN) / 1e9).toFixed(9));
      theirs.push(packet.initialRtt);
    }
    if (words.join() !== theirs.join())
      differences.push(`${place + 1}: ${words.join()} - tshark ${theirs.join()}`);
  });
  return { analysis, differences, packets, conversations: seen.map(({ conversation }) => conversation) };
}

function toRelative(sequence: number, base: number | undefined): number {
  return base === undefined ? NaN : (sequence - base) >>> 0;
}
