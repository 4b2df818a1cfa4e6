import type { Frame, Page } from "playwright-core";
import { quickInput, waitForPrompt } from "./palette.ts";

/** Chooses an entry of a capture's export menu, and writes the file at `path` through the editor's own dialog; resolves when the page says that it is written. */
export async function exportCapture(
  page: Page,
  frame: Frame,
  entry: "Packets in the list as pcapng…" | "Packets in the list as pcap…" | "A copy to share…",
  path: string,
): Promise<void> {
  await frame.locator("#export-menu").click();
  await frame.getByRole("menuitem", { name: entry }).click();
  const isShare = entry === "A copy to share…";
  if (isShare) await frame.locator("#share-write").click();
  await waitForPrompt(page, isShare ? "Write a copy to share" : "Write the packets in the list");
  const input = quickInput(page).locator("input.input");
  // The dialog proposes a name of its own once it has looked into the folder.
  await quickInput(page).locator(".monaco-list-row").first().waitFor({ timeout: 20_000 });
  await input.fill(path);
  // The dialog takes no key while it looks into a folder.
  for (let tries = 0; tries < 5 && (await input.isVisible()); tries += 1) {
    await input.press("Enter");
    await input.waitFor({ state: "hidden", timeout: 1_500 }).catch(() => undefined);
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  await frame.locator("#notice-export", { hasText: name }).waitFor({ timeout: 20_000 });
}
