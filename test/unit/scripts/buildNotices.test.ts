import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { buildNotices } from "../../../scripts/buildNotices.ts";
import { projectFolder } from "../parseSources.ts";

describe("buildNotices", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "eciOps-notices-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function addPackage(name: string, facts: object, licence?: string): Promise<string> {
    const own = path.join(folder, "node_modules", name);
    await mkdir(own, { recursive: true });
    await writeFile(path.join(own, "package.json"), JSON.stringify({ name, version: "1.2.3", ...facts }));
    if (licence !== undefined) await writeFile(path.join(own, "LICENSE"), licence);
    return `node_modules/${name}/lib/x.js`;
  }

  it("holds the licence text of a package as it ships it", async () => {
    const file = await addPackage("@scope/with", { license: "ISC" }, "Copyright A\n\nISC words\n");
    assert.match(
      await buildNotices(folder, [file]),
      /\n@scope\/with 1\.2\.3 \(ISC\)\n\nCopyright A\n\nISC words\n/,
    );
  });

  it("holds the words of MIT with the author's name for a package that ships none", async () => {
    const file = await addPackage("without", { license: "MIT", author: "Some Author" });
    assert.match(
      await buildNotices(folder, [file]),
      /\nwithout 1\.2\.3 \(MIT\)\n\nMIT License\n\nCopyright \(c\) Some Author\n\nPermission is hereby granted/,
    );
  });

  it("refuses a package whose licence text nobody knows", async () => {
    const bare = await addPackage("bare", { license: "Apache-2.0", author: "Some Author" });
    await assert.rejects(buildNotices(folder, [bare]), /bare 1\.2\.3 .*no licence text/);
    const nameless = await addPackage("nameless", { license: "MIT" });
    await assert.rejects(buildNotices(folder, [nameless]), /nameless 1\.2\.3 .*no licence text/);
  });

  it("names what pop-core and httpx, which ship no text of their own, are licensed by", async () => {
    const files = ["@alicloud/pop-core/lib/rpc.js", "httpx/lib/index.js"];
    const notices = await buildNotices(
      projectFolder,
      files.map((file) => `node_modules/${file}`),
    );
    assert.equal(notices.match(/Permission is hereby granted/g)?.length, 2);
    assert.equal(notices.match(/Copyright \(c\) Jackson Tian/g)?.length, 2);
  });
});
