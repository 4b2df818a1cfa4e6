import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { findExtensionHosts } from "./extensionHosts.ts";
import type { OneWindow } from "./oneWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { closeEditors, openForm, until } from "./steps.ts";

const reloads = toTries(20, 1);
const forms = toTries(10, 2);
/** A pool's thread or a socket that is kept open for a while may be there or not when it is counted. */
const leewayHandles = 12;

/** P2: the window is loaded anew while it polls, and its page is opened and closed. */
export function describeReloads(scene: () => OneWindow): void {
  describe("P2: windows and pages that come and go", () => {
    let { captures, server, window } = {} as OneWindow;
    let sent = 0;
    before(async () => {
      ({ captures, server, window } = scene());
      sent = server.wire.count("CreateInstanceOpsTask");
      await (await openForm(window.page)).locator("#start").click();
      await treeRow(window.page, "Tasks", /capturing/).waitFor({ timeout: 30_000 });
    });

    after(async () => {
      await captures.end(10_000);
      await runShortcut(window.page, "eciOps.refreshTasks");
      await treeRow(window.page, "Tasks", /capturing/).waitFor({ state: "detached", timeout: 30_000 });
    });

    it(`leaves nothing behind after ${reloads} reloads in the middle of a poll`, async () => {
      const row = createCountedRow("P2", "reloads while polling");
      await closeEditors(window.page);
      const counts: { readonly host: number; readonly server: number }[] = [];
      for (let tried = 0; tried < reloads; tried += 1) {
        await row.attempt("poll under way", async () => {
          const held = server.wire.holdNext("DescribeInstanceOpsRecords");
          await runShortcut(window.page, "eciOps.refreshTasks");
          const { request, answer } = await held;
          const closed = once(request.socket, "close");
          const before = await window.hostPid();
          await window.reload();
          // What the window awaited ends with it, and nothing of it stays on the computer.
          await closed;
          await answer();
          await until("the old extension host ended", () => !findExtensionHosts(server.pid).includes(before));
          assert.equal(findExtensionHosts(server.pid).length, 1);
          await window.showViews(true);
          await treeRow(window.page, "Tasks", /capturing/).waitFor({ timeout: 30_000 });
          const handles = { host: countHandles(await window.hostPid()), server: countHandles(server.pid) };
          counts.push(handles);
          return handles.host;
        });
      }
      assertFlat(counts.map(({ host }) => host));
      // The first windows make caches of the server's own.
      assertFlat(counts.slice(1).map(({ server: handles }) => handles));
      assert.equal(server.wire.count("CreateInstanceOpsTask"), sent + 1);
      row.end("handles");
    });

    it(`holds no more after its form was opened and closed ${forms} times`, async () => {
      const row = createCountedRow("P2", "form opened and closed");
      const pid = await window.hostPid();
      const counts: number[] = [];
      const before = readResidentBytes(pid);
      for (let tried = 0; tried < forms; tried += 1) {
        await row.attempt("form", async () => {
          await openForm(window.page);
          await closeEditors(window.page);
          counts.push(countHandles(pid));
          return counts.at(-1);
        });
      }
      assertFlat(counts);
      assert.ok(readResidentBytes(pid) - before < 50 << 20, "memory of the extension host");
      row.end("handles");
    });
  });
}

/** The open files, sockets, pipes and watches of a process. */
function countHandles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function readResidentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) << 10;
}

function assertFlat(counts: readonly number[]): void {
  const [first = 0] = counts;
  assert.ok(Math.max(...counts) <= first + leewayHandles, `handles: ${counts.join(", ")}`);
}
