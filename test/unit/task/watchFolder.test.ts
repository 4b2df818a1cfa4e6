import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { watch } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { watchFolder } from "../../../src/task/watchFolder.ts";

/** What the system says where all of its watches are given out. */
const noneLeft = Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), {
  code: "ENOSPC",
});

describe("watchFolder", () => {
  let folder: string;
  const heard: string[] = [];
  const stops: (() => void)[] = [];
  const hear = (watchWith?: typeof watch): void => {
    stops.push(watchFolder(folder, (name) => heard.push(name), watchWith));
  };
  const replace = async (name: string): Promise<void> => {
    await writeFile(join(folder, `${name}.tmp`), name);
    await rename(join(folder, `${name}.tmp`), join(folder, name));
  };
  const until = async (name: string): Promise<void> => {
    for (let waits = 0; !heard.includes(name); waits += 1) {
      assert.ok(waits < 500, `${name} was not heard of`);
      await wait(20);
    }
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eciOps-watch-"));
    heard.length = 0;
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("hears of a file that is replaced, and of none once it has ended", async () => {
    hear();
    await replace("a.json");
    await until("a.json");
    stops.splice(0).forEach((stop) => stop());
    await wait(50);
    heard.length = 0;
    await replace("b.json");
    await wait(200);
    assert.deepEqual(heard, []);
  });

  it("looks every second where the system has no watch left", async () => {
    hear(() => {
      throw noneLeft;
    });
    await replace("a.json");
    await until("a.json");
    heard.length = 0;
    await wait(50);
    await replace("a.json");
    await until("a.json");
  });

  it("looks every second where the system takes a watch back", async () => {
    const watcher = Object.assign(new EventEmitter(), { close: () => undefined });
    hear((() => watcher) as unknown as typeof watch);
    watcher.emit("error", noneLeft);
    await replace("a.json");
    await until("a.json");
    stops.splice(0).forEach((stop) => stop());
    heard.length = 0;
    await replace("b.json");
    await wait(1_300);
    assert.deepEqual(heard, []);
  });
});
