import type { Locator, Page } from "playwright-core";

/** The quick input (palette, pick or input box) that is open. */
export function quickInput(page: Page): Locator {
  return page.locator(".quick-input-widget:visible");
}

/** Runs the command whose full title ("ECI: Add Account…") stands in the palette; fails when the palette does not offer it. */
export async function runCommand(page: Page, title: string): Promise<void> {
  // An Escape that is still on its way through a page closes what F1 opens: none is sent without need.
  if (await quickInput(page).isVisible()) await page.keyboard.press("Escape");
  // A key that comes while the focus moves from a page or a closing input gets lost, and what closes late takes the palette with it.
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press("F1");
    if ((await isPaletteOpen(page)) && (await isOffered(page, title))) break;
  }
  const row = findCommand(page, title);
  await row.waitFor({ timeout: 20_000 });
  await row.click();
}

async function isOffered(page: Page, title: string): Promise<boolean> {
  const input = quickInput(page).locator("input.input");
  return input
    .fill(`>${title}`, { timeout: 2_000 })
    .then(() => findCommand(page, title).waitFor({ timeout: 5_000 }))
    .then(
      () => true,
      () => false,
    );
}

async function isPaletteOpen(page: Page): Promise<boolean> {
  const palette = quickInput(page).filter({
    has: page.locator('input[aria-label^="Type the name of a command"]'),
  });
  return palette.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}

/** Chooses the item of the open pick whose text begins with `label`. */
export async function chooseItem(page: Page, label: string): Promise<void> {
  const row = findRow(page, new RegExp(`^\\s*${escape(label)}`));
  const isInSight = await row.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  );
  // Rows that are out of sight are not in the page.
  if (!isInSight) await quickInput(page).locator("input.input").fill(label);
  await row.waitFor({ timeout: 20_000 });
  await row.click();
}

/** The whole title: the rows stand in any order, and "View: Close Editor" begins "View: Close Editors in Group" too. */
function findCommand(page: Page, title: string): Locator {
  return findRow(page, new RegExp(`^\\s*${escape(title)}\\s*$`));
}

function findRow(page: Page, label: RegExp): Locator {
  return quickInput(page)
    .locator(".monaco-list-row")
    .filter({ has: page.locator(".label-name", { hasText: label }) })
    .first();
}

/** Types into the open input box and confirms; `prompt` is a part of its title, prompt or place holder, so that the right box gets the text. */
export async function answerInput(page: Page, prompt: string, text: string): Promise<void> {
  const input = quickInput(page).locator("input.input");
  await waitForPrompt(page, prompt);
  await input.fill(text);
  await input.press("Enter");
}

/** Waits for the quick input whose title, prompt or place holder contains `prompt`. */
export async function waitForPrompt(page: Page, prompt: string): Promise<void> {
  const placeholder = page.locator(`input.input[placeholder*=${JSON.stringify(prompt)}]`);
  await quickInput(page)
    .filter({ hasText: prompt })
    .or(quickInput(page).filter({ has: placeholder }))
    .waitFor({ timeout: 20_000 });
}

/** The message under the open input box: what it refuses, and why. */
export function inputMessage(page: Page): Locator {
  return quickInput(page).locator(".quick-input-message");
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
