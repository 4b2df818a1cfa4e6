import assert from "node:assert/strict";
import type { Frame, Page } from "playwright-core";
import { whyToolsMissing } from "../unit/capture/systemTool.ts";
import { findPackets } from "./exportedFile.ts";
import { screenshot } from "./screenshot.ts";

/** Fails unless a capture's page stands at a refused connection: the sentence says which port, and the selected packet asked for it. */
export async function assertRefusalShown(view: Frame, file: string): Promise<void> {
  const sentence = await view.locator(".opened-at .sentence").innerText();
  const [, port] = /:(\d+) refused (?:a|\d+) connections?/u.exec(sentence) ?? [];
  assert.ok(port !== undefined, sentence);
  const selected = view.locator("#packet-list [aria-selected=true]:has(.time)");
  const info = await selected.locator(".info").innerText();
  const [, from, to] = /^(\d+) → (\d+) \[SYN\]/u.exec(info) ?? [];
  assert.equal(to, port, info);
  const number = Number((await selected.locator(".number").innerText()).replaceAll(/\D/gu, ""));
  if (whyToolsMissing("tshark") !== false) return;
  const asked = `tcp.flags == 2 && tcp.srcport == ${from} && tcp.dstport == ${port}`;
  const refused = `tcp.flags.reset == 1 && tcp.srcport == ${port} && tcp.dstport == ${from}`;
  assert.deepEqual(findPackets(file, asked), [number]);
  assert.equal(findPackets(file, refused).length, 1);
}

/** Filters a capture's list, and gives how many packets the page says that the filter lets through. */
export async function filterCapture(view: Frame, expression: string): Promise<number> {
  await view.locator("#filter").fill(expression);
  await view.locator("#filter").press("Enter");
  // While it is at work, it says "so far".
  const count = view.locator("#filter-count", { hasText: /\d of [\d,]+ packets\s*$/u });
  await count.waitFor();
  await view.locator("#row-0 .time").waitFor();
  return Number((await count.innerText()).replace(/ of .*$/su, "").replaceAll(/\D/gu, ""));
}

/** Follows the selected packet's stream: what both sides sent is there as text and as hexadecimal; then goes back to the list. */
export async function followStream(
  page: Page,
  view: Frame,
  sent: { readonly a: string; readonly b: string },
): Promise<void> {
  await view.locator("#follow").click();
  const stream = view.locator("#stream");
  for (const side of ["a", "b"] as const)
    await stream.locator(`.data.from-${side}`, { hasText: sent[side] }).first().waitFor();
  await screenshot(page, "06-task-stream");
  await stream.locator("select").first().selectOption("hex");
  for (const side of ["a", "b"] as const) {
    const bytes = Buffer.from(sent[side].slice(0, 5))
      .toString("hex")
      .replaceAll(/(..)(?!$)/gu, "$1 ");
    const first = stream.locator(`.data.from-${side} .text`).first();
    await first.filter({ hasText: new RegExp(`^\\s*00000000 {2}${bytes}`, "u") }).waitFor();
  }
  await screenshot(page, "06-task-stream-hex");
  await page.keyboard.press("Escape");
  await stream.waitFor({ state: "detached" });
}
