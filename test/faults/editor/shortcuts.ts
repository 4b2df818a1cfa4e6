import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";

/* The palette takes a second for each command, and a person who uses one often gives it a key too. */
const commands = [
  "eciOps.addAccount",
  "eciOps.capturePackets",
  "eciOps.refreshTasks",
  "eciOps.changeSecret",
  "eciOps.removeAccount",
  "eciOps.testAccount",
  "eciOps.tasks.focus",
  "workbench.view.explorer",
  "workbench.action.closeAllEditors",
  "notifications.clearAll",
  "notifications.toggleDoNotDisturbMode",
  "workbench.action.reloadWindow",
  "workbench.action.restartExtensionHost",
] as const;

/** A command that has a key of its own in the servers of these tests. */
export type ShortcutCommand = (typeof commands)[number];

const toKey = (index: number): string => String.fromCodePoint("a".charCodeAt(0) + index);

/** Gives each of the commands a key in the editor whose data lie in the folder. */
export async function writeShortcuts(dataFolder: string): Promise<void> {
  const folder = path.join(dataFolder, "data/User");
  await mkdir(folder, { recursive: true });
  const bindings = commands.map((command, index) => ({
    key: `ctrl+alt+${toKey(index)}`,
    command,
  }));
  await writeFile(path.join(folder, "keybindings.json"), JSON.stringify(bindings));
}

/** Runs a command by its key. */
export async function runShortcut(page: Page, command: ShortcutCommand): Promise<void> {
  await page.keyboard.press(`Control+Alt+${toKey(commands.indexOf(command))}`);
}
