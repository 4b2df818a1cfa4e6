import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { outFolder } from "../../scripts/paths.ts";
import { startEditor, type Editor } from "./editor.ts";
import { screenshot } from "./screenshot.ts";
import { activityIcon, openViews, viewPane } from "./tree.ts";

describe("the packaged extension in a browser-served VS Code", () => {
  let editor: Editor;
  before(async () => {
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"));
  });
  after(() => editor.dispose());

  it("has its icon in the activity bar and welcomes a newcomer", async () => {
    const { page } = editor;
    await activityIcon(page).waitFor({ timeout: 30_000 });
    await openViews(page);
    const welcome = viewPane(page, "Instances").locator(".welcome-view-content");
    await welcome.waitFor({ timeout: 30_000 });
    await screenshot(page, "01-welcome");
    assert.match(await welcome.innerText(), /demo account/i);
  });
});
