import type { Dissection } from "../../../../src/capture/packet/dissection.ts";
import { createDissection, dissect } from "../../../../src/capture/packet/dissect.ts";

/** How many bytes stand before and behind the packet in what `dissectBytes` gives. */
export const marginBytes = 7;

/** Dissects a packet that lies in the middle of a larger piece of 0xff bytes, as those of a file do. */
export function dissectBytes(linkType: number, packet: Uint8Array, wireBytes = packet.length): Dissection {
  const bytes = new Uint8Array(packet.length + 2 * marginBytes).fill(0xff);
  bytes.set(packet, marginBytes);
  const into = createDissection();
  dissect(
    {
      offset: 0,
      bytes,
      start: marginBytes,
      end: marginBytes + packet.length,
      wireBytes,
      seconds: 0,
      nanoseconds: 0,
      linkType,
      interfaceNumber: 0,
    },
    into,
  );
  return into;
}
