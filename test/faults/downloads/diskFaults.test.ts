import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdir, readdir, readFile, rm, statfs, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { DownloadProblemCode } from "../../../src/task/task.ts";
import { makeObject, serveObject, startBed, type TestBed } from "../../unit/task/download/objectServer.ts";
import { withSmallDisk } from "../../unit/task/smallDisk.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { toFirstByte } from "./cutServer.ts";
import { toOutcome } from "./downloadOutcome.ts";

const tries = toTries(20, 3);

async function toFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Takes all the room that is left. */
async function fill(disk: string): Promise<string> {
  const path = join(disk, "somebody else's");
  // The system gives what there is and then refuses.
  await writeFile(path, Buffer.alloc(4 << 20)).catch(() => undefined);
  assert.equal(await toFreeBytes(disk), 0);
  return path;
}

/** Runs a row on a disk of 1 MiB; skips it where there can be none. */
async function onSmallDisk(
  context: TestContext,
  what: string,
  attempt: (disk: string, remount: (flags: string) => void) => Promise<void>,
): Promise<void> {
  const row = createCountedRow("D5", what);
  for (let count = 0; count < tries; count += 1) {
    let skipped: string | undefined;
    await row.attempt(`try ${count}`, async () => {
      skipped = await withSmallDisk(attempt);
      return undefined;
    });
    if (skipped === undefined) continue;
    console.log(`D5, ${what}: skipped, ${skipped}`);
    context.skip(skipped);
    return;
  }
  row.end("");
}

const startHonestBed = (object = makeObject(randomInt(1000, 500_000))) =>
  startBed((request, response) => serveObject(object, request, response));

async function refuses(bed: TestBed, folder: string, code: DownloadProblemCode, systemCode: string) {
  const { problem } = await toOutcome(bed.download({ folder }));
  assert.deepEqual(problem, { code, systemCode });
  assert.equal(bed.requests.length, 0);
}

describe("D5: a disk that has no room", () => {
  it("says what is needed and what is free, before it begins", (context) =>
    onSmallDisk(context, "larger than the disk", async (disk) => {
      const sizeBytes = randomInt(1_100_000, 3_000_000);
      await using bed = await startHonestBed(makeObject(sizeBytes));
      const folder = join(disk, "task");
      const { problem } = await toOutcome(bed.download({ folder }));
      assert.equal(problem?.code, "diskFull");
      assert.equal(problem.neededBytes, sizeBytes);
      assert.ok(problem.freeBytes !== undefined && problem.freeBytes > 0 && problem.freeBytes <= 1 << 20);
      assert.deepEqual(await readdir(disk), []);
    }));

  it("says so too where not a byte is free", (context) =>
    onSmallDisk(context, "not a byte free", async (disk) => {
      const filler = await fill(disk);
      const object = makeObject(randomInt(10_000, 500_000));
      await using bed = await startHonestBed(object);
      const folder = join(disk, "task");
      const { problem, names } = await toOutcome(bed.download({ folder }));
      assert.equal(problem?.code, "diskFull");
      assert.deepEqual([problem.neededBytes, problem.freeBytes], [object.bytes.length, 0]);
      assert.deepEqual(names, []);
      await unlink(filler);
      assert.equal((await toOutcome(bed.download({ folder }))).file?.sha256, object.sha256);
    }));

  it("goes on after somebody filled it in the middle and made room again", (context) =>
    onSmallDisk(context, "filled in the middle, then room again", async (disk) => {
      const object = makeObject(600_000);
      const half = randomInt(100_000, 400_000);
      let proceed: () => void = () => undefined;
      const first: number[] = [];
      await using bed = await startBed((request, response, count) => {
        first.push(toFirstByte(request));
        if (count > 1) serveObject(object, request, response);
        else {
          const { etag, crc64, bytes } = object;
          response.writeHead(200, {
            ETag: etag,
            "x-oss-hash-crc64ecma": crc64,
            "Content-Length": bytes.length,
          });
          response.write(bytes.subarray(0, half));
          proceed = () => response.end(bytes.subarray(half));
        }
      });
      const folder = join(disk, "task");
      let filler: Promise<string> | undefined;
      const onProgress = () => {
        filler ??= fill(disk).finally(() => proceed());
      };
      const { problem, names } = await toOutcome(bed.download({ folder, onProgress }));
      assert.equal(problem?.code, "diskFull");
      assert.equal(problem.systemCode, "ENOSPC");
      const { neededBytes = NaN, freeBytes } = problem;
      assert.ok(neededBytes > 0 && neededBytes < 600_000, `${neededBytes} needed`);
      assert.equal(freeBytes, 0);
      assert.deepEqual(names, ["web.part", "web.part.json"]);
      await unlink((await filler) ?? "");
      const { file } = await toOutcome(bed.download({ folder }));
      assert.equal(file?.sha256, object.sha256);
      // What fitted on the disk counts although its write was never confirmed.
      assert.equal(first.length, 2);
      assert.ok((first[1] ?? 0) >= 600_000 - neededBytes, `${first[1]} were kept`);
    }));
});

describe("D5: a folder that may not be written", () => {
  it("is named: the disk is read-only", (context) =>
    onSmallDisk(context, "read-only", async (disk, remount) => {
      await using bed = await startHonestBed();
      remount("ro");
      await refuses(bed, join(disk, "task"), "readOnly", "EROFS");
      await refuses(bed, join(disk, "results/task"), "readOnly", "EROFS");
    }));

  it("is named: it belongs to another user", async (context) => {
    if (process.geteuid?.() !== 0) {
      console.log("D5, no permission: skipped, only root can become another user");
      context.skip("only root can become another user");
      return;
    }
    const row = createCountedRow("D5", "no permission");
    for (let count = 0; count < tries; count += 1) {
      await row.attempt(`try ${count}`, async () => {
        await using bed = await startHonestBed();
        await mkdir(bed.folder, { mode: 0o755 });
        const folder = count % 2 === 0 ? bed.folder : join(bed.folder, "task");
        process.seteuid?.(65_534);
        try {
          await refuses(bed, folder, "noPermission", "EACCES");
        } finally {
          process.seteuid?.(0);
        }
        assert.deepEqual(await readdir(bed.folder), []);
        return undefined;
      });
    }
    row.end("");
  });

  it("is named: nobody may change it", async (context) => {
    const row = createCountedRow("D5", "immutable");
    for (let count = 0; count < tries; count += 1) {
      await using bed = await startHonestBed();
      await mkdir(bed.folder);
      try {
        execFileSync("chattr", ["+i", bed.folder], { stdio: "ignore" });
      } catch {
        console.log("D5, immutable: skipped, no file can be made immutable here");
        context.skip("no file can be made immutable here");
        return;
      }
      await row.attempt(`try ${count}`, async () => {
        try {
          await refuses(bed, bed.folder, "noPermission", "EPERM");
        } finally {
          execFileSync("chattr", ["-i", bed.folder]);
        }
        return undefined;
      });
    }
    row.end("");
  });

  it("is named: something else stands in its place", async () => {
    const row = createCountedRow("D5", "something else in the place");
    for (let count = 0; count < tries; count += 1) {
      await row.attempt(`try ${count}`, async () => {
        await using bed = await startHonestBed();
        await writeFile(bed.folder, "a file");
        await refuses(bed, bed.folder, "fileProblem", "ENOTDIR");
        await rm(bed.folder);
        await mkdir(join(bed.folder, "web.part"), { recursive: true });
        await refuses(bed, bed.folder, "fileProblem", "EISDIR");
        await rm(join(bed.folder, "web.part"), { recursive: true });
        const outside = join(bed.folder, "../outside");
        await writeFile(outside, "the user's own");
        await symlink(outside, join(bed.folder, "web.part"));
        await refuses(bed, bed.folder, "fileProblem", "ELOOP");
        assert.equal(await readFile(outside, "utf8"), "the user's own");
        return undefined;
      });
    }
    row.end("");
  });
});
