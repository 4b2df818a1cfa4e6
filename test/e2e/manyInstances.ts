import type { Locator, Page } from "playwright-core";
import type { Simulator } from "../../src/simulator/startSimulator.ts";
import { addAccountKey } from "./addAccountKey.ts";
import { chooseRegions } from "./chooseRegions.ts";
import { clearNotifications, waitForNotification } from "./notifications.ts";
import { answerInput, chooseItem, runCommand } from "./palette.ts";
import { expandRow, openViews, treeRow, viewPane } from "./tree.ts";

/** What a user does with ten thousand instances, one step after the other. */
export type ManyInstances = {
  /** Adds the account and opens its region; resolves when every instance is listed. */
  open(): Promise<void>;
  /** Goes through the rows of two ranges to the last range, and back; gives how many different rows were seen on the way. */
  scroll(): Promise<number>;
  /** Types a filter; resolves when the region says how many it leaves. */
  filter(text: string): Promise<string>;
  /** Groups by what the pick calls so; resolves when that group is there. */
  group(by: string, group: RegExp): Promise<void>;
};

/** The steps in an editor whose extension talks to the simulator, which has one region. */
export function createManyInstances(page: Page, simulator: Simulator, count: number): ManyInstances {
  const view = "Instances";
  const region = (): Locator => treeRow(page, view, "cn-hangzhou");
  const rows = (): Locator => viewPane(page, view).locator(".monaco-list-row");
  return {
    async open() {
      await openViews(page);
      await addAccountKey(page, "Access key", simulator.identities.full);
      await waitForNotification(page, /shop-developer/);
      await chooseRegions(page, "cn-hangzhou");
      await clearNotifications(page);
      await expandRow(page, view, "cn-hangzhou");
      await treeRow(page, view, new RegExp(`cn-hangzhou · ${count}`)).waitFor({ timeout: 60_000 });
      await treeRow(page, view, "1 – 500").waitFor({ timeout: 20_000 });
    },
    async scroll() {
      const seen = new Set<string>();
      const look = async (): Promise<void> => {
        for (const label of await rows().evaluateAll((all) =>
          (all as unknown as { ariaLabel: string }[]).map(({ ariaLabel }) => ariaLabel),
        ))
          seen.add(label);
      };
      const last = treeRow(page, view, `– ${count}`);
      const goToEnd = async (): Promise<void> => {
        // A wheel over a hover would turn that.
        for (let step = 0; step < 120 && !(await last.isVisible()); step += 1) {
          await page.keyboard.press("PageDown");
          await page.waitForTimeout(50);
          await look();
        }
        await last.waitFor();
      };
      await treeRow(page, view, "1 – 500").click();
      // The click closes it.
      await expandRow(page, view, "1 – 500");
      await goToEnd();
      await expandRow(page, view, "501 – 1000");
      await goToEnd();
      await page.keyboard.press("Home");
      await region().waitFor();
      return seen.size;
    },
    async filter(text) {
      const read = async (): Promise<string> =>
        /\d+ of \d+ shown/.exec(await region().innerText())?.[0] ?? "";
      const before = await read();
      await runCommand(page, "ECI: Filter Instances…");
      await answerInput(page, "Filter instances", text);
      for (let tries = 0; (await read()) === before && tries < 100; tries += 1)
        await page.waitForTimeout(100);
      return (await read()).split(" ")[0] ?? "";
    },
    async group(by, group) {
      await runCommand(page, "ECI: Group Instances…");
      await chooseItem(page, by);
      await treeRow(page, view, group).waitFor({ timeout: 60_000 });
    },
  };
}
