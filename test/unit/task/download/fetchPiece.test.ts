import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { downloadResult } from "../../../../src/task/download/downloadResult.ts";
import { breakAfter, makeObject, serveObject, startBed } from "./objectServer.ts";
import { names, rejectsWith } from "./rejectsWith.ts";

describe("fetchPiece", () => {
  it("continues nothing by a weak entity tag, which does not promise the same bytes", async () => {
    const object = makeObject(100_000);
    await using bed = await startBed((request, response, count) => {
      if (count > 1) {
        serveObject(object, request, response);
        return;
      }
      response.writeHead(200, { ETag: `W/${object.etag}`, "Content-Length": object.bytes.length });
      response.write(object.bytes.subarray(0, 50_000), () => response.destroy());
    });
    const file = await downloadResult(bed.download({ retryDelaySeconds: 0.001 }));
    assert.equal(file.sha256, object.sha256);
    assert.deepEqual(
      bed.requests.map(({ headers }) => [headers.range, headers["if-match"]]),
      [
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
  });

  it("keeps nothing of an answer in an encoding that nobody asked for", async () => {
    const zipped = gzipSync(makeObject(1000).bytes);
    await using bed = await startBed((_request, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip", ETag: '"e"', "Content-Length": zipped.length });
      response.end(zipped);
    });
    await rejectsWith("incomplete", downloadResult(bed.download({ retryDelaySeconds: 0.001 })));
    assert.deepEqual(await names(bed.folder), []);
  });

  it("keeps nothing of a body that goes on beyond the announced end", async () => {
    const object = makeObject(300_000);
    await using bed = await startBed((request, response, count) => {
      const from = /\d+/.exec(request.headers.range ?? "")?.[0];
      if (count === 1) breakAfter(object, 100_000, request, response);
      else if (from === undefined) serveObject(object, request, response);
      else {
        response.writeHead(206, { ETag: object.etag, "Content-Range": `bytes ${from}-299999/300000` });
        response.end(Buffer.alloc(300_001 - Number(from), 7));
      }
    });
    assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
    assert.deepEqual(
      bed.requests.map(({ headers }) => headers.range !== undefined),
      [false, true, false],
    );
  });

  it("waits for a server that is slow and never silent", async () => {
    const object = makeObject(10_000);
    await using bed = await startBed((_request, response) => {
      response.writeHead(200, { ETag: object.etag, "Content-Length": object.bytes.length });
      let from = 0;
      const timer = setInterval(() => {
        response.write(object.bytes.subarray(from, (from += 500)));
        if (from < object.bytes.length) return;
        clearInterval(timer);
        response.end();
      }, 100);
    });
    const file = await downloadResult(bed.download({ stallSeconds: 1 }));
    assert.equal(file.sha256, object.sha256);
    assert.equal(bed.requests.length, 1);
  });
});
