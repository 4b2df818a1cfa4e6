import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DownloadError } from "../../../src/task/download/downloadError.ts";
import { downloadResult, type DownloadProgress } from "../../../src/task/download/downloadResult.ts";
import { makeObject, serveObject, startBed } from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { toOutcome } from "./downloadOutcome.ts";
import { watchLoad } from "./loadWatch.ts";
import { startLargeObject } from "./startLargeObject.ts";

const sizeMiB = toTries(1024, 64);
const mostGrownMiB = 100;
const mostDelayMs = 50;
const mostUpdates = 10;
/** What takes many seconds to be read. */
const leftBytes = 4 * 2 ** 30;
const mostCancelMs = 500;

async function toSha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Runs until it is cancelled by what calls `cancel`; gives how long that took to take effect. */
async function cancelled(
  run: (signal: AbortSignal, cancel: () => void) => Promise<unknown>,
): Promise<number> {
  const abort = new AbortController();
  const reason = new DownloadError({ code: "cancelled" });
  let begin = NaN;
  const ended = run(abort.signal, () => {
    if (abort.signal.aborted) return;
    begin = performance.now();
    abort.abort(reason);
  });
  await assert.rejects(ended, reason);
  return performance.now() - begin;
}

describe(`D6: ${sizeMiB} MiB at full speed`, () => {
  it("take little memory, leave the event loop alone, and can be cancelled", async () => {
    await using large = await startLargeObject(sizeMiB);
    const small = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(small, request, response));
    // What is loaded with the first download is no growth of the others.
    await rm((await downloadResult(bed.download())).path);
    const memory = createCountedRow("D6", `${sizeMiB} MiB: memory grows`);
    const delay = createCountedRow("D6", `${sizeMiB} MiB: event-loop delay, p99`);
    const updates = createCountedRow("D6", `${sizeMiB} MiB: progress updates`);
    const cancels = createCountedRow(
      "D6",
      `${sizeMiB} MiB: cancelled in the middle, while a part is read, at the end`,
    );
    const freshUrl = () => Promise.resolve(large.url);
    for (let count = 0; count < toTries(3, 1); count += 1) {
      let path = "";
      const load = await watchLoad(async (update) => {
        const { file } = await toOutcome(bed.download({ freshUrl, onProgress: update }));
        assert.equal(file?.sha256, large.sha256);
        assert.equal(file.sizeBytes, large.totalBytes);
        ({ path } = file);
      });
      assert.equal(await toSha256(path), large.sha256);
      await memory.attempt(`${load.grownMiB} MiB`, () => {
        assert.ok(load.grownMiB < mostGrownMiB);
        return Promise.resolve(load.grownMiB);
      });
      await delay.attempt(`${load.delayP99Ms} ms`, () => {
        assert.ok(load.delayP99Ms < mostDelayMs);
        return Promise.resolve(load.delayP99Ms);
      });
      await updates.attempt(`${load.updatesPerSecond} a second`, () => {
        assert.ok(load.updatesPerSecond > 0 && load.updatesPerSecond <= mostUpdates);
        return Promise.resolve(load.updatesPerSecond);
      });

      const expectQuick = async (run: Parameters<typeof cancelled>[0]) => {
        const ms = await cancelled(run);
        assert.ok(ms < mostCancelMs, `${ms} ms`);
        return ms;
      };
      await cancels.attempt("while a part is read", async () => {
        const part = join(dirname(path), "web.part");
        await rm(path);
        // Holes take no room and as long to be read again as any other bytes.
        await writeFile(part, "");
        await truncate(part, leftBytes);
        await writeFile(`${part}.json`, JSON.stringify({ etag: '"left"', totalBytes: 2 * leftBytes }));
        let asked = 0;
        const ms = await expectQuick(async (signal, cancel) => {
          const never = () => {
            asked += 1;
            return freshUrl();
          };
          const run = downloadResult(bed.download({ signal, freshUrl: never }));
          await sleep(20);
          cancel();
          await run;
        });
        assert.equal(asked, 0);
        await rm(part);
        await rm(`${part}.json`);
        return ms;
      });
      for (const [place, share] of [
        ["in the middle", 0.5],
        ["at the end", 1],
      ] as const) {
        await cancels.attempt(place, () =>
          expectQuick((signal, cancel) => {
            const onProgress = ({ receivedBytes }: DownloadProgress) => {
              if (receivedBytes >= share * large.totalBytes) cancel();
            };
            return downloadResult(bed.download({ signal, freshUrl, onProgress }));
          }),
        );
      }
      // What was cancelled at its end is whole, and is named without a request.
      const { file } = await toOutcome(bed.download({ freshUrl: () => Promise.resolve(undefined) }));
      assert.equal(file?.sha256, large.sha256);
      await rm(file.path);
    }
    memory.end("MiB");
    delay.end("ms");
    updates.end("a second");
    cancels.end("ms");
  });
});
