import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Page } from "playwright-core";
import { startFormBrowser, type FormBrowser } from "../../e2e/formPage.ts";
import { toSampleCapture, toSamplePacket } from "../../e2e/sampleCapture.ts";
import { useViewBrowser } from "../../e2e/viewPage.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import type { SampleMessage } from "./mutateMessage.ts";
import { injectMutations, type PageMutations } from "./pageMutations.ts";
import { formSetup, toFormSamples, toViewSamples } from "./pageSamples.ts";

const tries = toTries(10_000, 300);
/** So many go over at a time; the state is compared after each lot. */
const lotLength = toTries(1_000, 100);
const answers = toTries(60, 4);
const capture = toSampleCapture(3_412);

/** How many messages the page says that it dropped. */
async function readDropped(page: Page): Promise<number> {
  return page.evaluate<number>(`Number(document.documentElement.dataset.droppedMessages ?? 0)`);
}

async function until(page: Page, isSo: () => boolean): Promise<void> {
  for (let waits = 0; !isSo(); waits += 1) {
    assert.ok(waits < 1_000, "it never came to this");
    await page.waitForTimeout(5);
  }
}

/** All that the page shows and keeps, and whether something got into what all objects have. */
async function readState(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[
    ...document.body.innerHTML.split("\\n"),
    ...[...document.querySelectorAll("vscode-textfield, vscode-single-select, input")].map(({ value }) => value),
    sessionStorage.getItem("state"),
    document.title,
    String(({}).polluted) + String(({}).extra),
  ]`);
}

/** The state once it stays as it is for longer than the page rests between two things it says aloud. */
async function readQuietState(page: Page): Promise<readonly string[]> {
  let state = await readState(page);
  for (let quiet = 0; quiet < 8;) {
    await page.waitForTimeout(150);
    const next = await readState(page);
    quiet = isDeepStrictEqual(next, state) ? quiet + 1 : 0;
    state = next;
  }
  return state;
}

async function tellMutations(
  page: Page,
  mutations: PageMutations,
  samples: readonly SampleMessage[],
  requestCount: () => number,
  what: string,
): Promise<void> {
  const row = createCountedRow("Messages", what);
  const before = await readQuietState(page);
  const asked = requestCount();
  for (let from = 0; from < tries; from += lotLength) {
    const dropped = await readDropped(page);
    const names = await mutations.tell(samples, from, Math.min(lotLength, tries - from));
    // What asks whether all were heard is one more.
    const left = names.length + 1 - ((await readDropped(page)) - dropped);
    const state = await readState(page);
    const changed = state.find((line, at) => line !== before[at]) ?? before[state.length];
    for (const [index, name] of names.entries())
      await row.attempt(`${from + index}, ${name}`, () => {
        assert.equal(left, 0, `not dropped, among ${names.slice(0, 20).join(", ")}`);
        assert.equal(changed, undefined);
        assert.equal(requestCount(), asked);
        return Promise.resolve(left);
      });
  }
  row.end("not dropped");
}

describe("malformed messages to the form's page", () => {
  let browser: FormBrowser;
  before(async () => {
    browser = await startFormBrowser();
  });
  after(() => browser.dispose());

  it("are dropped and counted, and change nothing; a request whose answer is none fails in words", async () => {
    const samples = toFormSamples(browser.texts);
    const form = await browser.open(formSetup);
    const { page, requests } = form;
    await page.locator("#start").waitFor();
    await page.locator("#field-packetCount input").fill("20");
    const mutations = await injectMutations(page);
    await tellMutations(page, mutations, samples, () => requests.length, "malformed to the form's page");

    const row = createCountedRow("Messages", "malformed answers to the form's page");
    form.answer("start", new Promise(() => undefined));
    for (let index = 0; index < answers; index += 1) {
      await row.attempt("an answer that is none", async () => {
        const asked = requests.length;
        await page.locator("#start").click();
        await page.locator("#start[disabled]").waitFor();
        assert.equal(requests.length, asked + 1);
        const id = requests.at(-1)!.id;
        await mutations.tellAnswer(samples, id, index);
        const alert = page.locator(".outcome [role=alert]");
        assert.equal(await alert.innerText(), browser.texts.wrongAnswer);
        await page.locator("#start:not([disabled])").waitFor();
        // The true answer comes too late and counts no more.
        await form.tell({ type: "done", id, value: "late" });
        await page.locator(".outcome [role=status]").waitFor({ state: "detached" });
        return 0;
      });
    }
    row.end("");
    form.answer("start", { type: "done", value: "task" });
    await page.locator("#start").click();
    await page.locator(".outcome [role=status]").waitFor();
    assert.deepEqual(form.complaints, []);
  });
});

describe("malformed messages to a capture's page", () => {
  const suite = useViewBrowser();

  it("are dropped and counted, and change nothing; a request whose answer is none fails in words", async (test) => {
    const view = await suite.open(test, capture);
    const { page, requests } = view;
    const samples = toViewSamples(suite.texts(), capture);
    await page.locator("#packet-layers [role=treeitem]").first().waitFor();
    const mutations = await injectMutations(page);
    await tellMutations(page, mutations, samples, () => requests.length, "malformed to a capture's page");

    const row = createCountedRow("Messages", "malformed answers to a capture's page");
    const good = JSON.stringify({ ...toSamplePacket(1), bytes: [] });
    /** What is no packet, the last nested as deep as the editor lets anything come. */
    const wrongValues = [
      ...["null", "undefined", "17", "{}", "[]", `(${good})`, `({ ...${good}, bytes: "text" })`],
      `(() => {
        let field = { name: "a", label: "b", value: "c", start: 0, end: 0 };
        for (let level = 0; level < 1500; level += 1) field = { ...field, fields: [field] };
        const packet = { ...${good}, bytes: new Uint8Array(4) };
        return { ...packet, layers: [{ ...packet.layers[0], fields: [field] }], extra: 1 };
      })()`,
    ];
    const list = page.locator("#packet-list");
    await list.focus();
    for (let index = 0; index < answers; index += 1) {
      await row.attempt("an answer that is none", async () => {
        view.answer("packet", () => new Promise(() => undefined));
        const asked = requests.length;
        await list.press(index % 2 === 0 ? "ArrowDown" : "ArrowUp");
        await until(page, () => requests.slice(asked).some(({ type }) => type === "packet"));
        const { id } = requests.findLast(({ type }) => type === "packet")!;
        const value = wrongValues[index % (2 * wrongValues.length)];
        if (value === undefined) await mutations.tellAnswer(samples, id, index);
        else await mutations.tellValue(`{ type: "done", id: ${id}, value: ${value} }`);
        const notice = page.locator(".notice", { hasText: suite.texts().wrongAnswer });
        await notice.waitFor();
        await notice.locator("button").first().click();
        await notice.waitFor({ state: "detached" });
        return 0;
      });
    }
    row.end("");
    view.answer("packet", () => toSamplePacket(3_412));
    await list.press("End");
    await page.locator("#packet-layers [role=treeitem]").first().waitFor();
    assert.deepEqual(view.complaints, []);
  });
});
