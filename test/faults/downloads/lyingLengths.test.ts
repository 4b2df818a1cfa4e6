import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import type http from "node:http";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { makeObject, startBed, type ServedObject } from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { toOutcome } from "./downloadOutcome.ts";

const tries = toTries(20, 4);

type Lie = {
  readonly name: string;
  /** The rest of the head, and the body that follows it before the connection ends. */
  readonly toAnswer: (object: ServedObject) => { readonly head: string; readonly body: Buffer };
  /** Without the object's checksum nothing can tell a body that is as long as it was announced. */
  readonly needsChecksum?: boolean;
  /** What came is then not what the server has, nor a beginning of it. */
  readonly isWorthless?: boolean;
};

const lies: readonly Lie[] = [
  {
    name: "Content-Length too large",
    toAnswer: ({ bytes }) => ({
      head: `Content-Length: ${bytes.length + randomInt(1, 100_000)}\r\n`,
      body: bytes,
    }),
  },
  {
    name: "Content-Length too small",
    toAnswer: ({ bytes }) => ({
      head: `Content-Length: ${bytes.length - randomInt(1, bytes.length - 100)}\r\n`,
      body: bytes,
    }),
    needsChecksum: true,
  },
  {
    name: "no length, closed early",
    toAnswer: ({ bytes }) => ({ head: "", body: bytes.subarray(0, randomInt(100, bytes.length)) }),
  },
  {
    name: "gzip-encoded",
    isWorthless: true,
    toAnswer: ({ bytes }) => {
      const body = gzipSync(bytes);
      return { head: `Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n`, body };
    },
  },
  {
    name: "truncated chunks",
    toAnswer: ({ bytes }) => {
      const length = randomInt(100, bytes.length);
      const [size, cut] = [length.toString(16), randomInt(70, length)];
      // In the middle of a chunk, after one, and in the length of the next.
      const ends = [
        bytes.subarray(0, cut),
        Buffer.concat([bytes.subarray(0, length), Buffer.from("\r\n")]),
        Buffer.concat([bytes.subarray(0, length), Buffer.from("\r\n1f")]),
      ];
      const body = ends[randomInt(ends.length)] ?? Buffer.alloc(0);
      return {
        head: "Transfer-Encoding: chunked\r\n",
        body: Buffer.concat([Buffer.from(`${size}\r\n`), body]),
      };
    },
  },
];

/** A user's own file lies where the result would; gives the problem that the download ends with. */
async function lie(
  { toAnswer, needsChecksum = false, isWorthless = false }: Lie,
  count: number,
): Promise<string | undefined> {
  const object = makeObject(randomInt(1000, 200_000));
  const hasTag = count % 2 === 0;
  const hasChecksum = needsChecksum || count % 4 < 2;
  const heads =
    (hasTag ? `ETag: ${object.etag}\r\n` : "") +
    (hasChecksum ? `x-oss-hash-crc64ecma: ${object.crc64}\r\n` : "");
  const answer = (_request: http.IncomingMessage, { socket }: http.ServerResponse) => {
    const { head, body } = toAnswer(object);
    socket?.write(`HTTP/1.1 200 OK\r\nConnection: close\r\n${heads}${head}\r\n`);
    socket?.end(body);
  };
  await using bed = await startBed(answer);
  await mkdir(bed.folder);
  await writeFile(join(bed.folder, "web.pcap"), "the user's own");
  const { problem, names } = await toOutcome(bed.download());
  assert.equal(await readFile(join(bed.folder, "web.pcap"), "utf8"), "the user's own");
  const known = new Set(isWorthless ? ["web.pcap"] : ["web.pcap", "web.part", "web.part.json"]);
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    [],
    "a file got a name",
  );
  return problem?.code;
}

describe("D3: bodies that are not as long as they say", () => {
  for (const one of lies) {
    it(`get no name: ${one.name}`, async () => {
      const row = createCountedRow("D3", one.name);
      for (let count = 0; count < tries; count += 1) {
        await row.attempt(`try ${count}`, async () => {
          const code = await lie(one, count);
          assert.equal(code, one.needsChecksum ? "checksumMismatch" : "incomplete");
          return undefined;
        });
      }
      row.end("");
    });
  }
});
