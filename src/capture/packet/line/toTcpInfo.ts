import { readOptions, type HeaderOption } from "../describe/readOptions.ts";
import { toTcpFlagsText } from "../describe/tcpFlags.ts";
import {
  isWellFormed,
  tcpOptionKinds as kinds,
  toRelativeSequence,
  toWindowMultiplier,
} from "../describe/tcpOption.ts";
import type { Dissection } from "../dissection.ts";
import type { PacketContext } from "../packetContext.ts";

/** `443 → 51234 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460`; the window is as the packet says it, not scaled. */
export function toTcpInfo(dissection: Dissection, context: PacketContext): string {
  const { view, transport, bytes } = dissection;
  const at = dissection.starts[transport] ?? 0;
  const flags = view.getUint16(at + 12) & 0x0fff;
  const words = [
    `${view.getUint16(at)} → ${view.getUint16(at + 2)}`,
    `[${toTcpFlagsText(flags)}]`,
    `Seq=${toRelativeSequence(view.getUint32(at + 4), context.baseSequence)}`,
  ];
  if ((flags & 0x10) !== 0) {
    words.push(`Ack=${toRelativeSequence(view.getUint32(at + 8), context.baseAcknowledgment)}`);
  }
  words.push(`Win=${view.getUint16(at + 14)}`);
  if ((flags & 0x20) !== 0) words.push(`Urg=${view.getUint16(at + 18)}`);
  words.push(`Len=${dissection.transportPayloadBytes}`);
  for (const option of readOptions(bytes, at + 20, dissection.payloads[transport] ?? 0)) {
    const word = toOptionWord(dissection, option, context.baseAcknowledgment);
    if (word !== undefined) words.push(word);
  }
  return words.join(" ");
}

function toOptionWord(
  { view }: Dissection,
  option: HeaderOption,
  baseAcknowledgment: number | undefined,
): string | undefined {
  const { at, kind, lengthBytes } = option;
  if (!isWellFormed(option)) return undefined;
  switch (kind) {
    case kinds.maximumSegmentSize:
      return `MSS=${view.getUint16(at + 2)}`;
    case kinds.windowScale:
      return `WS=${toWindowMultiplier(view.getUint8(at + 2))}`;
    case kinds.sackPermitted:
      return "SACK_PERM";
    case kinds.timestamps:
      return `TSval=${view.getUint32(at + 2)} TSecr=${view.getUint32(at + 6)}`;
    case kinds.sack: {
      const edges: string[] = [];
      for (let place = at + 2; place + 8 <= at + lengthBytes; place += 8) {
        const left = toRelativeSequence(view.getUint32(place), baseAcknowledgment);
        const right = toRelativeSequence(view.getUint32(place + 4), baseAcknowledgment);
        edges.push(`SLE=${left} SRE=${right}`);
      }
      return edges.join(" ");
    }
    default:
      return undefined;
  }
}
