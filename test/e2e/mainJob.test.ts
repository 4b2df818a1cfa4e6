import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { liveEngineAvailable } from "../../src/simulator/live/liveEngine.ts";
import { readToolOutput, whyToolsMissing } from "../unit/capture/systemTool.ts";
import { countDemoTcpdumps } from "./demoTcpdumps.ts";
import { startEditor, type Editor } from "./editor.ts";
import { exportCapture } from "./exportCapture.ts";
import { assertShareable, countFilePackets, findPackets } from "./exportedFile.ts";
import {
  clearNotifications,
  pressInDialog,
  pressInNotification,
  waitForNotification,
} from "./notifications.ts";
import { chooseItem, runCommand } from "./palette.ts";
import { readHashes } from "./readHashes.ts";
import { screenshot } from "./screenshot.ts";
import {
  activityIcon,
  chooseInRowMenu,
  collapseRow,
  expandRow,
  openViews,
  pressRowIcon,
  treeRow,
  viewPane,
} from "./tree.ts";
import { assertRefusalShown, filterCapture, followStream } from "./viewSteps.ts";
import { findFrame } from "./webview.ts";
import { describeWrongAccounts } from "./wrongAccounts.ts";

/** The simulator refuses a second setting of an instance for three seconds, as the service does for a time of its own. */
const afterIntervalMs = 3_200;

/** Enough for each kind of traffic of the demo, the connections that are refused among it. */
const packetCount = 900;

/** The demo's instance crashes so long after its core dump is armed. */
const crashMs = 4_200;

/** The parts of the window that the README shows: docs/images/NAME.png is a copy of out/screenshots/readme-NAME.png. */
const instancesView = { x: 48, y: 68, width: 304, height: 342 };
const editorArea = { x: 352, y: 36, width: 928, height: 732 };
const tasksView = { x: 48, y: 412, width: 304, height: 190 };

async function setField(frame: Frame, field: string, text: string): Promise<void> {
  await frame.locator(`#field-${field} input`).fill(text);
}

/** What the form says of a wrong value, once it says so. */
async function readComplaint(frame: Frame, field: string): Promise<string> {
  const note = frame.locator(`#note-${field}.error`);
  await note.waitFor({ timeout: 5_000 });
  return note.innerText();
}

const whyNot = "the demo captures live only on Linux, as root, with iproute2, util-linux and tcpdump";
const notLive = (await liveEngineAvailable()) ? false : whyNot;

describe("the main job, in the packaged extension", () => {
  let editor: Editor;
  let page: Page;
  let resultsFolder: string;
  /** The first capture that was saved, and the page that shows it. */
  let captureFile: string;
  let view: Frame;
  before(async () => {
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"));
    ({ page } = editor);
    resultsFolder = path.join(editor.globalStorageFolder, "results");
  });
  after(() => editor.dispose());
  afterEach(async (test) => {
    if ("passed" in test && !test.passed) await screenshot(page, `failed-${test.name.slice(0, 40)}`);
  });

  it("welcomes a newcomer and adds the demo account", async () => {
    await activityIcon(page).waitFor({ timeout: 30_000 });
    await openViews(page);
    const welcome = viewPane(page, "Instances").locator(".welcome-view-content");
    await welcome.waitFor({ timeout: 30_000 });
    await screenshot(page, "01-welcome");
    await welcome.getByText("Try it with the demo account").click();
    await treeRow(page, "Instances", "Demo").waitFor({ timeout: 20_000 });
    await expandRow(page, "Instances", "cn-hangzhou");
    await treeRow(page, "Instances", "api-1").waitFor({ timeout: 20_000 });
    await expandRow(page, "Instances", "api-1");
    await treeRow(page, "Instances", "Address").waitFor({ timeout: 20_000 });
    await screenshot(page, "02-tree");
    await screenshot(page, "readme-tree", instancesView);
    await collapseRow(page, "Instances", "api-1");
  });

  it("copies an instance's id and address, and opens its page in the console", async () => {
    const context = page.context();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await chooseInRowMenu(page, "Instances", "api-1", "Copy Private IP Address");
    const bar = page.locator(".statusbar");
    await bar.getByText("Copied the private address").waitFor({ timeout: 5_000 });
    assert.match(await page.evaluate("navigator.clipboard.readText()"), /^10\.16\.0\.\d+$/);
    await chooseInRowMenu(page, "Instances", "api-1", "Copy Instance ID");
    await bar.getByText("Copied the instance id").waitFor({ timeout: 5_000 });
    const id = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.match(id, /^eci-[\da-z]{20}$/);
    await context.route("https://eci.console.aliyun.com/**", (route) => route.fulfill({ body: "console" }));
    const popup = page.waitForEvent("popup", { timeout: 15_000 });
    await chooseInRowMenu(page, "Instances", "api-1", "Open in the Alibaba Cloud Console");
    await pressInDialog(page, "open the external website", "Open");
    const consolePage = await popup;
    await consolePage.waitForURL(`https://eci.console.aliyun.com/#/eci/cn-hangzhou/detail/${id}/containers`);
    await consolePage.close();
  });

  it("answers each wrong value in the form with a message of its own", async () => {
    await runCommand(page, "ECI: Capture Packets…");
    await chooseItem(page, "api-1");
    const frame = await findFrame(page, "#start");
    const wrong: Record<string, string> = {
      sourceIp: "10.0.0.256",
      sourceCidr: "10.0.0.0/33",
      sourcePort: "0",
      destIp: "2001:db8::1",
      destCidr: "10.0.0.1",
      destPort: "http",
      interfaceName: "eth0/1",
      snaplenBytes: "0",
      durationSeconds: "soon",
      packetCount: "1.5",
      fileSizeBytes: "2 GiB",
    };
    const complaints = new Map<string, string>();
    for (const [field, text] of Object.entries(wrong)) await setField(frame, field, text);
    for (const field of Object.keys(wrong)) complaints.set(field, await readComplaint(frame, field));
    for (const field of Object.keys(wrong)) await setField(frame, field, "");
    await frame
      .locator(".note.error, [id^=note-].error")
      .first()
      .waitFor({ state: "detached", timeout: 5_000 });
    assert.equal(
      new Set(complaints.values()).size,
      complaints.size,
      JSON.stringify([...complaints], null, 1),
    );
    await setField(frame, "destPort", "70000");
    await frame.locator("#start").click();
    await frame.locator(".outcome [role=alert]").waitFor({ timeout: 5_000 });
    await screenshot(page, "03-form-wrong");
    const predicate = () => frame.isDetached();
    const hidden = page.waitForEvent("framedetached", { predicate, timeout: 10_000 });
    await runCommand(page, "File: New Untitled Text File");
    await hidden;
    await page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await runCommand(page, "View: Close Editor");
    const shownAgain = await findFrame(page, "#field-destPort");
    assert.equal(await shownAgain.locator("#field-destPort input").inputValue(), "70000");
  });

  it("fills in a peer from the tree, and copies the call that it would send as a command", async () => {
    const frame = await findFrame(page, "#start");
    await setField(frame, "destPort", "6379");
    await frame.getByText("Pick destination").click();
    await chooseItem(page, "redis-cache");
    const address = frame.locator("#field-destIp input");
    await page.waitForFunction(
      (input) => (input as { value: string }).value !== "",
      await address.elementHandle(),
    );
    const destIp = await address.inputValue();
    assert.match(destIp, /^10\.16\.0\.\d+$/);
    await frame.locator("#copy-as").click();
    await chooseItem(page, "aliyun CLI");
    await frame.locator(".outcome", { hasText: "Copied: aliyun CLI" }).waitFor({ timeout: 5_000 });
    const command = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.match(command, /^aliyun eci CreateInstanceOpsTask /m);
    assert.ok(command.includes(`"DestIp":"${destIp}","DestPort":6379`), command);
  });

  it("captures packets, follows the task to its end and saves the very file of the service", async () => {
    const frame = await findFrame(page, "#start");
    await frame.locator("#preset").click();
    await frame.locator("#preset li.option", { hasText: "HTTPS" }).click();
    await frame.locator(".advice .warning", { hasText: "Replies from port 443" }).waitFor();
    await frame.evaluate("scrollTo(0, 0)");
    await screenshot(page, "readme-form", editorArea);
    await frame.locator("#reset").click();
    await setField(frame, "packetCount", String(packetCount));
    await setField(frame, "durationSeconds", "20 s");
    await screenshot(page, "04-form-right");
    await frame.locator("#start").click();
    await pressInDialog(page, "api-1 is a production instance", "Send");
    await frame.locator(".outcome [role=status]").waitFor({ timeout: 15_000 });
    await treeRow(page, "Tasks", "api-1").waitFor({ timeout: 10_000 });
    await screenshot(page, "05-task-running");
    await waitForNotification(page, /Capture ready: 900 packets, .+\. \d+ findings\./, 60);
    await screenshot(page, "06-task-done");
    const saved = [...(await readHashes(resultsFolder))].filter(([file]) => /\.pcap(ng)?(\.gz)?$/.test(file));
    assert.equal(saved.length, 1);
    const served = await readHashes(editor.temporaryFolder);
    assert.ok([...served.values()].includes(saved[0]![1]), "the simulator serves the same bytes");
    [captureFile] = saved[0]!;
    const taskFile = path.join(path.dirname(captureFile), "task.json");
    const task = JSON.parse(await readFile(taskFile, "utf8")) as { options?: object };
    assert.deepEqual(task.options, { durationSeconds: 20, packetCount });
  });

  it("opens the capture at its worst finding", async () => {
    await pressInNotification(page, /Capture ready/, "Open");
    view = await findFrame(page, "#packet-list .time", 60);
    await view.locator("#filter-count", { hasText: `${packetCount} packets` }).waitFor();
    await assertRefusalShown(view, captureFile);
    await screenshot(page, "06-task-opened");
    await screenshot(page, "readme-capture", editorArea);
  });

  it("filters the capture, and follows one of its streams as text and as hexadecimal", async () => {
    await filterCapture(view, "http.response.code >= 500");
    await view.locator("#row-0 .number").click();
    await followStream(page, view, { a: "GET /", b: "HTTP/1.1 500 Internal Server Error" });
    await view.locator("#row-0 .info", { hasText: "HTTP/1.1 500" }).waitFor();
    await screenshot(page, "06-task-filtered");
  });

  const skip = whyToolsMissing("capinfos", "tshark");
  it("writes the packets that the filter lets through, and a copy to share", { skip }, async () => {
    const shown = await filterCapture(view, "http.response.code >= 500");
    const part = path.join(editor.workspaceFolder, "part.pcapng");
    await exportCapture(page, view, "Packets in the list as pcapng…", part);
    assert.ok(shown > 0 && shown < packetCount, String(shown));
    assert.equal(countFilePackets(part), shown);
    assert.match(readToolOutput("capinfos", "-t", part), /pcapng/);
    assert.equal(findPackets(part, "http.response.code >= 500").length, shown);
    await view.locator("#filter").press("Escape");
    await view.locator("#filter-count", { hasText: /^\D*900 packets/ }).waitFor();
    const share = path.join(editor.workspaceFolder, "share.pcapng");
    await exportCapture(page, view, "A copy to share…", share);
    await assertShareable(captureFile, share);
    await screenshot(page, "06-task-written");
    await runCommand(page, "View: Close Editor");
    await clearNotifications(page);
  });

  it("finds a running capture again after the window was reloaded", async () => {
    const frame = await findFrame(page, "#start");
    await setField(frame, "packetCount", "");
    await setField(frame, "durationSeconds", "10 min");
    await frame.locator("#start").click();
    await pressInDialog(page, "api-1 is a production instance", "Send");
    await frame.locator(".outcome [role=status]").waitFor({ timeout: 20_000 });
    await editor.reload();
    await openViews(page);
    await treeRow(page, "Tasks", /api-1.*capturing/i).waitFor({ timeout: 30_000 });
    const form = await findFrame(page, "#field-durationSeconds");
    assert.equal(await form.locator("#field-durationSeconds input").inputValue(), "10 min");
    await screenshot(page, "07-after-reload");
  });

  it("captures with the real tcpdump", { skip: notLive }, () => {
    assert.equal(countDemoTcpdumps(editor.dataFolder), 1);
  });

  it("stops a running capture", async () => {
    await pressRowIcon(page, "Tasks", /api-1.*capturing/i, "Stop Capture");
    await treeRow(page, "Tasks", /api-1.*capturing/i).waitFor({ state: "detached", timeout: 30_000 });
    await waitForNotification(page, /Capture ready/, 60);
    await clearNotifications(page);
  });

  it("arms a core dump and takes it back", async () => {
    await expandRow(page, "Instances", "cn-hangzhou");
    await chooseInRowMenu(page, "Instances", "worker-images", "Enable Core Dump");
    const armed = treeRow(page, "Tasks", /worker-images.*armed/i);
    await armed.waitFor({ timeout: 20_000 });
    await screenshot(page, "08-core-dump-armed");
    await sleep(afterIntervalMs);
    await chooseInRowMenu(page, "Instances", "worker-images", "Disable Core Dump");
    await armed.waitFor({ state: "detached", timeout: 30_000 });
  });

  it("collects the core dump of an instance that crashes", async () => {
    await chooseInRowMenu(page, "Instances", "recommender", "Enable Core Dump");
    await clearNotifications(page);
    await treeRow(page, "Tasks", /recommender.*armed/i).waitFor({ timeout: 20_000 });
    await screenshot(page, "readme-tasks", tasksView);
    await sleep(crashMs);
    // An armed core dump is asked about only now and then.
    await runCommand(page, "ECI: Refresh Tasks");
    await waitForNotification(page, /Core dump ready/, 90);
    const cores = [...(await readHashes(resultsFolder)).keys()].filter((file) => file.endsWith(".core"));
    assert.equal(cores.length, 1);
    await clearNotifications(page);
  });

  describeWrongAccounts(() => editor);
});
