import { maxFieldText, type Field, type Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import type { ProtocolName } from "../protocol.ts";

/** A field, or nothing where its bytes were not captured. */
export type FieldOrNone = Field | undefined;

/** One layer's bytes for who describes it. Places are indices into the dissection's `bytes`; what is not there reads as 0. */
export type LayerPart = {
  /** Where the layer begins, what it carries begins, and it ends. */
  readonly at: number;
  readonly payload: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  uint8(at: number): number;
  uint16(at: number): number;
  uint32(at: number): number;
  /** A field of so many bytes at `at`; undefined where they are not all in the layer. */
  field(
    name: string,
    label: string,
    value: string,
    at: number,
    lengthBytes: number,
    fields?: readonly FieldOrNone[],
  ): FieldOrNone;
  /** A field that is worked out. */
  note(name: string, label: string, value: string, fields?: readonly FieldOrNone[]): Field;
  /** The layer, its text cut in length. */
  build(
    protocol: ProtocolName,
    label: string,
    summary: string,
    fields: readonly FieldOrNone[],
    endOfHeader?: number,
  ): Layer;
};

/** The layer of that number of a dissected packet. */
export function createLayerPart(dissection: Dissection, layer: number): LayerPart {
  const { bytes, start: packetStart } = dissection;
  const at = dissection.starts[layer] ?? 0;
  const payload = dissection.payloads[layer] ?? 0;
  const end = dissection.ends[layer] ?? 0;
  const uint8 = (place: number) => (place < end ? (bytes[place] ?? 0) : 0);
  const uint16 = (place: number) => (uint8(place) << 8) | uint8(place + 1);
  const note: LayerPart["note"] = (name, label, value, fields) =>
    buildField(name, label, value, at - packetStart, at - packetStart, fields);
  return {
    at,
    payload,
    end,
    bytes,
    uint8,
    uint16,
    uint32: (place) => uint16(place) * 0x1_0000 + uint16(place + 2),
    field: (name, label, value, place, lengthBytes, fields) =>
      place + lengthBytes <= end
        ? buildField(name, label, value, place - packetStart, place - packetStart + lengthBytes, fields)
        : undefined,
    note,
    build: (protocol, label, summary, fields, endOfHeader = payload) => ({
      protocol,
      label,
      summary: summary.slice(0, maxFieldText),
      start: at - packetStart,
      end: endOfHeader - packetStart,
      fields: fields.filter((field) => field !== undefined),
    }),
  };
}

function buildField(
  name: string,
  label: string,
  value: string,
  start: number,
  end: number,
  fields: readonly FieldOrNone[] = [],
): Field {
  const field = { name, label, value: value.slice(0, maxFieldText), start, end };
  const children = fields.filter((child) => child !== undefined);
  return children.length > 0 ? { ...field, fields: children } : field;
}
