import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { downloadResult } from "../../../../src/task/download/downloadResult.ts";
import { toFileProblem } from "../../../../src/task/download/fileProblem.ts";
import { DownloadError } from "../../../../src/task/download/downloadError.ts";
import { withSmallDisk } from "../smallDisk.ts";
import { makeObject, serveObject, startBed } from "./objectServer.ts";
import { names, rejectsWith } from "./rejectsWith.ts";

describe("downloadResult and the disk", () => {
  it("says how much is needed and how much is free, before it begins", async (context) => {
    const object = makeObject(3_000_000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const skipped = await withSmallDisk(async (disk) => {
      const { problem } = await rejectsWith(
        "diskFull",
        downloadResult(bed.download({ folder: join(disk, "task") })),
      );
      assert.equal(problem.neededBytes, 3_000_000);
      assert.ok(problem.freeBytes !== undefined && problem.freeBytes <= 1_048_576);
      assert.deepEqual(await names(disk), []);
    });
    if (skipped !== undefined) context.skip(skipped);
  });

  it("says that the disk filled up on the way, where the length was not known", async (context) => {
    const object = makeObject(3_000_000);
    await using bed = await startBed((_request, response) => {
      response.writeHead(200, { "x-oss-hash-crc64ecma": object.crc64 }).end(object.bytes);
    });
    const skipped = await withSmallDisk(async (disk) => {
      const { problem } = await rejectsWith(
        "diskFull",
        downloadResult(bed.download({ folder: join(disk, "task") })),
      );
      assert.deepEqual([problem.systemCode, problem.freeBytes], ["ENOSPC", 0]);
    });
    if (skipped !== undefined) context.skip(skipped);
  });

  it("says that the folder is read-only", async (context) => {
    const object = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const skipped = await withSmallDisk(async (disk, remount) => {
      await mkdir(join(disk, "task"));
      remount("ro");
      await rejectsWith("readOnly", downloadResult(bed.download({ folder: join(disk, "task") })));
      assert.equal(bed.requests.length, 0);
    });
    if (skipped !== undefined) context.skip(skipped);
  });

  it("names a folder that may not be written, and one that cannot be", async () => {
    const denied = Object.assign(new Error("denied"), { syscall: "open", code: "EACCES", path: "/x" });
    const problem = await toFileProblem(denied, "/");
    assert.ok(problem instanceof DownloadError);
    assert.deepEqual(problem.problem, { code: "noPermission", systemCode: "EACCES" });
    const object = makeObject(1000);
    await using bed = await startBed((request, response) => serveObject(object, request, response));
    const { problem: impossible } = await rejectsWith(
      "fileProblem",
      downloadResult(bed.download({ folder: join(import.meta.filename, "task") })),
    );
    assert.equal(impossible.systemCode, "ENOTDIR");
  });
});
