import type { ProtocolName } from "./protocol.ts";

/** One field of a layer. Its label is the field's name in its RFC, in English, as Wireshark shows it too. */
export type Field = {
  /** Wireshark's display-filter name where it has one, such as `tcp.srcport`; empty otherwise. */
  readonly name: string;
  readonly label: string;
  /** What a reader sees: hostile text where the packet holds text, one line, at most `maxFieldText` UTF-16 units. */
  readonly value: string;
  /** The bytes that say it, counted from the packet's first byte; `start` equals `end` for what was worked out. */
  readonly start: number;
  readonly end: number;
  readonly fields?: readonly Field[];
};

/** One protocol's header with its fields. */
export type Layer = {
  readonly protocol: ProtocolName;
  readonly label: string;
  /** The layer in a line: `Transmission Control Protocol, Src Port: 443, ...` without the label. */
  readonly summary: string;
  readonly start: number;
  readonly end: number;
  readonly fields: readonly Field[];
};

export const maxFieldText = 400;

/** A packet as one line of a list. */
export type PacketLine = {
  /** Addresses as text: IPv4, IPv6 (RFC 5952) or MAC; empty where there is none. */
  readonly source: string;
  readonly destination: string;
  /** The highest protocol as people write it, such as TCP, TLSv1.2 or DNS. */
  readonly protocol: string;
  /** One line, at most `maxFieldText` UTF-16 units. */
  readonly info: string;
};
