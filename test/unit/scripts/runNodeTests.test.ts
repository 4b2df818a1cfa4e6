import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { outFolder, projectFolder } from "../../../scripts/paths.ts";
import type { Tally } from "../../../scripts/testing/tally.ts";

const head = 'import { describe, it } from "node:test";\n';
const runner = pathToFileURL(path.join(projectFolder, "scripts/testing/runNodeTests.ts")).href;

describe("runNodeTests", () => {
  let folder = "";
  before(async () => {
    await mkdir(outFolder, { recursive: true });
    folder = await mkdtemp(path.join(outFolder, "runner-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** What the runner counts and prints of one file with this text. */
  async function runFile(text: string): Promise<{ readonly tally: Tally; readonly output: string }> {
    await writeFile(path.join(folder, "some.test.mjs"), text);
    const pattern = path.relative(projectFolder, path.join(folder, "*.test.mjs")).replaceAll(path.sep, "/");
    const program = `import { runNodeTests } from ${JSON.stringify(runner)};
      const signal = new AbortController().signal;
      const tally = await runNodeTests("some", ${JSON.stringify(pattern)}, { limitSeconds: 60, signal });
      console.log(JSON.stringify(tally));`;
    // A test run that finds itself inside another one does nothing.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => name !== "NODE_TEST_CONTEXT"),
    );
    const programFile = path.join(folder, "program.mjs");
    await writeFile(programFile, program);
    const { stdout } = await promisify(execFile)(process.execPath, [programFile], { env });
    return { tally: JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Tally, output: stdout };
  }

  it("counts what passes, fails and is skipped, a skipped suite too, with the reasons", async () => {
    const { tally, output } = await runFile(`${head}
      it("passes", () => {});
      it("fails", () => { throw new Error("boom"); });
      it("needs a tool", { skip: "no such tool" }, () => {});
      describe("suite that needs one", { skip: "no such tool either" }, () => { it("inside", () => {}); });
      describe("suite", () => { it("fails inside", () => { throw new Error("boom inside"); }); });`);
    assert.deepEqual(tally, { passed: 1, failed: 2, skipped: 2 });
    assert.match(output, /^FAIL .*some\.test\.mjs: fails\nError: boom\n/m);
    assert.match(output, /^skip .*: needs a tool: no such tool$/m);
    assert.match(output, /^skip .*: suite that needs one: no such tool either$/m);
  });

  it("fails for what is skipped without a reason", async () => {
    const { tally } = await runFile(`${head}
      it("is skipped", { skip: true }, () => {});
      it.todo("is to do");`);
    assert.deepEqual(tally, { passed: 0, failed: 2, skipped: 0 });
  });

  it("fails for a file that breaks while it is loaded", async () => {
    const { tally } = await runFile(`${head} it("never runs", () => {}); throw new Error("broken");`);
    assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
  });

  it("fails for a file that holds no test", async () => {
    const { tally } = await runFile("export {};");
    assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
  });

  it("fails for a file that ends, without an error, before its tests did", async () => {
    const { tally, output } = await runFile(`${head}
      it("ends the process", () => process.exit(0));
      it("never runs", () => { throw new Error("unseen"); });`);
    assert.equal(tally.failed, 1);
    assert.match(output, /ended before its tests did/);
  });
});
