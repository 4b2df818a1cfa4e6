import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { ProfileError, type ProfileProblem } from "../../../../src/account/profileError.ts";
import { AliyunConfig } from "../../../../src/host/accounts/aliyunConfig.ts";

describe("AliyunConfig", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "eci-aliyunConfig-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const text = JSON.stringify({
    current: "a",
    profiles: [{ name: "a", mode: "AK", access_key_secret: "planted" }],
  });
  async function assertProblem(file: string, problem: ProfileProblem): Promise<void> {
    const config = new AliyunConfig(() => file);
    await assert.rejects(config.read(), (error) => {
      assert.ok(error instanceof ProfileError, String(error));
      assert.doesNotMatch(`${error.stack ?? ""}${String(error.cause)}`, /planted/u);
      return error.problem === problem;
    });
    config.dispose();
  }

  it("reads the file of now and leaves it as it is, also behind a link and below ~", async () => {
    const file = path.join(folder, "real.json");
    const link = path.join(folder, "link.json");
    await writeFile(file, `${text}\n`);
    await symlink(file, link);
    for (const name of [file, link, ` ${file} `, `~/${path.relative(homedir(), file)}`]) {
      const config = new AliyunConfig(() => name);
      assert.equal((await config.read()).profiles[0]?.name, "a");
      config.dispose();
    }
    assert.equal(await readFile(file, "utf8"), `${text}\n`);
  });

  it(
    "refuses what is no small plain JSON file, at once and without its content",
    { timeout: 20_000 },
    async () => {
      const pipe = path.join(folder, "pipe");
      execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
      const large = path.join(folder, "large.json");
      await writeFile(large, text + " ".repeat(1024 * 1024));
      const broken = path.join(folder, "broken.json");
      await writeFile(broken, text.slice(0, -1));
      await assertProblem(path.join(folder, "nowhere", "config.json"), "noFile");
      for (const file of [pipe, folder, "/dev/zero"]) await assertProblem(file, "unreadableFile");
      await assertProblem(large, "fileTooLarge");
      await assertProblem(broken, "notJson");
    },
  );

  it("tells of a file that comes into being in a folder that was not there, and of another one in the settings", async () => {
    let file = path.join(folder, "later", "config.json");
    const config = new AliyunConfig(() => file);
    const told = new EventEmitter();
    config.onChange(() => told.emit("change"));
    // Node tells once of a file that is not there.
    const missed = once(told, "change");
    await assert.rejects(config.read());
    await missed;
    const created = once(told, "change");
    await mkdir(path.dirname(file));
    await writeFile(file, text);
    await created;
    assert.equal((await config.read()).current, "a");
    const moved = once(told, "change");
    file = path.join(folder, "other.json");
    config.follow();
    await moved;
    config.dispose();
  });
});
