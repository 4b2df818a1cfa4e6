import type { BrowserContext, Page } from "playwright-core";

const style = "*, ::before, ::after { animation: none !important; transition: none !important; }";

/**
 * Lets nothing in the documents to come move by itself. Without a graphics card each picture of a spinning icon is
 * drawn by the processor, which a capture under way keeps half busy.
 */
export async function stopMotion(pages: Page | BrowserContext): Promise<void> {
  await pages.addInitScript(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(style)});
    document.adoptedStyleSheets.push(sheet);
  }`);
}
