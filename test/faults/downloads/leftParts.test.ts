import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  makeObject,
  serveObject,
  startBed,
  type ServedObject,
} from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { serveUntil, toFirstByte } from "./cutServer.ts";
import { toOutcome } from "./downloadOutcome.ts";

const tries = toTries(10, 2);
const sizeBytes = 300_000;

type Left = {
  readonly name: string;
  /** What a run, a crash or somebody else left: the first bytes of the object's part, and its note. */
  readonly leave: (part: string, note: string, object: ServedObject, partBytes: number) => Promise<void>;
  /** Where the next run's requests begin. */
  readonly asks: (partBytes: number) => readonly number[];
};

const toNote = ({ etag, crc64 }: ServedObject) => ({ etag, totalBytes: sizeBytes, crc64 });
const leaveNote = (change: (note: string, object: ServedObject) => string): Left["leave"] => {
  return async (part, note, object, partBytes) => {
    await writeFile(part, object.bytes.subarray(0, partBytes));
    await writeFile(note, change(JSON.stringify(toNote(object)), object));
  };
};
const fromZero = () => [0];

const leftovers: readonly Left[] = [
  { name: "as it should be", leave: leaveNote((note) => note), asks: (partBytes) => [partBytes] },
  { name: "a torn note", leave: leaveNote((note) => note.slice(0, randomInt(note.length))), asks: fromZero },
  {
    name: "a note of zeros",
    leave: leaveNote((note) => "\0".repeat(note.length)),
    asks: fromZero,
  },
  { name: "a note that is no object", leave: leaveNote(() => "[null]"), asks: fromZero },
  {
    name: "a tag that is two headers",
    leave: leaveNote((_note, object) => JSON.stringify({ ...toNote(object), etag: '"a"\r\nX-Other: "b"' })),
    asks: fromZero,
  },
  {
    name: "a length below nothing",
    leave: leaveNote((_note, object) => JSON.stringify({ ...toNote(object), totalBytes: -1 })),
    asks: fromZero,
  },
  {
    name: "a length that is no number of bytes",
    leave: leaveNote((_note, object) => JSON.stringify({ ...toNote(object), totalBytes: 0.5 })),
    asks: fromZero,
  },
  {
    name: "another object's note",
    leave: leaveNote(() => JSON.stringify(toNote(makeObject(sizeBytes)))),
    asks: (partBytes) => [partBytes, 0],
  },
  {
    name: "a part longer than its object",
    leave: async (part, note, object) => {
      await writeFile(part, Buffer.concat([object.bytes, Buffer.alloc(randomInt(1, 1000))]));
      await writeFile(note, JSON.stringify(toNote(object)));
    },
    asks: fromZero,
  },
  {
    name: "a part with a changed byte",
    leave: async (part, note, object, partBytes) => {
      const bytes = Buffer.from(object.bytes.subarray(0, partBytes));
      const place = randomInt(64, partBytes);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << randomInt(8));
      await writeFile(part, bytes);
      await writeFile(note, JSON.stringify(toNote(object)));
    },
    asks: (partBytes) => [partBytes, 0],
  },
  {
    name: "a part of holes, as a crash of the computer may leave",
    leave: async (part, note, object, partBytes) => {
      await writeFile(part, object.bytes.subarray(0, 64));
      await truncate(part, partBytes);
      await writeFile(note, JSON.stringify(toNote(object)));
    },
    asks: (partBytes) => [partBytes, 0],
  },
  {
    name: "a part that is whole",
    leave: async (part, note, object) => {
      await writeFile(part, object.bytes);
      await writeFile(note, JSON.stringify(toNote(object)));
    },
    asks: () => [],
  },
  {
    name: "a part without a note",
    leave: (part, _note, object) => writeFile(part, object.bytes),
    asks: fromZero,
  },
  {
    name: "a note without a part",
    leave: (_part, note, object) => writeFile(note, JSON.stringify(toNote(object))),
    asks: fromZero,
  },
  {
    name: "a run killed just after it named the file",
    leave: async (part, note, object) => {
      await writeFile(part, object.bytes);
      await writeFile(note, JSON.stringify(toNote(object)));
      await link(part, part.replace(/part$/, "pcap"));
    },
    asks: () => [],
  },
];

describe("D1: what earlier runs left", () => {
  for (const { name, leave, asks } of leftovers) {
    it(`makes no wrong file: ${name}`, async () => {
      const row = createCountedRow("D1", `left: ${name}`);
      for (let count = 0; count < tries; count += 1) {
        const partBytes = randomInt(1000, sizeBytes);
        await row.attempt(`${partBytes} bytes`, async () => {
          const object = makeObject(sizeBytes);
          const asked: number[] = [];
          await using bed = await startBed((request, response) => {
            asked.push(toFirstByte(request));
            serveObject(object, request, response);
          });
          await mkdir(bed.folder);
          const part = join(bed.folder, "web.part");
          await leave(part, `${part}.json`, object, partBytes);
          const { problem, names } = await toOutcome(bed.download());
          assert.equal(problem, undefined);
          assert.deepEqual(asked, asks(partBytes));
          assert.deepEqual(names, ["web.pcap"]);
          assert.ok((await readFile(join(bed.folder, "web.pcap"))).equals(object.bytes));
          return undefined;
        });
      }
      row.end("");
    });
  }
});

describe("D1: a run that ends between naming the file and telling of it", () => {
  it("is followed by one that finds the file, without a request", async () => {
    const row = createCountedRow("D1", "ended while the file is noted down");
    for (let count = 0; count < tries; count += 1) {
      await row.attempt(`try ${count}`, async () => {
        const object = makeObject(sizeBytes);
        await using bed = await startBed((request, response) => serveObject(object, request, response));
        const told: string[] = [];
        const onFile = async ({ path }: { path: string }) => {
          told.push(path);
          assert.ok((await readFile(path)).equals(object.bytes));
          if (told.length === 1)
            throw Object.assign(new Error("no room"), { syscall: "write", code: "ENOSPC" });
        };
        const first = await toOutcome(bed.download({ onFile }));
        assert.equal(first.problem?.code, "diskFull");
        assert.deepEqual(first.names, ["web.part", "web.part.json", "web.pcap"]);
        const { file, names } = await toOutcome(bed.download({ onFile }));
        assert.equal(bed.requests.length, 1);
        assert.deepEqual(names, ["web.pcap"]);
        assert.deepEqual(told, [file?.path, join(bed.folder, "web.pcap")]);
        return undefined;
      });
    }
    row.end("");
  });
});

describe("D5: a folder that somebody else changes during a download", () => {
  const changes: readonly (readonly [string, (folder: string) => Promise<void>, string, string[]])[] = [
    ["the part is deleted", (folder) => rm(join(folder, "web.part")), "ENOENT", ["web.part.json"]],
    ["the folder is deleted", (folder) => rm(folder, { recursive: true }), "ENOENT", []],
    ["the folder is moved away", (folder) => rename(folder, `${folder}.moved`), "ENOENT", []],
    [
      "another file is put in the part's place",
      async (folder) => {
        await rm(join(folder, "web.part"));
        await writeFile(join(folder, "web.part"), "nobody checked this");
      },
      "ESTALE",
      ["web.part", "web.part.json"],
    ],
  ];
  for (const [name, change, systemCode, left] of changes) {
    it(`gets no wrong file: ${name}`, async () => {
      const row = createCountedRow("D5", name);
      for (let count = 0; count < tries; count += 1) {
        const offset = randomInt(1000, sizeBytes);
        await row.attempt(`at ${offset}`, async () => {
          const object = makeObject(sizeBytes);
          let changed: Promise<void> | undefined;
          await using bed = await startBed((request, response, number) => {
            if (number === 1) serveUntil(object, offset, "reset", request, response);
            else {
              changed ??= change(bed.folder);
              const serve = () => serveObject(object, request, response);
              changed.then(serve, (error: unknown) => response.destroy(error as Error));
            }
          });
          const { problem, names } = await toOutcome(bed.download());
          assert.deepEqual(problem, { code: "fileProblem", systemCode });
          assert.deepEqual(names, left);
          const again = await toOutcome(bed.download());
          assert.equal(again.file?.sha256, object.sha256);
          assert.equal((await stat(again.file.path)).size, sizeBytes);
          return undefined;
        });
      }
      row.end("");
    });
  }
});
