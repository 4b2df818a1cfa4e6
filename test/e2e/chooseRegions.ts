import type { Page } from "playwright-core";
import { quickInput, waitForPrompt } from "./palette.ts";

/** Answers the pick of regions: what is chosen already, and the one given. */
export async function chooseRegions(page: Page, regionId?: string): Promise<void> {
  await waitForPrompt(page, "Choose one or more");
  if (regionId !== undefined) {
    await quickInput(page).locator("input.input").fill(regionId);
    const row = quickInput(page).locator(".monaco-list-row").first();
    await row.locator("input, .monaco-checkbox").first().click();
  }
  await quickInput(page).locator(".monaco-button", { hasText: "OK" }).first().click();
}
