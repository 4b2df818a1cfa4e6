import type { Locator, Page } from "playwright-core";

/** The newest visible notification that contains `text`; waits for it. */
export async function waitForNotification(
  page: Page,
  text: string | RegExp,
  limitSeconds = 30,
): Promise<Locator> {
  const notification = page.locator(".notification-toast").filter({ hasText: text }).first();
  await notification.waitFor({ timeout: limitSeconds * 1000 });
  return notification;
}

/** Presses a button of the notification that contains `text`. */
export async function pressInNotification(page: Page, text: string | RegExp, button: string): Promise<void> {
  const notification = await waitForNotification(page, text);
  await notification.hover();
  await notification.locator(".monaco-button", { hasText: button }).first().click();
}

/** Closes every notification, so that the next wait cannot meet an old one; fails when some are left after 30 s. */
export async function clearNotifications(page: Page): Promise<void> {
  const toasts = page.locator(".notification-toast");
  const end = Date.now() + 30_000;
  while ((await toasts.count()) > 0) {
    if (Date.now() > end) throw new Error("There are still notifications after 30 s.");
    const toast = toasts.first();
    const button = toast.locator(".codicon-notifications-clear, .codicon-notifications-clear-all").first();
    // A toast may fade away by itself under the pointer.
    await toast
      .hover({ timeout: 2_000 })
      .then(() => button.click({ timeout: 2_000 }))
      .then(() => toast.waitFor({ state: "detached", timeout: 5_000 }))
      .catch(() => undefined);
  }
}

/** The buttons of the modal dialog that is open, by name; its text is in `.monaco-dialog-box`. */
export async function pressInDialog(page: Page, text: string | RegExp, button: string): Promise<void> {
  const dialog = page.locator(".monaco-dialog-box").filter({ hasText: text });
  await dialog.waitFor({ timeout: 20_000 });
  await dialog.locator(".monaco-button", { hasText: button }).first().click();
}
