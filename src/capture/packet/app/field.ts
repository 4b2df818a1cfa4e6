import { maxFieldText, type Field } from "../decodedPacket.ts";
import type { ByteRange } from "./byteRange.ts";
import { cutText } from "./packetText.ts";

/** Makes a field of a value and the bytes that say it. */
export type FieldMaker = (
  name: string,
  label: string,
  value: string,
  range: ByteRange,
  fields?: readonly Field[],
) => Field;

/** A maker whose fields count their bytes from `origin`, the packet's first byte; long values are cut. */
export function createFieldMaker(origin: number): FieldMaker {
  return (name, label, value, { start, end }, fields) => ({
    name,
    label,
    value: cutText(value, maxFieldText),
    start: start - origin,
    end: Math.max(start, end) - origin,
    ...(fields === undefined ? {} : { fields }),
  });
}
