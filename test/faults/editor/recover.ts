import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { toTries } from "../tries.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { until } from "./steps.ts";

/** The table of faults says 5 s; a quick run shares the processors with other tests. */
const limitMs = toTries(5_000, 20_000);

/** Every so many kills the whole page is loaded anew; after the others the editor starts the extension host again. */
const reloadEvery = 25;

/**
 * Brings a window back whose extension host was killed, opens its views and waits for a row. Gives how long after the
 * view's opening the row was seen, in milliseconds; throws where that is over the limit.
 */
export async function recover(
  window: EditorWindow,
  tried: number,
  row: Locator | undefined,
): Promise<number | undefined> {
  if (tried % reloadEvery === 1) await window.reload();
  else await window.revive();
  await window.showViews(true);
  if (!row) return undefined;
  const openedMs = performance.now();
  // Locator.waitFor looks up to 500 ms apart, which is a tenth of the limit.
  await until("the row is seen", () => row.isVisible(), 60);
  const seenMs = performance.now() - openedMs;
  assert.ok(seenMs <= limitMs, `the row was seen after ${seenMs.toFixed(0)} ms`);
  return seenMs;
}
