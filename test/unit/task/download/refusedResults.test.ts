import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { downloadResult } from "../../../../src/task/download/downloadResult.ts";
import { makeObject, serveObject, startBed } from "./objectServer.ts";
import { names, rejectsWith } from "./rejectsWith.ts";

describe("downloadResult, given what is no result", () => {
  it("never saves an error page, whatever its status", async () => {
    const page = `<?xml version="1.0"?><Error><Code>NoSuchKey</Code>${" ".repeat(500)}</Error>`;
    await using bed = await startBed((_request, response) =>
      response.writeHead(200, { "Content-Length": page.length }).end(page),
    );
    await rejectsWith("notAResult", downloadResult(bed.download()));
    assert.deepEqual(await names(bed.folder), []);
  });

  for (const [what, body] of [
    ["an empty file", ""],
    ["three bytes", "abc"],
    ["HTML", "<html><body>Sign in to the proxy</body></html>"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await using bed = await startBed((_request, response) =>
        response.writeHead(200, { "Content-Length": body.length }).end(body),
      );
      await rejectsWith("notAResult", downloadResult(bed.download()));
      assert.deepEqual(await names(bed.folder), []);
    });
  }

  it("refuses bytes that do not fit the checksum", async () => {
    const object = makeObject(100_000);
    await using bed = await startBed((request, response) =>
      serveObject({ ...object, crc64: "12345" }, request, response),
    );
    await rejectsWith("checksumMismatch", downloadResult(bed.download()));
    assert.deepEqual(await names(bed.folder), []);
  });

  for (const [what, head, isTagged] of [
    ["a length that is too large", "Content-Length: 2000\r\n", true],
    ["a length that is too large and no tag", "Content-Length: 2000\r\n", false],
    ["no length and an early end", "", true],
    ["chunks that break off", "Transfer-Encoding: chunked\r\n", true],
    ["a body that is encoded", "Content-Encoding: gzip\r\nContent-Length: 1000\r\n", true],
  ] as const) {
    it(`promotes nothing after ${what}`, async () => {
      const { bytes } = makeObject(1000);
      await using bed = await startBed((_request, response) => {
        const tag = isTagged ? 'ETag: "A"\r\n' : "";
        const chunk = head.startsWith("Transfer") ? "fff\r\n" : "";
        response.socket?.write(`HTTP/1.1 200 OK\r\nConnection: close\r\n${tag}${head}\r\n${chunk}`);
        response.socket?.end(head.includes("gzip") ? gzipSync(bytes).subarray(0, 1000) : bytes);
      });
      await rejectsWith("incomplete", downloadResult(bed.download()));
      assert.ok(!(await names(bed.folder)).includes("web.pcap"));
    });
  }

  it("takes a body without a length when the checksum proves it whole", async () => {
    const object = makeObject(100_000);
    await using bed = await startBed((_request, response) => {
      response.writeHead(200, { "x-oss-hash-crc64ecma": object.crc64 }).end(object.bytes);
    });
    assert.equal((await downloadResult(bed.download())).sha256, object.sha256);
  });

  for (const [what, location] of [
    ["another host", "http://127.0.0.2:9/"],
    ["a metadata address", "http://100.100.100.200/latest"],
    ["itself", "/other"],
  ] as const) {
    it(`follows no redirect to ${what}`, async () => {
      await using bed = await startBed((_request, response) =>
        response.writeHead(302, { Location: location }).end(),
      );
      await rejectsWith("redirectRefused", downloadResult(bed.download()));
      assert.equal(bed.requests.length, 1);
      assert.deepEqual(await names(bed.folder), []);
    });
  }

  it("refuses an address before a byte where loopback is not the account's", async () => {
    await using bed = await startBed((_request, response) => response.end());
    await rejectsWith("addressRefused", downloadResult(bed.download({ allowLoopback: false })));
    assert.equal(bed.requests.length, 0);
  });
});
