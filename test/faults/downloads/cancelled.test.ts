import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DownloadError } from "../../../src/task/download/downloadError.ts";
import { downloadResult } from "../../../src/task/download/downloadResult.ts";
import { makeObject, startBed } from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { listSafeNames } from "./downloadOutcome.ts";

function toReason(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("D1 to D6: Cancel", () => {
  it("takes effect within half a second wherever a download is, and leaves what came", async () => {
    const row = createCountedRow("D", "cancelled while it waits, falls silent, retries");
    const object = makeObject(2_000_000);
    const places = ["link", "answer", "body", "retry", "part"] as const;
    const rounds = toTries(6, 1);
    for (let round = 0; round < rounds; round += 1) {
      for (const place of places) {
        await row.attempt(place, async () => {
          const abort = new AbortController();
          let reached: () => void = () => undefined;
          const isThere = new Promise<void>((resolve) => (reached = resolve));
          await using bed = await startBed((request, response) => {
            if (place === "answer") reached();
            else if (place === "retry") {
              // It waits before it asks again.
              response.writeHead(503).end(() => setTimeout(reached, 200));
            } else {
              const { etag, crc64, bytes } = object;
              response.writeHead(200, {
                ETag: etag,
                "x-oss-hash-crc64ecma": crc64,
                "Content-Length": bytes.length,
              });
              response.write(bytes.subarray(0, 1_500_000), () => setTimeout(reached, 100));
            }
          });
          if (place === "part") {
            // What an earlier run left is read again first.
            const first = new AbortController();
            const run = toReason(downloadResult(bed.download({ signal: first.signal })));
            await isThere;
            first.abort();
            await run;
            setImmediate(reached);
          }
          const freshUrl = (signal: AbortSignal) =>
            new Promise<string>((resolve, reject) => {
              if (place !== "link") resolve(bed.url);
              signal.addEventListener("abort", () => reject(new Error("aborted")));
              if (place === "link") reached();
            });
          const download = bed.download({ signal: abort.signal, freshUrl, retryDelaySeconds: 30 });
          const run = toReason(downloadResult(download));
          await isThere;
          const begin = performance.now();
          const reason = new DownloadError({ code: "cancelled" });
          abort.abort(reason);
          assert.equal(await run, reason);
          const ms = performance.now() - begin;
          assert.ok(ms < 500, `${ms} ms`);
          const names = await listSafeNames(bed.folder);
          assert.deepEqual(
            names,
            place === "body" || place === "part" ? ["web.part", "web.part.json"] : [],
            "what is left",
          );
          return ms;
        });
      }
    }
    row.end("ms");
  });
});
