/** A packet has at most so many layers; what is nested deeper is left as data. */
export const maxLayers = 16;

/**
 * Where the layers of one packet lie, outermost first. One object is refilled for every packet of a pass. All places
 * are indices into `bytes`, never behind `end`.
 */
export type Dissection = {
  bytes: Uint8Array;
  view: DataView;
  /** The packet's captured bytes: `start` to `end`. */
  start: number;
  end: number;
  wireBytes: number;
  layerCount: number;
  /** `protocolCodes` of each layer. */
  readonly protocols: Uint8Array;
  /** Where each layer's header begins. */
  readonly starts: Uint32Array;
  /** Where each layer's header ends and what it carries begins. */
  readonly payloads: Uint32Array;
  /** Where each layer ends by its own length field, cut at the captured bytes: padding lies behind it. */
  readonly ends: Uint32Array;
  /** Bit n is set when a layer has protocol n, the quoted ones included. */
  protocolSet: number;
  /**
   * The layers of the packet's conversation, or -1: the innermost IP layer, and in it TCP, UDP or ICMP. What an
   * ICMP error quotes is behind `quotedFrom` and never part of it.
   */
  network: number;
  transport: number;
  /** The layer above the transport that was recognised (dns, http, ...), or -1. */
  application: number;
  /** The first layer that an ICMP error quotes; `layerCount` when nothing is quoted. */
  quotedFrom: number;
  /** What the transport carries, by the lengths on the wire: counts bytes that the snaplen cut away too. */
  transportPayloadBytes: number;
  /** The network layer is a fragment other than the first: it has no transport. */
  isLaterFragment: boolean;
  /** A header is cut off or contradicts itself: the layers before it stand. */
  isMalformed: boolean;
};
