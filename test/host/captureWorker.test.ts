import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import * as vscode from "vscode";
import { writeGeneratedCapture } from "../captures/writeGeneratedCapture.ts";
import { isRead, withCaptureView } from "./captureViewBed.ts";

const projectFolder = vscode.extensions.getExtension("eci-ops.eci-ops")?.extensionPath ?? "";
const ethernet = join(projectFolder, "test/fixtures/captures/ethernet.pcap");

/** The threads of this process that read a capture; Linux tells their names. */
function countReaders(): number {
  const names = readdirSync("/proc/self/task").map((id) => {
    try {
      return readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim();
    } catch {
      return ""; // It has ended meanwhile.
    }
  });
  return names.filter((name) => name === "eciOpsCapture").length;
}

async function untilReaders(count: number): Promise<void> {
  for (let tries = 0; countReaders() !== count; tries += 1) {
    if (tries === 250) throw new Error(`There are ${countReaders()} threads that read, not ${count}.`);
    await delay(20);
  }
}

const isLinux = process.platform === "linux";
const whyNoThreads = isLinux ? "" : " (skipped: only Linux tells the names of threads)";
const whyNoMount = isLinux && process.getuid?.() === 0 && canMount() ? "" : " (skipped: no leave to mount)";

/** Whether a small disk can be made here; tried. */
function canMount(): boolean {
  try {
    execFileSync("unshare", ["-m", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

describe("what reads a capture", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eci-host-reader-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("says so when it dies, and reads again when it is asked to", async () =>
    withCaptureView(vscode.Uri.file(ethernet), async ({ ask, capture, told, until, logged }) => {
      await ask({ type: "ready" });
      await until(isRead);
      // Nothing in the contract: the thread throws what nobody catches.
      capture.worker.post(null as never);
      const refused = await until(({ type }) => type === "refused");
      assert.ok(refused.type === "refused");
      assert.match(refused.message, /has ended unexpectedly/);
      assert.match(refused.next, /Read the file again/);
      assert.match(String(logged), /TypeError/);
      await assert.rejects(ask({ type: "packet", number: 1 }), /has ended unexpectedly/);
      told.length = 0;
      assert.equal(await ask({ type: "reload" }), null);
      await until(({ type }) => type === "opened");
      await until(isRead);
      assert.equal((await ask({ type: "rows", from: 0, count: 500 })).rows.length, 40);
      assert.ok(told.every(({ type }) => type !== "refused"));
    }));

  const leave = `ends with its capture, in the middle of reading it too${whyNoThreads}`;
  (isLinux ? it : it.skip)(leave, async () => {
    await untilReaders(0);
    const large = join(folder, "large.pcap");
    writeGeneratedCapture(large, 96 << 20);
    await withCaptureView(vscode.Uri.file(large), async ({ ask, told, until }) => {
      await ask({ type: "ready" });
      await until(({ type }) => type === "progress");
      assert.ok(!told.some(isRead), "it was read before it could be closed");
      assert.equal(countReaders(), 1);
    });
    await untilReaders(0);
    // The same through the editor's own tab.
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(large));
    await untilReaders(1);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await untilReaders(0);
    const open = await Promise.all(
      (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
    );
    assert.deepEqual(
      open.filter((name) => name.startsWith(folder)),
      [],
    );
  });

  const full = `says that the disk is full which a compressed capture does not fit on, and goes on when there is room${whyNoMount}`;
  (whyNoMount === "" ? it : it.skip)(full, async () => {
    const disk = join(folder, "disk");
    await mkdir(disk);
    const capture = join(folder, "large.pcap");
    const { packets } = writeGeneratedCapture(capture, 4 << 20);
    const file = `${capture}.gz`;
    await writeFile(file, gzipSync(await readFile(capture)));
    const before = process.env["TMPDIR"];
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
    process.env["TMPDIR"] = disk;
    try {
      await withCaptureView(vscode.Uri.file(file), async ({ ask, told, until }) => {
        await ask({ type: "ready" });
        const refused = await until(({ type }) => type === "refused");
        assert.ok(refused.type === "refused");
        assert.match(refused.message, /^Reading stopped after .+ of .+\. The disk is full: /);
        assert.match(refused.next, /Make room/);
        execFileSync("mount", ["-o", "remount,size=16m", disk]);
        told.length = 0;
        await ask({ type: "reload" });
        const read = await until(isRead);
        assert.ok(read.type === "progress" && read.packets === packets);
      });
      await untilReaders(0);
      assert.deepEqual(await readdir(disk), []);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      execFileSync("umount", ["-l", disk]);
    }
  });
});
