import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { downloadResult, type DownloadProgress } from "../../../../src/task/download/downloadResult.ts";
import { breakAfter, makeObject, serveObject, startBed, toObject } from "./objectServer.ts";
import { names, rejectsWith } from "./rejectsWith.ts";

describe("downloadResult", () => {
  it("fetches a file once, with one plain GET, and names it by its format", async () => {
    const object = makeObject(3_000_000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const progress: DownloadProgress[] = [];
    const file = await downloadResult(bed.download({ onProgress: (made) => progress.push(made) }));
    assert.deepEqual(file, {
      path: join(bed.folder, "web.pcap"),
      sizeBytes: 3_000_000,
      sha256: object.sha256,
      format: "pcap",
    });
    assert.equal(
      createHash("sha256")
        .update(await readFile(file.path))
        .digest("hex"),
      object.sha256,
    );
    assert.deepEqual(await names(bed.folder), ["web.pcap"]);
    assert.equal(bed.requests.length, 1);
    assert.equal(bed.requests[0]?.method, "GET");
    assert.equal(bed.requests[0].headers["accept-encoding"], "identity");
    assert.equal(bed.requests[0].headers.range, undefined);
    assert.deepEqual(progress.at(-1), { receivedBytes: 3_000_000, totalBytes: 3_000_000 });
  });

  it("never replaces a file that is there", async () => {
    const object = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const first = await downloadResult(bed.download());
    await writeFile(first.path, "the user's own");
    const second = await downloadResult(bed.download());
    assert.equal(second.path, join(bed.folder, "web (2).pcap"));
    assert.equal(await readFile(first.path, "utf8"), "the user's own");
  });

  it("leaves no empty file when somebody took the part away", async () => {
    const object = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const onProgress = ({ receivedBytes }: DownloadProgress) => {
      if (receivedBytes === 1000) rmSync(join(bed.folder, "web.part"), { force: true });
    };
    await rejectsWith("fileProblem", downloadResult(bed.download({ onProgress })));
    assert.ok(!(await names(bed.folder)).includes("web.pcap"));
  });

  it("names core dumps and compressed captures", async () => {
    const elf = toObject(Buffer.concat([Buffer.from("7f454c4602010100", "hex"), Buffer.alloc(100)]));
    const zipped = toObject(gzipSync(Buffer.alloc(100)));
    await using bed = await startBed((request, response, count) =>
      serveObject(count === 1 ? elf : zipped, request, response),
    );
    assert.equal((await downloadResult(bed.download())).path, join(bed.folder, "web.core"));
    const file = await downloadResult(bed.download());
    assert.deepEqual([file.path, file.sha256], [join(bed.folder, "web.pcap.gz"), zipped.sha256]);
  });

  it("goes on after resets at random offsets, with few bytes sent twice", async () => {
    const object = makeObject(2_000_000);
    let sentBytes = 0;
    await using bed = await startBed((request, response, count) => {
      const from = Number(/\d+/.exec(request.headers.range ?? "0")?.[0]);
      const piece = count <= 12 ? Math.floor(Math.random() * 150_000) + 1 : object.bytes.length - from;
      sentBytes += piece;
      if (count <= 12) breakAfter(object, piece, request, response, "reset");
      else serveObject(object, request, response);
    });
    const file = await downloadResult(bed.download());
    assert.equal(file.sha256, object.sha256);
    assert.equal(bed.requests.length, 13);
    assert.ok(bed.requests.slice(1).every(({ headers }) => headers["if-match"] === object.etag));
    assert.ok(sentBytes < object.bytes.length * 1.01, `${sentBytes} bytes were sent`);
  });

  it("goes on in a later run where an earlier one stopped, and keeps no address on disk", async () => {
    const object = makeObject(500_000);
    await using bed = await startBed((request, response, count) => {
      if (count === 1) breakAfter(object, 200_000, request, response);
      else if (count <= 4) response.socket?.destroy();
      else serveObject(object, request, response);
    });
    // Three more failures in a row are too many for one run.
    await rejectsWith("network", downloadResult(bed.download()));
    assert.deepEqual(await names(bed.folder), ["web.part", "web.part.json"]);
    assert.ok(!(await readFile(join(bed.folder, "web.part.json"), "utf8")).includes("Signature"));
    const file = await downloadResult(bed.download());
    assert.equal(file.sha256, object.sha256);
    assert.match(bed.requests.at(-1)?.headers.range ?? "", /^bytes=[1-9]\d*-$/);
    assert.deepEqual(await names(bed.folder), ["web.pcap"]);
  });

  it("begins from zero when a server answers a range with the whole", async () => {
    const object = makeObject(300_000);
    await using bed = await startBed((request, response, count) => {
      if (count === 1) breakAfter(object, 100_000, request, response);
      else {
        delete request.headers.range;
        serveObject(object, request, response);
      }
    });
    assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
  });

  for (const [what, contentRange] of [
    ["another start", "bytes 5-299999/300000"],
    ["another total", "bytes 100000-299999/300001"],
    ["another end", "bytes 100000-200000/300000"],
    ["no range", undefined],
  ] as const) {
    it(`appends nothing after 206 with ${what}`, async () => {
      const object = makeObject(300_000);
      await using bed = await startBed((request, response, count) => {
        if (count === 1) breakAfter(object, 100_000, request, response);
        else if (count === 2) {
          const range = contentRange === undefined ? {} : { "Content-Range": contentRange };
          response.writeHead(206, { ETag: object.etag, "Content-Length": 200_000, ...range });
          response.end(Buffer.alloc(200_000, 7));
        } else serveObject(object, request, response);
      });
      assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
      assert.equal(bed.requests.length, 3);
      assert.equal(bed.requests[2]?.headers.range, undefined);
    });
  }

  for (const status of [412, 416]) {
    it(`begins from zero after ${status}`, async () => {
      const old = makeObject(300_000);
      const now = makeObject(200_000);
      await using bed = await startBed((request, response, count) => {
        if (count === 1) breakAfter(old, 100_000, request, response);
        else if (count === 2) response.writeHead(status).end();
        else serveObject(now, request, response);
      });
      assert.equal((await downloadResult(bed.download())).sha256, now.sha256);
    });
  }

  it("begins from zero when the entity tag changed although the server answered 206", async () => {
    const old = makeObject(300_000);
    const now = makeObject(300_000);
    await using bed = await startBed((request, response, count) => {
      if (count === 1) breakAfter(old, 100_000, request, response);
      else {
        delete request.headers["if-match"];
        serveObject(now, request, response);
      }
    });
    assert.equal((await downloadResult(bed.download())).sha256, now.sha256);
  });

  it("gives up on an object that changes again and again", async () => {
    await using bed = await startBed((request, response, count) => {
      if (count % 2 === 1) breakAfter(makeObject(300_000), 100_000, request, response);
      else response.writeHead(412).end();
    });
    await rejectsWith("changed", downloadResult(bed.download()));
  });

  it("asks for a fresh link when one expired, also in the middle, and goes on there", async () => {
    const object = makeObject(300_000);
    await using bed = await startBed((request, response, count) => {
      if (count === 1) response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
      else if (count === 2) breakAfter(object, 100_000, request, response);
      else if (count === 3) response.writeHead(403).end("<Error/>");
      else serveObject(object, request, response);
    });
    let links = 0;
    const freshUrl = () => Promise.resolve(`${bed.url}&link=${++links}`);
    assert.equal((await downloadResult(bed.download({ freshUrl }))).sha256, object.sha256);
    assert.equal(links, 3);
    assert.match(bed.requests.at(-1)?.headers.range ?? "", /^bytes=\d+-$/);
  });

  it("says that the link expired when fresh ones are refused too", async () => {
    await using bed = await startBed((_request, response) => response.writeHead(403).end("<Error/>"));
    await rejectsWith("linkExpired", downloadResult(bed.download()));
    assert.equal(bed.requests.length, 3);
    assert.deepEqual(await names(bed.folder), []);
  });

  it("says so when the records hold no link, and lets the cloud's own error through", async () => {
    await using bed = await startBed((_request, response) => response.end());
    await rejectsWith("noLink", downloadResult(bed.download({ freshUrl: () => Promise.resolve(undefined) })));
    const error = new Error("no permission");
    await assert.rejects(downloadResult(bed.download({ freshUrl: () => Promise.reject(error) })), error);
    assert.equal(bed.requests.length, 0);
  });

  it("tries again after a passing server error, and gives up on one that stays", async () => {
    const object = makeObject(1000);
    await using bed = await startBed((request, response, count) => {
      if (count <= 2) response.writeHead(503).end();
      else serveObject(object, request, response);
    });
    assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
    await using dead = await startBed((_request, response) => response.writeHead(500).end());
    assert.equal((await rejectsWith("httpStatus", downloadResult(dead.download()))).problem.httpStatus, 500);
    await using gone = await startBed((_request, response) => response.writeHead(404).end());
    await rejectsWith("resultGone", downloadResult(gone.download()));
    assert.equal(gone.requests.length, 1);
  });

  it("says that a server fell silent", async () => {
    await using bed = await startBed(() => undefined);
    await rejectsWith("stalled", downloadResult(bed.download({ stallSeconds: 0.05 })));
  });

  it("says that nobody answers", async () => {
    const bed = await startBed(() => undefined);
    await bed[Symbol.asyncDispose]();
    const { problem } = await rejectsWith("network", downloadResult(bed.download()));
    assert.equal(problem.systemCode, "ECONNREFUSED");
    await bed[Symbol.asyncDispose]();
  });

  it("ends with the signal's reason when cancelled, and goes on later", async () => {
    const object = makeObject(500_000);
    let hold = true;
    await using bed = await startBed((request, response) => {
      if (!hold) serveObject(object, request, response);
      else {
        response.writeHead(200, { ETag: object.etag, "Content-Length": object.bytes.length });
        response.write(object.bytes.subarray(0, 100_000));
      }
    });
    const abort = new AbortController();
    const reason = new Error("cancelled");
    const onProgress = () => setTimeout(() => abort.abort(reason), 20);
    await assert.rejects(downloadResult(bed.download({ signal: abort.signal, onProgress })), reason);
    hold = false;
    assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
    assert.ok(bed.requests[1]?.headers.range);
    const ended = AbortSignal.abort(reason);
    await assert.rejects(downloadResult(bed.download({ signal: ended })), reason);
  });

  it("begins again when what stands beside the part is damaged or says less than the part holds", async () => {
    const object = makeObject(100_000);
    for (const note of ["{", "[]", JSON.stringify({ etag: object.etag, totalBytes: 3 })]) {
      await using bed = await startBed((request, response) => serveObject(object, request, response));
      await downloadResult(bed.download());
      await writeFile(join(bed.folder, "web.part"), "0123456789");
      await writeFile(join(bed.folder, "web.part.json"), note);
      assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
      assert.deepEqual(
        bed.requests.map(({ headers }) => headers.range),
        [undefined, undefined],
      );
    }
  });
});
