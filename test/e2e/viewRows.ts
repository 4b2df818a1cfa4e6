import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { FromView } from "../../src/protocol/captureView.ts";
import type { ViewPage } from "./viewPage.ts";

/** Waits until an expression is true in the page; the page's own policy forbids to evaluate texts in it. */
export async function until(page: Page, expression: string, limitSeconds = 20): Promise<void> {
  const end = Date.now() + limitSeconds * 1_000;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`Not true after ${limitSeconds} s: ${expression}`);
    await sleep(20);
  }
}

/** The requests of a type that a page has sent. */
export function ofType<Type extends FromView["type"]>(
  { requests }: ViewPage,
  type: Type,
): readonly Extract<FromView, { type: Type }>[] {
  return requests.filter((request): request is Extract<FromView, { type: Type }> => request.type === type);
}

/** The numbers of the packets that are drawn in the list. */
export async function rowNumbers(page: Page): Promise<readonly number[]> {
  const texts = await page.locator("#packet-list .window .number").allInnerTexts();
  return texts.map(toNumber);
}

/** The numbers of the rows that are wholly in sight. */
export function seenNumbers(page: Page): Promise<readonly number[]> {
  return page.evaluate(`(() => {
    const list = document.querySelector("#packet-list").getBoundingClientRect();
    const head = document.querySelector("#packet-list .list-head").getBoundingClientRect();
    return [...document.querySelectorAll("#packet-list .window .packet-row")]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= head.bottom - 1 && bottom <= list.bottom + 1;
      })
      .map((row) => Number(row.querySelector(".number").textContent.replace(/\\D/g, "")));
  })()`);
}

/** Waits until the packet of that number is selected in the list. */
export async function untilSelected(page: Page, number: number): Promise<void> {
  const text = new RegExp(`^\\D*${number}$`, "u");
  await page.locator("#packet-list [aria-selected=true] .number", { hasText: text }).waitFor();
}

/** Waits until the element of that id has the focus. */
export function untilFocused(page: Page, id: string): Promise<void> {
  return until(page, `document.activeElement.id === "${id}"`);
}

/** The id of the element that has the focus. */
export function activeElement(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.id");
}

function toNumber(text: string): number {
  return Number(text.replaceAll(/\D/gu, ""));
}
