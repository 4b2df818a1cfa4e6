import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";

/** A place where something was found or may be, and all that stands there. */
export type Trace = { readonly place: string; readonly text: string };

/** Every file below the folder but those of `omitted` folders, byte for byte. */
export async function readFiles(folder: string, omitted: readonly string[] = []): Promise<Trace[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !omitted.some((each) => file.startsWith(each + path.sep)));
  return Promise.all(
    files.map(async (place) => ({ place, text: (await readFile(place)).toString("latin1") })),
  );
}

/** Keeps what the browser's console says from now on. */
export function recordConsole(page: Page): readonly Trace[] {
  const traces: Trace[] = [];
  page.on("console", (line) => traces.push({ place: "the browser's console", text: line.text() }));
  return traces;
}

/** What the editor shows now, in every frame; what stands in an input box is not part of it. */
export async function readShown(page: Page): Promise<Trace[]> {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator("html")
        .innerHTML({ timeout: 2_000 })
        .catch(() => ""),
    ),
  );
  return texts.map((text) => ({ place: "what the editor shows", text }));
}

/** Gives every text of the browser's three storages. */
const readStorages = `(async () => {
  const wait = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const database = await wait(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store, "readonly").objectStore(store);
      const rows = await Promise.all([wait(objects.getAllKeys()), wait(objects.getAll())]);
      const toText = (_key, value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value);
      found.push(store + JSON.stringify(rows, toText));
    }
    database.close();
  }
  return found;
})()`;

/** What the browser keeps for the editor: its state database and its other storages. */
export async function readBrowserStorage(page: Page): Promise<Trace[]> {
  const texts = await page.evaluate<string[]>(readStorages);
  return texts.map((text) => ({ place: "what the browser keeps", text }));
}
