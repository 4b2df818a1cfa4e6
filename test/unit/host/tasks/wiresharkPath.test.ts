import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findWireshark } from "../../../../src/host/tasks/wiresharkPath.ts";

describe("findWireshark", () => {
  it("finds a program on the PATH, prefers the setting, and believes neither blindly", async () => {
    const folder = await mkdtemp(join(tmpdir(), "eci-wireshark-"));
    try {
      const program = join(folder, "wireshark");
      const search = {
        platform: "linux",
        env: { PATH: `/nowhere:relative::${folder}` },
        setting: "",
      } as const;
      assert.equal(await findWireshark(search), undefined);
      await writeFile(program, "#!/bin/sh\n");
      assert.equal(await findWireshark(search), undefined, "a file that cannot be run is no program");
      await chmod(program, 0o755);
      assert.equal(await findWireshark(search), program);
      assert.equal(await findWireshark({ ...search, setting: join(folder, "other") }), undefined);
      assert.equal(await findWireshark({ ...search, setting: folder }), undefined, "nor is a folder");
      assert.equal(await findWireshark({ ...search, env: {}, setting: program }), program);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("looks where Windows keeps programs", async (context) => {
    if (process.platform === "win32") {
      context.skip("a Windows path is a plain file name only on other systems");
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), "eci-wireshark-"));
    const before = process.cwd();
    try {
      process.chdir(folder);
      const env = { PATH: "C:\\Tools;relative", ProgramFiles: "C:\\Program Files" };
      const search = { platform: "win32", env, setting: "" } as const;
      const [onPath, installed] = ["C:\\Tools\\Wireshark.exe", "C:\\Program Files\\Wireshark\\Wireshark.exe"];
      assert.equal(await findWireshark(search), undefined);
      await writeFile(installed, "", { mode: 0o755 });
      assert.equal(await findWireshark(search), installed);
      await writeFile(onPath, "", { mode: 0o755 });
      assert.equal(await findWireshark(search), onPath);
    } finally {
      process.chdir(before);
      await rm(folder, { recursive: true });
    }
  });

  it("looks where macOS keeps applications", async () => {
    const home = await mkdtemp(join(tmpdir(), "eci-wireshark-"));
    try {
      const folder = join(home, "Applications/Wireshark.app/Contents/MacOS");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "Wireshark"), "#!/bin/sh\n", { mode: 0o755 });
      const found = await findWireshark({ platform: "darwin", env: { HOME: home }, setting: "" });
      assert.equal(found, join(folder, "Wireshark"));
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
