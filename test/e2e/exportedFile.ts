import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { readToolOutput } from "../unit/capture/systemTool.ts";

/** How many packets a capture holds, as capinfos counts them. */
export function countFilePackets(file: string): number {
  const table = readToolOutput("capinfos", "-M", "-c", "-T", "-r", file);
  return Number(table.trim().split("\t").at(-1));
}

/** The numbers of the packets that a display filter of tshark lets through. */
export function findPackets(file: string, filter: string): readonly number[] {
  const text = readToolOutput("tshark", "-n", "-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number");
  return text.split("\n").filter(Boolean).map(Number);
}

/** Fails unless a copy has as many packets as its capture and as many addresses, but none of the same ones, and nothing that HTTP or DNS said. */
export async function assertShareable(file: string, copy: string): Promise<void> {
  assert.equal(countFilePackets(copy), countFilePackets(file));
  const [before, after] = [readAddresses(file), readAddresses(copy)];
  assert.ok(before.size >= 4, [...before].join(" "));
  assert.equal(after.size, before.size);
  assert.deepEqual(
    [...after].filter((address) => before.has(address)),
    [],
  );
  const said = /HTTP\/1\.1|GET \/|internal/u;
  assert.match(await readFile(file, "latin1"), said);
  assert.doesNotMatch(await readFile(copy, "latin1"), said);
}

/** Every IP and MAC address in the packets' headers as tshark sees them, but for those that mean the same everywhere. */
function readAddresses(file: string): ReadonlySet<string> {
  const names = ["ip.addr", "ipv6.addr", "eth.addr", "arp.src.proto_ipv4", "arp.dst.proto_ipv4"];
  const fields = names.flatMap((name) => ["-e", name]);
  const text = readToolOutput("tshark", "-n", "-r", file, "-T", "fields", ...fields);
  const isShared = (address: string) => /^(?:ff|33:33|00:00:00:00:00:00|::|22[4-9]|255\.)/iu.test(address);
  return new Set(text.split(/[\s,]+/u).filter((address) => address !== "" && !isShared(address)));
}
