import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import type http from "node:http";
import { readFile } from "node:fs/promises";
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

const tries = toTries(30, 3);
const sizeBytes = 400_000;

type Lie = {
  readonly name: string;
  /** Answers the second request, which asks for what a cut left out; the others are answered honestly from `now`. */
  readonly answer: (
    now: ServedObject,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    count: number,
  ) => void;
  /** Whether the server has another object by then. */
  readonly isChanged?: boolean;
  /** Where each request after the first begins, of a part of so many bytes. */
  readonly asks: (partBytes: number) => readonly number[];
};

/** Headers of a 206 that are not those of the missing range. */
const wrongRanges: readonly ((first: number) => string | undefined)[] = [
  (first) => `bytes ${first - 1}-${sizeBytes - 1}/${sizeBytes}`,
  (first) => `bytes ${first + 1}-${sizeBytes - 1}/${sizeBytes}`,
  (first) => `bytes ${first}-${sizeBytes - 2}/${sizeBytes}`,
  (first) => `bytes ${first}-${sizeBytes - 1}/${sizeBytes + 1}`,
  (first) => `bytes ${first}-${sizeBytes - 1}/*`,
  () => `bytes 0-${sizeBytes - 1}/${sizeBytes}`,
  () => `bytes */${sizeBytes}`,
  (first) => `octets ${first}-${sizeBytes - 1}/${sizeBytes}`,
  () => "bytes",
  () => undefined,
];

function sendPart(
  object: ServedObject,
  response: http.ServerResponse,
  first: number,
  contentRange: string | undefined,
  etag = object.etag,
): void {
  const range = contentRange === undefined ? {} : { "Content-Range": contentRange };
  response.writeHead(206, { ETag: etag, "Content-Length": sizeBytes - first, ...range });
  response.end(object.bytes.subarray(first));
}

const lies: readonly Lie[] = [
  {
    name: "200 to a Range",
    answer: (now, request, response) => {
      delete request.headers.range;
      serveObject(now, request, response);
    },
    asks: (partBytes) => [partBytes],
  },
  {
    name: "200 to a Range, another object",
    isChanged: true,
    answer: (now, request, response) => {
      request.headers = {};
      serveObject(now, request, response);
    },
    asks: (partBytes) => [partBytes],
  },
  {
    name: "206 with a wrong Content-Range",
    answer: (now, request, response, count) => {
      const first = toFirstByte(request);
      sendPart(now, response, first, wrongRanges[count % wrongRanges.length]?.(first));
    },
    asks: (partBytes) => [partBytes, 0],
  },
  {
    name: "changed ETag",
    isChanged: true,
    answer: (now, request, response) => {
      const first = toFirstByte(request);
      sendPart(now, response, first, `bytes ${first}-${sizeBytes - 1}/${sizeBytes}`);
    },
    asks: (partBytes) => [partBytes, 0],
  },
  ...[416, 412].map((status) => ({
    name: String(status),
    isChanged: true,
    answer: (_now: ServedObject, _request: unknown, response: http.ServerResponse) => {
      response.writeHead(status).end("<Error><Code>PreconditionFailed</Code></Error>");
    },
    asks: (partBytes: number) => [partBytes, 0],
  })),
];

async function lie({ answer, isChanged = false, asks }: Lie, count: number): Promise<undefined> {
  const old = makeObject(sizeBytes);
  const now = isChanged ? makeObject(sizeBytes) : old;
  const asked: number[] = [];
  await using bed = await startBed((request, response, number) => {
    if (number > 1) asked.push(toFirstByte(request));
    if (number === 1) serveUntil(old, randomInt(1000, sizeBytes), "reset", request, response);
    else if (number === 2) answer(now, request, response, count);
    else serveObject(now, request, response);
  });
  const { file, problem, names } = await toOutcome(bed.download());
  assert.equal(problem, undefined);
  assert.deepEqual(names, ["web.pcap"]);
  assert.ok((await readFile(file?.path ?? "")).equals(now.bytes), "the file is not the object");
  assert.equal(file?.sha256, now.sha256);
  const [partBytes = 0] = asked;
  assert.ok(partBytes > 0, "the part was not used");
  assert.deepEqual(asked, asks(partBytes));
  return undefined;
}

describe("D2: answers that do not continue what is there", () => {
  for (const one of lies) {
    it(`spoil no file: ${one.name}`, async () => {
      const row = createCountedRow("D2", one.name);
      for (let count = 0; count < tries; count += 1) await row.attempt(one.name, () => lie(one, count));
      row.end("");
    });
  }

  it("leave the part alone when they are no result: a page of a proxy", async () => {
    const row = createCountedRow("D2", "200 to a Range, a page of a proxy");
    for (let count = 0; count < tries; count += 1) {
      const end = randomInt(1000, sizeBytes);
      await row.attempt(`cut at ${end}`, async () => {
        const object = makeObject(sizeBytes);
        const page = `<html>Sign in to the proxy${" ".repeat(randomInt(0, 500))}</html>`.padEnd(64);
        const asked: number[] = [];
        await using bed = await startBed((request, response, number) => {
          if (number > 1) asked.push(toFirstByte(request));
          if (number === 1) serveUntil(object, end, "reset", request, response);
          else if (number === 2) response.writeHead(200, { "Content-Type": "text/html" }).end(page);
          else serveObject(object, request, response);
        });
        const first = await toOutcome(bed.download());
        assert.equal(first.problem?.code, "notAResult");
        assert.deepEqual(first.names, ["web.part", "web.part.json"]);
        const second = await toOutcome(bed.download());
        assert.equal(second.file?.sha256, object.sha256);
        assert.deepEqual(asked, [end, end]);
        return undefined;
      });
    }
    row.end("");
  });
});
