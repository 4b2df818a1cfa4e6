import assert from "node:assert/strict";
import type { Frame } from "playwright-core";

/** What no text of others may become, by where it would stand. */
const inspection = `(() => {
  const texts = [
    ".label-name, .label-description, .monaco-highlighted-label, .notification-list-item-message, .monaco-hover",
    ".quick-input-list .monaco-list-row .label-name, .quick-input-list .label-meta, .dialog-message, .view-line",
    ".dialog-message-detail, main, .tabs-container .label-name",
  ].join(",");
  const strange = "script, img, iframe, object, embed, form, math, base, details:not(main > header > #which), h1 b, b, template, style, [onerror], [onload], [ontoggle]";
  const found = [];
  for (const place of document.querySelectorAll(texts)) {
    const tell = (what, element) => found.push(what + ": " + element.outerHTML.slice(0, 200));
    for (const element of place.querySelectorAll(strange)) tell("an element", element);
    for (const element of place.querySelectorAll("a[href], a[data-href]"))
      if (element.getAttribute("href") !== "#") tell("a link", element);
    for (const element of place.querySelectorAll(".codicon")) tell("an icon", element);
  }
  if (globalThis.hostile !== undefined) found.push("a script has run");
  return found;
})()`;

/** Fails where a frame shows an element, a link or an icon that a text would have become, or where a script of one has run. */
export async function inspectShown(frame: Frame): Promise<void> {
  assert.deepEqual(await frame.evaluate<readonly string[]>(inspection), []);
}

/** Fails unless the inspection sees what it looks for: it is put there and taken away again. */
export async function assertInspectionWorks(frame: Frame): Promise<void> {
  const markups = [
    `<b>x</b>`,
    `<a href="command:x">x</a>`,
    `<span class="codicon codicon-zap"></span>`,
    `<img alt="x">`,
  ];
  for (const markup of markups) {
    await frame.evaluate(`(() => {
      const place = document.createElement("div");
      place.id = "inspected";
      place.className = "label-name";
      document.body.append(place);
      const policy = globalThis.trustedTypes?.createPolicy?.("inspected", { createHTML: (text) => text });
      const content = new DOMParser().parseFromString(policy ? policy.createHTML(${JSON.stringify(markup)}) : ${JSON.stringify(markup)}, "text/html");
      place.append(...content.body.childNodes);
    })()`);
    await assert.rejects(inspectShown(frame), assert.AssertionError);
    await frame.evaluate(`document.querySelector("#inspected").remove()`);
  }
}
