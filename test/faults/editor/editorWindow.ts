import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { isProcessGone } from "../../../src/task/isProcessGone.ts";
import { activityIcon, viewPane } from "../../e2e/tree.ts";
import { findExtensionHosts } from "./extensionHosts.ts";
import { runShortcut } from "./shortcuts.ts";
import { shareSecrets } from "./windowSecrets.ts";

/** A window of an editor, and the extension host behind it. */
export type EditorWindow = {
  readonly page: Page;
  /** The process id of this window's extension host; waits for it. */
  hostPid(): Promise<number>;
  /** Shows the extension's views, or hides them. */
  showViews(isShown: boolean): Promise<void>;
  /** Kills the extension host of the newest window, this one, as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Brings a killed extension host back by the editor's own means: by itself, by its notification's button, or by its command. */
  revive(): Promise<void>;
  /** Loads the window anew by the editor's own command. */
  reload(): Promise<void>;
  /** Closes the window; its extension host ends. */
  close(): Promise<void>;
};

const limitMs = 30_000;
const stepMs = 20;
/** An editor that restarts an extension host by itself has done it by then. */
const patienceMs = 6_000;

/** One that has just ended by itself is no matter. */
function killProcess(pid: number): void {
  if (!isProcessGone(pid)) process.kill(pid, "SIGKILL");
}

/** Opens the workbench in a page; `serverPid` is the process of its server. */
export async function openEditorWindow(page: Page, url: string, serverPid: number): Promise<EditorWindow> {
  const before = new Set(findExtensionHosts(serverPid));
  let host: number | undefined;
  let knownAtKill: ReadonlySet<number> = before;

  const findHost = async (known: ReadonlySet<number>, step?: () => Promise<unknown>): Promise<number> => {
    const endMs = Date.now() + limitMs;
    for (;;) {
      const found = findExtensionHosts(serverPid).find((pid) => !known.has(pid));
      if (found !== undefined) return (host = found);
      if (Date.now() > endMs) throw new Error("No extension host came.");
      await step?.();
      await sleep(stepMs);
    }
  };
  const hostPid = async () => host ?? findHost(before);
  const isOpen = async () => {
    await page.locator(".monaco-workbench").waitFor({ timeout: limitMs });
    await activityIcon(page).waitFor({ timeout: limitMs });
    await shareSecrets(page);
  };
  /** After a few crashes the editor asks, in a notification; where that cannot be pressed, its command does the same. */
  const createRestart = () => {
    const button = page.locator(".notification-toast .monaco-button", { hasText: "Restart" }).first();
    let commandMs = Date.now() + patienceMs;
    return async () => {
      if (await button.isVisible()) await button.click({ timeout: 1_000 }).catch(() => undefined);
      if (Date.now() < commandMs) return;
      commandMs = Date.now() + patienceMs;
      await runShortcut(page, "workbench.action.restartExtensionHost");
    };
  };

  /** The editor's own command: after a browser's reload the server may keep the old extension host for hours, to be found again. */
  const reloadPage = async (): Promise<void> => {
    for (const endMs = Date.now() + limitMs; Date.now() < endMs;) {
      const isMain = (frame: Frame) => frame === page.mainFrame();
      const begun = page.waitForEvent("framenavigated", { predicate: isMain, timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      await runShortcut(page, "workbench.action.reloadWindow");
      // A key that comes while the focus moves gets lost; one too many would load anew what is only half loaded.
      if (await begun) return page.waitForLoadState("load");
    }
    throw new Error("The window is not loaded anew.");
  };

  await page.goto(url);
  await isOpen();
  return {
    page,
    hostPid,
    showViews: async (isShown) => {
      const pane = isShown ? viewPane(page, "Tasks") : page.locator(".sidebar .explorer-viewlet");
      const endMs = Date.now() + limitMs;
      // A key that comes while the focus moves gets lost.
      while (!(await pane.isVisible())) {
        if (Date.now() > endMs) throw new Error("The views did not change.");
        await runShortcut(page, isShown ? "eciOps.tasks.focus" : "workbench.view.explorer");
        await pane.waitFor({ timeout: 2_000 }).catch(() => undefined);
      }
    },
    kill: async () => {
      await hostPid();
      const hosts = findExtensionHosts(serverPid);
      knownAtKill = new Set(hosts);
      // An editor that was asked to restart its host twice has a second one for a while.
      const own = hosts.filter((pid) => !before.has(pid));
      for (const pid of own) killProcess(pid);
      const endMs = Date.now() + limitMs;
      while (findExtensionHosts(serverPid).some((pid) => own.includes(pid))) {
        if (Date.now() > endMs) throw new Error(`The extension hosts ${own.join(", ")} do not end.`);
        await sleep(stepMs);
      }
    },
    revive: async () => {
      await findHost(knownAtKill, createRestart());
    },
    reload: async () => {
      await reloadPage();
      // One that the editor was about to restart as the page went belongs to nobody.
      const known = new Set(findExtensionHosts(serverPid));
      await isOpen();
      await findHost(known);
    },
    close: () => page.close(),
  };
}
