import type { Dissection } from "./dissection.ts";

/** Why a packet's layers end early, as Wireshark says it; undefined where they do not. */
export function toFaultText(dissection: Dissection): string | undefined {
  if (!dissection.isMalformed) return undefined;
  const isCut = dissection.wireBytes > dissection.end - dissection.start;
  return isCut ? "Packet size limited during capture" : "Malformed Packet";
}
