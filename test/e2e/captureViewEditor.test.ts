import assert from "node:assert/strict";
import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { outFolder } from "../../scripts/paths.ts";
import { writeGeneratedCapture } from "../captures/writeGeneratedCapture.ts";
import { startEditor, type Editor } from "./editor.ts";
import { chooseItem, quickInput } from "./palette.ts";
import { screenshot } from "./screenshot.ts";
import { filterCapture } from "./viewSteps.ts";
import { findFrame } from "./webview.ts";

describe("a capture in the packaged extension", () => {
  let editor: Editor;
  let packets = 0;
  let file: string;
  before(async () => {
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"), { isLean: true });
    file = path.join(editor.workspaceFolder, "traffic.pcap");
    ({ packets } = writeGeneratedCapture(file, 4 << 20));
  });
  after(() => editor.dispose());
  afterEach(async (test) => {
    if ("passed" in test && !test.passed) await screenshot(editor.page, `failed-${test.name.slice(0, 40)}`);
  });

  it("opens from the folder at its worst finding, with all its packets", async () => {
    const { page } = editor;
    await page.keyboard.press("Control+P");
    await quickInput(page).locator("input.input").fill("traffic.pcap");
    await chooseItem(page, "traffic.pcap");
    const frame = await findFrame(page, "#packet-list .time", 60);
    await frame.locator(".opened-at .sentence").waitFor({ timeout: 30_000 });
    await frame.locator("#packet-layers [role=treeitem]").first().waitFor();
    const counted = await frame.locator("#filter-count").innerText();
    assert.equal(counted.trim(), `${packets.toLocaleString("en")} packets`);
    await screenshot(page, "12-capture");
  });

  it("filters, and shows the packets that the filter lets through", async () => {
    const { page } = editor;
    const frame = await findFrame(page, "#filter");
    await filterCapture(frame, "dns.flags.rcode == 3");
    await frame.locator("#row-0 .info", { hasText: "No such name" }).waitFor();
    await screenshot(page, "13-capture-filtered");
    await frame.locator("#filter").press("Escape");
  });

  it("reads the file again when it was replaced, and says so", async () => {
    const { page } = editor;
    const other = path.join(editor.temporaryFolder, "other.pcap");
    const replaced = writeGeneratedCapture(other, 1 << 20, 7);
    await copyFile(other, file);
    const frame = await findFrame(page, "#packet-list .time");
    const words = `${replaced.packets.toLocaleString("en")} packets`;
    await frame.locator("#filter-count", { hasText: words }).waitFor({ timeout: 30_000 });
    await frame.locator("#notice-file").waitFor();
    assert.equal(await frame.locator("#notice-failure").count(), 0);
  });

  it("looks right in the light, the dark and the high contrast theme, and in a narrow window", async () => {
    const { page } = editor;
    const selecting = await findFrame(page, "#packet-list .time");
    await filterCapture(selecting, "http.request");
    await selecting.locator("#row-0 .number").click();
    for (const theme of ["Default Light Modern", "Default Dark Modern", "Default High Contrast"]) {
      await editor.changeSettings({ "workbench.colorTheme": theme });
      const kind =
        theme === "Default High Contrast" ? "hc-black" : theme.includes("Light") ? "vs" : "vs-dark";
      await page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 20_000 });
      await findFrame(page, "#packet-list .time");
      await screenshot(page, `14-capture-${kind}`);
      const frame = await findFrame(page, "#follow");
      await frame.locator("#follow").click();
      await frame.locator("#stream .stream-line.data").first().waitFor();
      await screenshot(page, `14-capture-${kind}-stream`);
      await page.keyboard.press("Escape");
    }
    await page.setViewportSize({ width: 760, height: 800 });
    const frame = await findFrame(page, "#row-0");
    const overflow = await frame.evaluate("document.documentElement.scrollWidth - innerWidth");
    assert.ok(Number(overflow) <= 0, `${String(overflow)} pixels too wide`);
    await screenshot(page, "15-capture-narrow");
    await frame.locator("#follow").click();
    await frame.locator("#stream .stream-line.data").first().waitFor();
    await screenshot(page, "15-capture-narrow-stream");
    await page.keyboard.press("Escape");
  });

  it("says that the file is gone, and shows what it has read of it all the same", async () => {
    const { page } = editor;
    await rm(file);
    const frame = await findFrame(page, "#row-0");
    await frame.locator("#notice-file", { hasText: "The file is gone." }).waitFor({ timeout: 30_000 });
    await frame.locator("#row-0 .number").click();
    await frame.locator("#packet-layers [role=treeitem]").first().waitFor();
    await screenshot(page, "16-capture-gone");
  });
});
