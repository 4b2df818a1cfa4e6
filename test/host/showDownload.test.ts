import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { showDownload } from "../../src/host/tasks/showDownload.ts";
import type { ResultDownloads } from "../../src/task/download/resultDownloads.ts";
import type { DownloadedFile } from "../../src/task/task.ts";
import { sampleTask } from "../unit/task/sampleTask.ts";

const file: DownloadedFile = { path: "/x/web.pcap", sizeBytes: 1, sha256: "0".repeat(64), format: "pcap" };

/** Shows a download that ends as a test says. */
function show(finished: Promise<DownloadedFile>): Promise<DownloadedFile> {
  let isRunning = true;
  const ended = finished.finally(() => (isRunning = false));
  ended.catch(() => undefined);
  const downloads = {
    progress: () => (isRunning ? { receivedBytes: 1 } : undefined),
    onProgress: () => () => undefined,
    cancel: () => Promise.resolve(),
  } as unknown as ResultDownloads;
  return showDownload(downloads, sampleTask(), ended);
}

describe("the notification of a download", () => {
  const { withProgress } = vscode.window;
  let titles: (string | undefined)[];
  beforeEach(() => {
    titles = [];
    vscode.window.withProgress = (options, task) => {
      titles.push(options.title);
      return withProgress(options, task);
    };
  });
  afterEach(() => {
    vscode.window.withProgress = withProgress;
  });

  it("stays away where the download is over at once, well or not", async () => {
    assert.equal(await show(delay(100, file)), file);
    const failing = delay(100).then(() => Promise.reject(new Error("no room")));
    await assert.rejects(show(failing), /no room/u);
    assert.deepEqual(titles, []);
  });

  it("comes where it takes its time", async () => {
    assert.equal(await show(delay(2_500, file)), file);
    assert.deepEqual(titles, ["Result of web-1"]);
  });
});
