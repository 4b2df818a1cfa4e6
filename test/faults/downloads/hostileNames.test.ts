import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { toResultNames } from "../../../src/task/download/resultFolder.ts";
import { makeObject, serveObject, startBed } from "../../unit/task/download/objectServer.ts";
import { sampleTask } from "../../unit/task/sampleTask.ts";
import { createCountedRow } from "../countedRow.ts";
import { toOutcome } from "./downloadOutcome.ts";

const names = [
  "../../../outside",
  "..\\..\\outside",
  "/etc/outside",
  "C:\\outside",
  "\\\\server\\share",
  "..",
  ".",
  "",
  "a\0b",
  "\0",
  "CON",
  "nul.pcap",
  "COM1",
  "LPT\u00b9",
  "aux.",
  "web\u202egnp.exe",
  "\u2066web\u2069",
  "a:stream",
  "~root",
  "$(touch outside)",
  "`id`",
  "%2e%2e%2f",
  "web\r\nX: y",
  "*?<>|\"'",
  "\ud800",
  "-rf",
  "x".repeat(1 << 20),
  "\u652f".repeat(400),
];

describe("D5: names that lead elsewhere", () => {
  it("name a plain file inside the folder", async () => {
    const object = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const row = createCountedRow("D5", "../, NUL, reserved names, direction marks");
    for (const instanceName of names) {
      await row.attempt(JSON.stringify(instanceName.slice(0, 40)), async () => {
        const parent = await mkdtemp(join(tmpdir(), "eci-names-"));
        try {
          const root = join(parent, "results");
          const task = sampleTask({ target: { ...sampleTask().target, instanceName } });
          const { folder, stem } = toResultNames(task);
          const { file } = await toOutcome(bed.download({ folder: join(root, folder), stem }));
          assert.equal(file?.path, join(root, folder, `${stem}.pcap`));
          const all = (await readdir(parent, { recursive: true })).sort();
          assert.deepEqual(all, ["results", `results/${folder}`, `results/${folder}/${stem}.pcap`]);
          for (const name of [folder, `${stem}.pcap`]) {
            assert.match(name, /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u);
            assert.doesNotMatch(name, /^(?:con|prn|aux|nul|com\d|lpt.)(?:\.|$)/i);
            assert.ok(Buffer.byteLength(name) < 255);
          }
          return undefined;
        } finally {
          await rm(parent, { recursive: true });
        }
      });
    }
    row.end("");
  });
});
