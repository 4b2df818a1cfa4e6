import type { Dissection } from "../dissection.ts";

/** `51234 → 8125 Len=32` */
export function toUdpInfo({ view, starts, transport, transportPayloadBytes }: Dissection): string {
  const at = starts[transport] ?? 0;
  return `${view.getUint16(at)} → ${view.getUint16(at + 2)} Len=${transportPayloadBytes}`;
}
