import type { AddressMap } from "./addressMap.ts";

/** One header of a packet that is made fit for strangers in place; one object, refilled for every layer. */
export type ScrubbedLayer = {
  /** A copy of the packet's captured bytes, with a view on all of it. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly addresses: AddressMap;
  readonly linkType: number;
  /** Places in `bytes`, with the meanings of a Dissection. */
  start: number;
  payload: number;
  end: number;
};
