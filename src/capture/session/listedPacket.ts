import { decodePacket } from "../packet/decodePacket.ts";
import type { Layer } from "../packet/decodedPacket.ts";
import type { ReadPacket } from "./packetReader.ts";

/** One packet in full; it shares nothing with the file. */
export type ListedPacket = {
  /** From 1. */
  number: number;
  layers: readonly Layer[];
  /** What was captured of it. */
  bytes: Uint8Array;
  wireBytes: number;
  conversation: number | null;
};

/** Decodes a packet and copies its bytes; never throws. */
export function buildListedPacket({ dissection, context, conversation }: ReadPacket): ListedPacket {
  const { bytes, start, end, wireBytes } = dissection;
  return {
    number: context.number,
    layers: decodePacket(dissection, context),
    bytes: bytes.slice(start, end),
    wireBytes,
    conversation: conversation?.id ?? null,
  };
}
