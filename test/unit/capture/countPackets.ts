import assert from "node:assert/strict";
import { readToolOutput } from "./systemTool.ts";

/** How many packets of a file tshark shows for each display filter (without commas), with all checksums verified; one run for all. */
export function countPackets(file: string, filters: readonly string[]): readonly number[] {
  const checks = ["ip", "tcp", "udp"].flatMap((protocol) => ["-o", `${protocol}.check_checksum:TRUE`]);
  const statistics = ["io,stat,0", ...filters].join(",");
  const table = readToolOutput("tshark", "-n", "-r", file, ...checks, "-q", "-z", statistics);
  // One row for the whole time: | begin <> end | frames | bytes | frames | bytes |
  const row = table.split("\n").find((line) => line.includes("<>") && /^\|\s*0/u.test(line)) ?? "";
  const numbers = row.split("|").slice(2, -1).map(Number);
  assert.equal(numbers.length, filters.length * 2, table);
  return numbers.filter((_, index) => index % 2 === 0);
}
