import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPcapWriter } from "../../../../src/capture/pcapWriter.ts";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import { readToolOutput } from "../systemTool.ts";
import type { FrameCase } from "./frameCases.ts";

/** What tshark shows for these fields, a row of them for each packet; several values of a field are joined by commas. */
export function readTsharkFields(
  cases: readonly FrameCase[],
  fields: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  const rows: ReadonlyMap<string, string>[] = [];
  for (const [linkType, places] of Map.groupBy(cases.keys(), (index) => cases[index]!.linkType)) {
    const texts = runTshark(
      linkType,
      places.map((place) => cases[place]!),
      fields,
    );
    places.forEach((place, index) => {
      const values = texts[index]?.split("\t") ?? [];
      rows[place] = new Map(fields.map((field, column) => [field, values[column] ?? ""]));
    });
  }
  return rows;
}

function runTshark(
  linkType: number,
  cases: readonly FrameCase[],
  fields: readonly string[],
): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "eci-frames-"));
  try {
    const file = join(folder, "frames.pcap");
    const writer = createPcapWriter({ linkType, snaplenBytes: 262144, resolution: "nanoseconds" });
    const records = cases.map((frame, index) => {
      const record = writer.buildRecord({ seconds: 1_700_000_000 + index, nanoseconds: 0 }, frame.bytes);
      new DataView(record.buffer).setUint32(12, frame.wireBytes ?? frame.bytes.length, true);
      return record;
    });
    writeFileSync(file, buildBytes(writer.header, ...records));
    const settings = ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE"];
    return readToolOutput(
      "tshark",
      "-n",
      ...settings.flatMap((setting) => ["-o", setting]),
      ...["-r", file, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a"],
      ...fields.flatMap((field) => ["-e", field]),
    ).split("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
