import assert from "node:assert/strict";
import { createHash, randomInt } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { makeObject, startBed } from "../../unit/task/download/objectServer.ts";
import { withTaskBed } from "../../unit/task/taskBed.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { serveUntil } from "./cutServer.ts";
import { toOutcome } from "./downloadOutcome.ts";

const tries = toTries(30, 3);
const linkSeconds = 20;
const capture = { protocol: "tcp", packetCount: 200 } as const;

describe("D2: a link that lapses in the middle", () => {
  it("is replaced by a fresh one from the records, and the download goes on", async () => {
    const row = createCountedRow("D2", "403, expired in the middle");
    let passedMs = 0;
    let cutAt: number | undefined;
    /** The simulator's answers to requests for the result, and the calls for its records. */
    const answers: { readonly status: number; readonly range: string | undefined }[] = [];
    let recordCalls = 0;
    await withTaskBed(
      async ({ open, running }) => {
        const { runner, ledger, downloads, until } = await open();
        const { id } = await runner.startCapture(running, capture);
        await until(id, ({ state }) => state.kind === "succeeded");
        const whole = await downloads.start(id);
        const bytes = await readFile(whole.path);
        for (let count = 0; count < tries; count += 1) {
          await rm(whole.path);
          await ledger.advance(id, { kind: "fileGone" });
          const offset = randomInt(100, bytes.length - 100);
          await row.attempt(`cut at ${offset}`, async () => {
            answers.length = recordCalls = 0;
            cutAt = offset;
            const file = await downloads.start(id);
            assert.equal(file.sha256, createHash("sha256").update(bytes).digest("hex"));
            assert.ok((await readFile(file.path)).equals(bytes));
            assert.deepEqual(
              answers.map(({ status, range }) => `${status} ${range ?? ""}`),
              ["200 ", `403 bytes=${offset}-`, `206 bytes=${offset}-`],
            );
            assert.equal(recordCalls, 2);
            assert.equal((await readdir(dirname(file.path))).length, 2);
            return undefined;
          });
        }
      },
      {
        ops: { linkSeconds },
        clock: () => Date.now() + passedMs,
        fault: async (request, response, next) => {
          if (request.url === "/") {
            if (request.headers["x-acs-action"] === "DescribeInstanceOpsRecords") recordCalls += 1;
            await next();
            return;
          }
          if (cutAt !== undefined) {
            let left = cutAt;
            cutAt = undefined;
            const write = response.write.bind(response);
            response.write = ((chunk: Buffer) => {
              write(chunk.subarray(0, left));
              left -= Math.min(left, chunk.length);
              if (left > 0) return true;
              passedMs += (linkSeconds + 1) * 1000;
              request.socket.end();
              return false;
            }) as typeof response.write;
          }
          response.once("close", () =>
            answers.push({ status: response.statusCode, range: request.headers.range }),
          );
          await next();
        },
      },
    );
    row.end("");
  });
});

describe("a result that is no longer there", () => {
  it("is a clear word, at once, and what was fetched of it stays", async () => {
    const row = createCountedRow("D2", "404 in the middle");
    for (let count = 0; count < tries; count += 1) {
      const offset = randomInt(100, 100_000);
      await row.attempt(`cut at ${offset}`, async () => {
        const object = makeObject(200_000);
        await using bed = await startBed((request, response, number) => {
          if (number === 1) serveUntil(object, offset, "end", request, response);
          else response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
        });
        const { problem, names } = await toOutcome(bed.download());
        assert.deepEqual(problem, { code: "resultGone", httpStatus: 404 });
        assert.equal(bed.requests.length, 2);
        assert.deepEqual(names, ["web.part", "web.part.json"]);
        return undefined;
      });
    }
    row.end("");
  });
});
