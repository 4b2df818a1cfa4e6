import { after, before, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import {
  answerSchemas,
  fromViewSchema,
  toViewSchema,
  type ConversationRow,
  type FromView,
  type Overview,
  type Packet,
  type Row,
  type StreamPart,
  type ToView,
} from "../../src/protocol/captureView.ts";
import type { CaptureViewTextKey } from "../../src/protocol/captureViewTextKeys.ts";
import { buildHostTexts, editorApi, startMediaBrowser, type MediaBrowser } from "./mediaPage.ts";

type Texts = Record<CaptureViewTextKey, string>;

/** The packets that a filter lets through. */
export type FakeFilter = {
  readonly matched: number;
  /** The number of the packet in a row. */
  readonly numberAt: (row: number) => number;
  readonly rowOf: (number: number) => number | null;
};

/** A capture of any size that is made up as it is asked for. */
export type FakeCapture = {
  readonly fileName: string;
  readonly names: Readonly<Record<string, string>>;
  readonly overview: Overview;
  readonly row: (number: number) => Row;
  readonly packet: (number: number) => Packet;
  readonly filter: (expression: string) => FakeFilter;
  readonly conversations: readonly ConversationRow[];
  readonly parts: readonly StreamPart[];
};

type Responder = (request: FromView) => unknown;

/** The shipped page in a browser, with a host in place of the editor. */
export type ViewPage = {
  readonly page: Page;
  /** Every request so far; each has passed the contract. */
  readonly requests: readonly FromView[];
  /** What the host answers to requests of a type from now on in place of its own; a promise leaves the page waiting. */
  readonly answer: (type: FromView["type"], respond: Responder) => void;
  /** Says anything to the page, in the contract or not. */
  readonly tell: (message: unknown) => Promise<void>;
  /** Scripts and styles that the page's policy refused, and errors that nobody caught. */
  readonly complaints: readonly string[];
};

/** A browser that opens capture pages. */
type ViewBrowser = {
  readonly texts: Texts;
  open(capture: FakeCapture, options?: OpenOptions): Promise<ViewPage>;
  dispose(): Promise<void>;
};

export type OpenOptions = {
  readonly width?: number;
  readonly height?: number;
  /** The colours of a theme, as the editor sets them. */
  readonly theme?: { readonly bodyClass: string; readonly variables: Readonly<Record<string, string>> };
  /** Leaves the file half read. */
  readonly isReading?: boolean;
};

/** What the tests of a suite share. */
export type ViewSuite = {
  readonly texts: () => Texts;
  /** Opens a page that is closed with the test, and waits for its first rows; tests may run side by side. */
  open(test: TestContext, capture: FakeCapture, options?: OpenOptions): Promise<ViewPage>;
  /** How many pages were opened so far, and what all of them complained of. */
  outcome(): { readonly pages: number; readonly complaints: readonly string[] };
};

/** One browser for the suite that this is called in. */
export function useViewBrowser(): ViewSuite {
  let browser: ViewBrowser | undefined;
  const views: ViewPage[] = [];
  before(async () => {
    browser = await startViewBrowser();
  });
  after(() => browser?.dispose());
  const started = () => {
    if (!browser) throw new Error("The browser starts with the suite.");
    return browser;
  };
  return {
    texts: () => started().texts,
    open: async (test, capture, options) => {
      const view = await started().open(capture, options);
      views.push(view);
      test.after(() => view.page.context().close());
      await view.page.locator("#packet-list .time").nth(3).waitFor();
      return view;
    },
    outcome: () => ({ pages: views.length, complaints: views.flatMap(({ complaints }) => complaints) }),
  };
}

/** Bundles the page and the host's texts as the product does, and starts a browser. */
async function startViewBrowser(): Promise<ViewBrowser> {
  const [media, texts] = await Promise.all([
    startMediaBrowser("captureView", "Capture"),
    buildHostTexts<Texts>("src/host/captures/view/captureViewTexts.ts", "toCaptureViewTexts"),
  ]);
  return {
    texts,
    open: (capture, options = {}) => openPage(media, texts, capture, options),
    dispose: () => media.dispose(),
  };
}

async function openPage(
  { browser, address }: MediaBrowser,
  texts: Texts,
  capture: FakeCapture,
  { width = 1400, height = 900, theme, isReading = false }: OpenOptions,
): Promise<ViewPage> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const requests: FromView[] = [];
  const responders = new Map<string, Responder>();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const tell = async (message: unknown) => {
    await page.evaluate(`window.postMessage((${reviver})(${toJson(message)}))`);
  };
  const say = (message: ToView) => tell(toViewSchema.parse(message));
  const host = createFakeHost(capture, texts, say, isReading);
  await page.exposeFunction("tellHost", async (data: unknown) => {
    const request = fromViewSchema.parse(data);
    requests.push(request);
    const { type, id } = request;
    try {
      const value = await (responders.get(type) ?? host)(request);
      await tell({ type: "done", id, value: answerSchemas[type].parse(value) });
    } catch (error) {
      await tell({ type: "failed", id, message: error instanceof Error ? error.message : String(error) });
    }
  });
  await page.addInitScript({ content: editorApi });
  if (theme) await page.addInitScript({ content: toThemeScript(theme) });
  await page.goto(address);
  return { page, requests, complaints, tell, answer: (type, respond) => responders.set(type, respond) };
}

/** A host that makes up what it is asked for. */
function createFakeHost(
  capture: FakeCapture,
  texts: Texts,
  say: (message: ToView) => Promise<void>,
  isReading: boolean,
): Responder {
  let filterId = 0;
  let current = capture.filter("");
  const { overview } = capture;
  const sizeBytes = overview.capturedBytes + 24;
  return async (request) => {
    switch (request.type) {
      case "ready":
        await say({ type: "texts", texts });
        await say({ type: "opened", fileName: capture.fileName, sizeBytes });
        await say({
          type: "progress",
          readBytes: isReading ? Math.floor(sizeBytes / 2) : sizeBytes,
          sizeBytes,
          isDone: !isReading,
          packets: overview.packets,
          overview,
        });
        return null;
      case "rows": {
        const count = Math.max(0, Math.min(request.count, current.matched - request.from));
        const rows = Array.from({ length: count }, (_, index) =>
          capture.row(current.numberAt(request.from + index)),
        );
        return { filterId, from: request.from, rows };
      }
      case "packet":
        return capture.packet(request.number);
      case "filter": {
        filterId += 1;
        current = capture.filter(request.expression);
        const { matched } = current;
        const id = filterId;
        setTimeout(() => {
          say({ type: "matched", filterId: id, matched, isDone: true }).catch(() => undefined);
        }, 5);
        return { filterId };
      }
      case "names":
        return {
          names: request.addresses.map((address) => {
            const name = capture.names[address];
            return name === undefined ? null : { name, title: `${name} (${address})` };
          }),
        };
      case "place":
        return { row: current.rowOf(request.number) };
      case "conversations": {
        const { from, count, order, isDescending } = request;
        const sorted = capture.conversations.toSorted((left, right) => {
          const [one, other] = [left, right].map((each) => toOrderValue(each, order));
          return (one ?? 0) < (other ?? 0) ? -1 : 1;
        });
        const all = isDescending ? sorted.reverse() : sorted;
        return { total: all.length, from, conversations: all.slice(from, from + count) };
      }
      case "stream": {
        const { a, b, stream } = capture.conversations[request.conversation] ?? capture.conversations[0]!;
        const parts = capture.parts.slice(request.from, request.from + request.count);
        return {
          ...{ protocol: "tcp", stream, a, b, total: capture.parts.length, isCut: false },
          ...{ from: request.from, parts },
        };
      }
      case "export":
        return `packets.${request.format}`;
      case "copy":
      case "reload":
      case "ping":
        return null;
    }
  };
}

function toOrderValue(
  row: ConversationRow,
  order: Extract<FromView, { type: "conversations" }>["order"],
): number | string {
  switch (order) {
    case "a":
    case "b":
      return row[order].address;
    case "protocol":
      return row.protocol;
    case "packets":
      return row.aToB.packets + row.bToA.packets;
    case "bytes":
      return row.aToB.bytes + row.bToA.bytes;
    case "first":
      return row.firstNanoseconds ?? 0;
    case "duration":
      return (row.lastNanoseconds ?? 0) - (row.firstNanoseconds ?? 0);
    case "problems":
      return row.aToB.retransmissions + row.bToA.retransmissions + row.aToB.resets + row.bToA.resets;
  }
}

/** Bytes go over as text: what playwright evaluates is JSON. */
function toJson(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value,
  );
}

const reviver = `function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$bytes === "string") return Uint8Array.from(atob(value.$bytes), (each) => each.charCodeAt(0));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]));
}`;

/** What the editor does to a webview's document before the page runs. */
function toThemeScript({ bodyClass, variables }: NonNullable<OpenOptions["theme"]>): string {
  return `new MutationObserver((_, observer) => {
    for (const [name, value] of Object.entries(${JSON.stringify(variables)}))
      document.documentElement?.style.setProperty(name, value);
    if (!document.body) return;
    document.body.className = ${JSON.stringify(bodyClass)};
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });`;
}
