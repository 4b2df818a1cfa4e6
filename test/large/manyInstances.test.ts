import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { outFolder } from "../../scripts/paths.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { startEditor, type Editor } from "../e2e/editor.ts";
import { createManyInstances, type ManyInstances } from "../e2e/manyInstances.ts";
import { screenshot } from "../e2e/screenshot.ts";
import { chooseInRowMenu, expandRow, treeRow } from "../e2e/tree.ts";

const count = 10_000;

describe("ten thousand instances, in the packaged extension", () => {
  let editor: Editor;
  let simulator: Simulator;
  let steps: ManyInstances;
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", instances: count, regions: ["cn-hangzhou"] });
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"), { isLean: true });
    await editor.changeSettings({ "eciOps.endpoint": simulator.endpoint });
    steps = createManyInstances(editor.page, simulator, count);
  });
  after(async () => {
    await editor.dispose();
    await simulator.close();
  });

  it("are listed, scrolled, filtered, grouped and marked, and no call was one too many", async () => {
    const { page } = editor;
    await steps.open();
    await screenshot(page, "many-instances");
    assert.ok((await steps.scroll()) >= 100);
    const failed = simulator.world.instancesOf("cn-hangzhou").filter(({ status }) => status === "Failed");
    assert.equal(await steps.filter("status:Failed"), String(failed.length));
    await screenshot(page, "many-instances-filtered");
    const tagged = simulator.world
      .instancesOf("cn-hangzhou")
      .filter(({ tags }) => tags.some(({ key, value }) => key === "env" && value === "production"));
    assert.equal(await steps.filter("tag:env=production"), String(tagged.length));
    await steps.filter("");
    await steps.group("Status", /ScheduleFailed/);
    await screenshot(page, "many-instances-grouped");
    await expandRow(page, "Instances", /^ScheduleFailed/);
    await steps.group("No groups", /1 – 500/);
    const { name } = failed[0] ?? assert.fail();
    await steps.filter(`"${name}"`);
    await chooseInRowMenu(page, "Instances", name, "Add to Favourites");
    await steps.filter("");
    await treeRow(page, "Instances", new RegExp(`${name}.*★`)).waitFor();
    assert.equal(simulator.refusals(), 0);
    await page.setViewportSize({ width: 500, height: 700 });
    await screenshot(page, "many-instances-narrow");
  });
});
