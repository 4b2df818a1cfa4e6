import assert from "node:assert/strict";
import { once, EventEmitter } from "node:events";
import { link, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { AccountsFile } from "../../../../src/host/accounts/accountsFile.ts";

describe("AccountsFile", () => {
  let folder: string;
  let path: string;
  const opened: AccountsFile[] = [];
  const open = (): AccountsFile => {
    const file = new AccountsFile(path);
    opened.push(file);
    return file;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eciOps-accounts-"));
    path = join(folder, "accounts.json");
  });
  afterEach(async () => {
    for (const file of opened.splice(0)) file.dispose();
    await rm(folder, { recursive: true });
  });

  it("keeps what it was given, for its owner's eyes alone", async () => {
    await open().update("a", [1]);
    await open().update("b", { c: 2 });
    assert.deepEqual(open().get("a"), [1]);
    assert.deepEqual(open().get("b"), { c: 2 });
    assert.equal(open().get("missing"), undefined);
    if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o077, 0);
  });

  it("notices what another window wrote, and not what it wrote itself", async () => {
    const mine = open();
    const theirs = open();
    const heard = new EventEmitter();
    let own = 0;
    mine.onChange(() => heard.emit("change"));
    theirs.onChange(() => own++);
    const change = once(heard, "change", { signal: AbortSignal.timeout(5_000) });
    await theirs.update("a", "theirs");
    await change;
    assert.equal(mine.get("a"), "theirs");
    assert.equal(own, 0);
  });

  it("does not undo another window's change when it writes its own", async () => {
    const mine = open();
    const theirs = open();
    await theirs.update("theirs", 1);
    await mine.update("mine", 2);
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), { theirs: 1, mine: 2 });
  });

  it("takes a file that cannot be read just now for none that is empty", async () => {
    const file = open();
    await file.update("a", 1);
    await link(path, `${path}.kept`);
    // A link to itself takes the file's place at once.
    await symlink(path, `${path}.loop`);
    await rename(`${path}.loop`, path);
    const change = file.exclusively(() => file.update("b", [file.get("a")]));
    await assert.rejects(change, { code: "ELOOP" });
    assert.equal(file.get("a"), 1);
    assert.equal(open().get("a"), undefined);
    await rename(`${path}.kept`, path);
    await file.exclusively(() => file.update("b", [file.get("a")]));
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), { a: 1, b: [1] });
  });

  it("sets a file aside that is no JSON object, and loses nothing of it", async () => {
    for (const text of ["{", "[]", "null", ""]) {
      await writeFile(path, text);
      assert.equal(open().get("a"), undefined);
      assert.equal(await readFile(`${path}.damaged`, "utf8"), text);
    }
    assert.deepEqual(await readdir(folder), ["accounts.json.damaged"]);
  });
});
