import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { writeSubset, type Subset } from "../../../../src/capture/export/writeSubset.ts";
import { createRecordAccess } from "../../../../src/capture/recordAccess.ts";
import { toMemorySource } from "../memorySource.ts";
import { readRecords, type KeptRecord } from "../readRecords.ts";

type Options = Pick<Subset, "format"> & {
  readonly scrubber?: Subset["scrubber"];
  /** Which packets, counted from 0; all of them unless told. */
  readonly isChosen?: (record: KeptRecord, index: number) => boolean;
};

/** Writes packets of a file's bytes; gives the new file's bytes and how many packets they hold. */
export async function writeToBytes(bytes: Uint8Array, options: Options) {
  const { records, reader } = readRecords(bytes);
  assert.ok(reader.layout);
  const chosen = records.filter((record, index) => options.isChosen?.(record, index) ?? true);
  const parts: Uint8Array[] = [];
  const packets = await writeSubset(
    {
      access: createRecordAccess(toMemorySource(bytes), reader.layout),
      layout: reader.layout,
      offsets: () => chosen.map(({ offset }) => offset),
      format: options.format,
      scrubber: options.scrubber,
    },
    (part) => void parts.push(part),
  );
  return { packets, bytes: new Uint8Array(Buffer.concat(parts)), chosen };
}

/** Likewise from file to file; resolves with the number of packets. */
export async function writeToFile(source: string, file: string, options: Options): Promise<number> {
  const written = await writeToBytes(new Uint8Array(readFileSync(source)), options);
  writeFileSync(file, written.bytes);
  return written.packets;
}
