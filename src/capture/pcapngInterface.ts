import { createCaptureClock } from "./captureClock.ts";
import type { LayoutInterface } from "./captureLayout.ts";
import { toOneLine } from "./oneLine.ts";

const endOfOptions = 0;
const nameOption = 2;
const resolutionOption = 9;
const offsetOption = 14;
const defaultResolution = 6;
/** Longer than any system's names. */
const maxNameLength = 100;

/**
 * Reads an interface description block (draft-ietf-opsawg-pcapng, section 4.2) at `at`, of which 16 bytes and so many
 * of its options are there; options that contradict themselves end the search.
 */
export function readPcapngInterface(
  view: DataView,
  at: number,
  optionsBytes: number,
  littleEndian: boolean,
): LayoutInterface {
  let name: string | undefined;
  let resolution = defaultResolution;
  let offsetSeconds = 0;
  let next = at + 16;
  const end = next + optionsBytes;
  while (next + 4 <= end) {
    const code = view.getUint16(next, littleEndian);
    const lengthBytes = view.getUint16(next + 2, littleEndian);
    const value = next + 4;
    if (code === endOfOptions || value + lengthBytes > end) break;
    if (code === resolutionOption && lengthBytes === 1) resolution = view.getUint8(value);
    else if (code === offsetOption && lengthBytes === 8)
      offsetSeconds = Number(view.getBigInt64(value, littleEndian));
    else if (code === nameOption) name = readName(view, value, lengthBytes);
    next = value + lengthBytes + (-lengthBytes & 3);
  }
  return {
    linkType: view.getUint16(at + 8, littleEndian),
    snaplenBytes: view.getUint32(at + 12, littleEndian),
    name,
    clock: createCaptureClock(resolution, offsetSeconds),
  };
}

function readName(view: DataView, at: number, lengthBytes: number): string {
  // A character of UTF-8 has four bytes at most.
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, Math.min(lengthBytes, maxNameLength * 4));
  return toOneLine(new TextDecoder().decode(bytes), maxNameLength);
}
