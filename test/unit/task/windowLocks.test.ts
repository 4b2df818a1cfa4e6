import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { WindowLocks, type WindowLocksOptions } from "../../../src/task/windowLocks.ts";
import { withSmallDisk } from "./smallDisk.ts";

let folder: string;
const opened: WindowLocks[] = [];

async function openWindow(options?: WindowLocksOptions): Promise<WindowLocks> {
  const locks = await WindowLocks.open(folder, options);
  opened.push(locks);
  return locks;
}

/** Another process that takes the locks and keeps them until it is killed; what it goes on with is `more`. */
async function openProcess(names: readonly string[], more = "setInterval(() => undefined, 1000);") {
  const code = `
    import { WindowLocks } from ${JSON.stringify(join(import.meta.dirname, "../../../src/task/windowLocks.ts"))};
    const locks = await WindowLocks.open(${JSON.stringify(folder)});
    for (const name of ${JSON.stringify(names)}) await locks.take(name);
    console.log("taken");
    ${more}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
}

/** A window of a computer that shares the folder: nothing is known of its process. */
async function leaveForeignLock(name: string): Promise<void> {
  const id = "0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a111";
  const life = JSON.stringify({ id, pid: 1, host: `not-${hostname()}` });
  // Written over, a lock would take the sign of life of its window with it: they are one file.
  for (const file of [`${id}.alive`, `${name}.lock`]) {
    await writeFile(join(folder, "other"), life);
    await rename(join(folder, "other"), join(folder, file));
  }
}

describe("locks between windows", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eci-locks-"));
  });
  afterEach(async () => {
    for (const locks of opened.splice(0)) await locks.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it("gives a lock to one of two windows, and to the other once it is given back", async () => {
    const [one, other] = [await openWindow(), await openWindow()];
    assert.equal(await one.take("a"), true);
    assert.equal(await one.take("a"), false, "not twice to one window either");
    assert.equal(await other.take("a"), false);
    assert.equal(await other.take("b"), true, "another lock is another");
    assert.deepEqual([one.holds("a"), other.holds("a")], [true, false]);
    await other.release("a");
    assert.equal(await other.take("a"), false, "nobody gives back what is not theirs");
    await one.release("a");
    assert.equal(await other.take("a"), true);
  });

  it("gives a lock to one of many that ask at once", async () => {
    const windows = await Promise.all(Array.from({ length: 8 }, () => openWindow()));
    const taken = await Promise.all(windows.map((locks) => locks.take("a")));
    assert.equal(taken.filter(Boolean).length, 1);
  });

  it("leaves nothing behind when the windows are closed", async () => {
    const locks = await openWindow();
    await locks.take("a");
    assert.equal((await readdir(folder)).length, 2);
    await locks.dispose();
    assert.deepEqual(await readdir(folder), []);
  });

  it("notices at once that the process of another window was killed", async () => {
    const kill = await openProcess(["a", "b"]);
    const locks = await openWindow();
    assert.equal(await locks.take("a"), false);
    await kill();
    assert.equal(await locks.take("a"), true);
    await openWindow();
    const { id } = JSON.parse(await readFile(join(folder, "a.lock"), "utf8")) as { readonly id: string };
    assert.deepEqual(
      (await readdir(folder)).filter((name) => !name.endsWith(".alive")),
      ["a.lock"],
      "a new window sweeps out what the dead one left",
    );
    assert.ok((await readdir(folder)).includes(`${id}.alive`));
  });

  it("takes a lock at once whenever its owner was killed, also while it took it", async () => {
    const locks = await openWindow();
    for (let round = 0; round < 6; round += 1) {
      const kill = await openProcess([], `for (;;) { await locks.take("a"); await locks.release("a"); }`);
      await wait(round);
      await kill();
      assert.equal(await locks.take("a"), true);
      await locks.release("a");
    }
  });

  it("gives a dead window's lock to one of many that ask at once", async () => {
    for (let round = 0; round < 20; round += 1) {
      const name = `lock-${round}`;
      const windows = await Promise.all(Array.from({ length: 4 }, () => openWindow()));
      const dead = { id: "0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a222", pid: 1, host: `not-${hostname()}` };
      await writeFile(join(folder, `${name}.lock`), JSON.stringify(dead));
      const taken = await Promise.all(windows.map((locks) => locks.take(name)));
      assert.equal(taken.filter(Boolean).length, 1);
    }
  });

  it("takes a window of another computer for dead when its sign of life stands still", async () => {
    const locks = await openWindow({ staleMs: 300 });
    await leaveForeignLock("a");
    assert.equal(await locks.take("a"), false);
    await leaveForeignLock("a");
    await wait(200);
    assert.equal(await locks.take("a"), false, "it moved since it was last looked at");
    await wait(400);
    assert.equal(await locks.take("a"), true);
  });

  it("takes a lock without a name for dead after a while: its writer was killed where there are no links", async () => {
    const locks = await openWindow({ staleMs: 100 });
    await writeFile(join(folder, "a.lock"), "");
    assert.equal(await locks.take("a"), false);
    await wait(200);
    assert.equal(await locks.take("a"), true);
  });

  it("tells a window that its lock was taken, and makes one anew that was deleted", async () => {
    const locks = await openWindow({ beatMs: 20 });
    const lost: string[] = [];
    locks.onLost((name) => lost.push(name));
    await locks.take("a");
    await locks.take("b");
    await rm(join(folder, "b.lock"));
    await leaveForeignLock("a");
    while (lost.length === 0) await wait(10);
    assert.deepEqual(lost, ["a"]);
    const other = await openWindow();
    assert.equal(await other.take("b"), false);
  });

  it("makes a deleted lock anew although one beat begins before the last is done", async () => {
    const locks = await openWindow({ beatMs: 1 });
    const lost: string[] = [];
    locks.onLost((name) => lost.push(name));
    await locks.take("a");
    for (let round = 0; round < 100 && locks.holds("a"); round += 1) {
      await rm(join(folder, "a.lock"));
      while (locks.holds("a") && !(await readdir(folder)).includes("a.lock")) await wait(1);
    }
    assert.deepEqual(lost, []);
  });

  it("lets one at a time do a short piece of work", async () => {
    const windows = await Promise.all(Array.from({ length: 4 }, () => openWindow()));
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await wait(5);
      running -= 1;
    };
    await Promise.all(windows.map((locks) => locks.run("a", work)));
    assert.equal(most, 1);
    await assert.rejects(
      windows[0]!.run("a", () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await windows[1]!.take("a"), true, "it is given back after a failure too");
  });

  it("gives everybody what they ask for where a dead window's lock cannot be taken away", async (context) => {
    const skipped = await withSmallDisk(async (disk, remount) => {
      const dead = { id: "0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a333", pid: 2 ** 22, host: hostname() };
      for (const name of ["a.lock", `${dead.id}.alive`])
        await writeFile(join(disk, name), JSON.stringify(dead));
      remount("ro");
      const windows = [await WindowLocks.open(disk), await WindowLocks.open(disk)];
      for (const locks of windows) {
        assert.equal(await locks.take("a"), true);
        assert.equal(await locks.take("a"), false);
        assert.equal(await locks.run("b", () => Promise.resolve(7)), 7);
      }
      for (const locks of windows) await locks.dispose();
      assert.equal((await readdir(disk)).length, 2);
    });
    if (skipped !== undefined) context.skip(skipped);
  });

  it("gives everybody what they ask for where no lock can be written", async () => {
    const locks = await openWindow();
    await rm(folder, { recursive: true });
    assert.equal(await locks.take("a"), true);
    assert.equal(await locks.take("a"), false);
    await locks.release("a");
    assert.equal(await locks.run("b", () => Promise.resolve(7)), 7);
  });
});
