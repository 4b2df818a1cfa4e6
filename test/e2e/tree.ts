import type { Locator, Page } from "playwright-core";

/** The title of a view as its header shows it. */
export type ViewTitle = "Instances" | "Tasks";

/** The extension's icon in the activity bar. */
export function activityIcon(page: Page): Locator {
  return page.locator(".activitybar .action-item").filter({ has: page.locator('[aria-label^="ECI Ops"]') });
}

/** Shows the extension's views in the side bar. */
export async function openViews(page: Page): Promise<void> {
  const pane = page.locator(".sidebar .pane-header").filter({ hasText: "Instances" });
  // A click that comes while the editor restores its views closes them, or is not heard at all.
  for (const endMs = Date.now() + 40_000; !(await pane.isVisible());) {
    if (Date.now() > endMs) throw new Error("The views do not open.");
    await activityIcon(page).click();
    await pane.waitFor({ timeout: 4_000 }).catch(() => undefined);
  }
}

/** The pane of a view: its header, its toolbar and its rows. */
export function viewPane(page: Page, view: ViewTitle): Locator {
  return page
    .locator(".sidebar .pane")
    .filter({ has: page.locator(".pane-header .title", { hasText: new RegExp(`^${view}$`) }) });
}

/** The row whose label, description or both contain `text`; rows outside the visible part are not in the page. */
export function treeRow(page: Page, view: ViewTitle, text: string | RegExp): Locator {
  return viewPane(page, view).locator(".monaco-list-row").filter({ hasText: text }).first();
}

/** Waits for a row, and scrolls to it where it is out of sight: rows that are not in sight are not in the page. */
async function revealRow(page: Page, view: ViewTitle, text: string | RegExp): Promise<Locator> {
  const row = treeRow(page, view, text);
  const isThere = (timeout: number) =>
    row.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  if (await isThere(3_000)) return row;
  for (let step = 0; step < 40; step += 1) {
    await viewPane(page, view).locator(".monaco-list").first().hover();
    await page.mouse.wheel(0, step === 0 ? -100_000 : 200);
    if (await isThere(100)) return row;
  }
  await row.waitFor({ timeout: 15_000 });
  return row;
}

/** Waits for a row, and opens it unless it is open already. */
export async function expandRow(page: Page, view: ViewTitle, text: string | RegExp): Promise<void> {
  const row = await revealRow(page, view, text);
  if ((await row.getAttribute("aria-expanded")) === "false") await row.locator(".monaco-tl-twistie").click();
}

/** Closes an open row. */
export async function collapseRow(page: Page, view: ViewTitle, text: string | RegExp): Promise<void> {
  const row = treeRow(page, view, text);
  if ((await row.getAttribute("aria-expanded")) === "true") await row.locator(".monaco-tl-twistie").click();
}

/** Presses an inline icon of a row by the title of its command. */
export async function pressRowIcon(
  page: Page,
  view: ViewTitle,
  text: string | RegExp,
  title: string,
): Promise<void> {
  const row = await revealRow(page, view, text);
  await row.hover();
  await row.locator(`.actions [aria-label^=${JSON.stringify(title)}]`).click();
}

/** Chooses an entry of a row's context menu. */
export async function chooseInRowMenu(
  page: Page,
  view: ViewTitle,
  text: string | RegExp,
  entry: string,
): Promise<void> {
  const menu = await openRowMenu(page, view, text);
  const item = menu.locator(".action-menu-item", { hasText: entry }).first();
  // The editor takes no click in the first moments of a menu.
  for (let tries = 0; tries < 5 && (await menu.isVisible()); tries += 1) {
    await item.click();
    await menu.waitFor({ state: "hidden", timeout: 1_000 }).catch(() => undefined);
  }
}

/** Opens a row's context menu, and gives it; Escape closes it. */
export async function openRowMenu(page: Page, view: ViewTitle, text: string | RegExp): Promise<Locator> {
  const row = await revealRow(page, view, text);
  await row.click({ button: "right" });
  const menu = page.locator(".monaco-menu:visible").last();
  await menu.waitFor({ timeout: 10_000 });
  return menu;
}
