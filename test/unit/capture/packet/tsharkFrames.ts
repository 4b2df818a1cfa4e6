import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import { createPcapngBlocks } from "../pcapngFile.ts";
import { readToolOutput } from "../systemTool.ts";
import type { FrameCase } from "./frameCases.ts";

/** Every packet for itself, with numbers as they stand in it and checksums looked at. */
const settings = [
  "ip.defragment:FALSE",
  "ipv6.defragment:FALSE",
  "tcp.desegment_tcp_streams:FALSE",
  "tcp.relative_sequence_numbers:FALSE",
  "ip.check_checksum:TRUE",
  "tcp.check_checksum:TRUE",
  "udp.check_checksum:TRUE",
];

/** What tshark shows for these fields, a row of them for each packet; several values of a field are joined by commas. */
export function readTsharkFields(
  cases: readonly FrameCase[],
  fields: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  const folder = mkdtempSync(join(tmpdir(), "eci-frames-"));
  try {
    const file = join(folder, "frames.pcapng");
    writeFileSync(file, buildFile(cases));
    const output = readToolOutput(
      "tshark",
      "-n",
      ...settings.flatMap((setting) => ["-o", setting]),
      ...["-r", file, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a"],
      ...fields.flatMap((field) => ["-e", field]),
    );
    const lines = output.split("\n");
    return cases.map((_, index) => {
      const values = lines[index]?.split("\t") ?? [];
      return new Map(fields.map((field, column) => [field, values[column] ?? ""]));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A pcapng file with an interface for each link type. */
function buildFile(cases: readonly FrameCase[]): Uint8Array {
  const blocks = createPcapngBlocks(true);
  const linkTypes = [...new Set(cases.map(({ linkType }) => linkType))];
  return buildBytes(
    blocks.section(),
    ...linkTypes.map((linkType) => blocks.interface(linkType, 0)),
    ...cases.map(({ linkType, bytes, wireBytes }, index) =>
      blocks.enhanced(
        linkTypes.indexOf(linkType),
        1_700_000_000_000_000n + BigInt(index),
        [...bytes],
        wireBytes,
      ),
    ),
  );
}
