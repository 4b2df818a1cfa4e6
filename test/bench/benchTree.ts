import path from "node:path";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { runCheck } from "../../scripts/testing/runCheck.ts";
import { startSimulator } from "../../src/simulator/startSimulator.ts";
import { startEditor } from "../e2e/editor.ts";
import { createManyInstances } from "../e2e/manyInstances.ts";

/** What a step of a user with ten thousand instances cost, in milliseconds. */
export type TreeStep = {
  readonly name: string;
  /** The longest that the window could not draw or hear a key: its longest task (Long Tasks API), 0 below 50 ms. */
  readonly windowBlockMs: number;
};

const count = 10_000;

/** Lists, scrolls, filters and groups ten thousand instances in the packaged extension in a real editor. */
export async function benchTree(): Promise<readonly TreeStep[]> {
  const vsix = path.join(outFolder, "eciOps.vsix");
  const pack = await runCheck("package", "scripts/package.ts", [vsix], AbortSignal.timeout(120_000));
  if (pack.failed > 0) throw new Error("The extension could not be packed.");
  const simulator = await startSimulator({ engine: "synthetic", instances: count, regions: ["cn-hangzhou"] });
  const editor = await startEditor(vsix, { isLean: true });
  try {
    await editor.changeSettings({ "eciOps.endpoint": simulator.endpoint });
    const steps = createManyInstances(editor.page, simulator, count);
    await watchTasks(editor.page);
    const measured: TreeStep[] = [];
    const measure = async (name: string, run: () => Promise<unknown>): Promise<void> => {
      await readLongestTask(editor.page);
      await run();
      // What it set going is drawn by then.
      await editor.page.waitForTimeout(1_000);
      measured.push({ name, windowBlockMs: await readLongestTask(editor.page) });
    };
    await measure("add the account, list", () => steps.open());
    await measure("scroll through 1,000 rows", () => steps.scroll());
    await measure("filter by status", () => steps.filter("status:Failed"));
    await measure("filter by tag", () => steps.filter("tag:env=production"));
    await measure("clear the filter", () => steps.filter(""));
    await measure("group by status", () => steps.group("Status", /ScheduleFailed/));
    return measured;
  } finally {
    await editor.dispose();
    await simulator.close();
  }
}

function watchTasks(page: Page): Promise<void> {
  return page.evaluate(`
    globalThis.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
    }).observe({ type: "longtask" });
  `);
}

/** The longest task since it was last asked. */
function readLongestTask(page: Page): Promise<number> {
  return page.evaluate(
    "(() => { const ms = globalThis.longestTaskMs; globalThis.longestTaskMs = 0; return ms; })()",
  );
}
