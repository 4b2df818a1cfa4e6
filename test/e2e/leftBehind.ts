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

/** What the editor says for a moment, and what goes between its pages and the extension; runs in every frame. */
const recordScript = `(() => {
  if (globalThis.isRecorded) return;
  globalThis.isRecorded = true;
  const toText = (data) => {
    try {
      return JSON.stringify(data, (_key, value) =>
        value instanceof ArrayBuffer || ArrayBuffer.isView(value)
          ? new TextDecoder("latin1").decode(value)
          : value,
      );
    } catch {
      return String(data);
    }
  };
  if (window === window.top) {
    const fleeting = ".notification-toast, .monaco-dialog-box, .quick-input-widget, .monaco-hover, .statusbar-item";
    const record = (node) => {
      const element = node instanceof Element ? node : node.parentElement;
      const shown = element?.closest(fleeting) ?? (element?.querySelector(fleeting) ? element : undefined);
      if (shown) globalThis.noteSaid("what was shown for a while", shown.innerHTML + shown.textContent);
    };
    new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ target, addedNodes }) => [target, ...addedNodes]);
      new Set(nodes).forEach(record);
    }).observe(document, { childList: true, subtree: true, characterData: true });
    return;
  }
  // The editor writes a page's document anew, which takes listeners off and leaves the window's own properties.
  const postWithin = window.postMessage;
  window.postMessage = function (data, ...rest) {
    globalThis.noteSaid("a message within a page", toText(data));
    return postWithin.call(this, data, ...rest);
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (data, ...rest) {
    globalThis.noteSaid("a message from a page", toText(data));
    return postMessage.call(this, data, ...rest);
  };
})()`;

/**
 * Keeps from now on what the editor shows, for however short a time, in notifications, questions, picks, hovers and the
 * status bar, and what its pages are told and say; the function gives all of it.
 */
export async function recordSaid(page: Page): Promise<() => readonly Trace[]> {
  const traces = new Map<string, Trace>();
  await page.exposeFunction("noteSaid", (place: string, text: string) => {
    traces.set(`${place} ${text}`, { place, text });
  });
  await page.addInitScript({ content: recordScript });
  await page.evaluate(recordScript);
  return () => [...traces.values()];
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
