import type { Page } from "playwright-core";
import { toHostSchema, type ToHost, type ToPage } from "../../src/protocol/captureForm.ts";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import { buildHostTexts, editorApi, startMediaBrowser, type MediaBrowser } from "./mediaPage.ts";

type Texts = Record<TextKey, string>;
type Answer = { readonly type: "done" | "failed"; readonly [key: string]: unknown };

/** The shipped form page in a browser, with a host in place of the editor that answers as a test says. */
export type FormPage = {
  readonly page: Page;
  /** Every request so far; each has passed the contract. */
  readonly requests: readonly ToHost[];
  /** What the host answers to requests of a type from now on; a promise leaves the page waiting. */
  readonly answer: (type: ToHost["type"], answer: Answer | Promise<Answer>) => void;
  /** Says anything to the page, in the contract or not. */
  readonly tell: (message: unknown) => Promise<void>;
  /** Scripts and styles that the page's policy refused, and errors that nobody caught. */
  readonly complaints: readonly string[];
};

/** A browser that opens form pages; one for a whole suite. */
export type FormBrowser = {
  readonly texts: Texts;
  open(setup: Extract<ToPage, { type: "setup" }>, width?: number): Promise<FormPage>;
  dispose(): Promise<void>;
};

/** Bundles the page and the host's texts as the product does, and starts a browser. */
export async function startFormBrowser(): Promise<FormBrowser> {
  const [media, texts] = await Promise.all([
    startMediaBrowser("captureForm", "Capture"),
    buildHostTexts<Texts>("src/host/captures/captureFormTexts.ts", "toCaptureFormTexts"),
  ]);
  return {
    texts,
    open: (setup, width = 1200) => openPage(media, texts, setup, width),
    dispose: () => media.dispose(),
  };
}

async function openPage(
  { browser, address }: MediaBrowser,
  texts: Texts,
  setup: Extract<ToPage, { type: "setup" }>,
  width: number,
): Promise<FormPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const requests: ToHost[] = [];
  const answers = new Map<string, Answer | Promise<Answer>>();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const tell = async (message: unknown) => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
  };
  await page.exposeFunction("tellHost", async (data: unknown) => {
    const request = toHostSchema.parse(data);
    requests.push(request);
    if (request.type === "ready") {
      await tell({ type: "texts", texts });
      if (!answers.has("ready")) await tell(setup);
    }
    // Nobody knows whose an address is, unless a test says so.
    const usual = { type: "done", ...(request.type !== "whose" && { value: "value" }) } as const;
    const answer = await (answers.get(request.type) ?? usual);
    await tell({ ...answer, id: request.id });
  });
  await page.addInitScript({ content: editorApi });
  await page.goto(address);
  return { page, requests, complaints, tell, answer: (type, answer) => answers.set(type, answer) };
}
