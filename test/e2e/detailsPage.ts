import type { Page } from "playwright-core";
import {
  detailsToHostSchema,
  type DetailsToHost,
  type DetailsToPage,
} from "../../src/protocol/instanceDetails.ts";
import type { DetailTextKey } from "../../src/protocol/instanceDetailsTextKeys.ts";
import { buildHostTexts, editorApi, startMediaBrowser } from "./mediaPage.ts";

type Texts = Record<DetailTextKey, string>;

/** The shipped details page in a browser, with a host in place of the editor. */
export type DetailsPage = {
  readonly page: Page;
  /** Every request so far; each has passed the contract. */
  readonly requests: readonly DetailsToHost[];
  readonly tell: (message: unknown) => Promise<void>;
  /** Scripts and styles that the page's policy refused, and errors that nobody caught. */
  readonly complaints: readonly string[];
};

/** A browser that opens details pages; one for a whole suite. */
export type DetailsBrowser = {
  readonly texts: Texts;
  open(messages: readonly DetailsToPage[], width?: number): Promise<DetailsPage>;
  dispose(): Promise<void>;
};

/** Bundles the page and the host's texts as the product does, and starts a browser. */
export async function startDetailsBrowser(): Promise<DetailsBrowser> {
  const [media, texts] = await Promise.all([
    startMediaBrowser("instanceDetails", "Details"),
    buildHostTexts<Texts>("src/host/details/detailsTexts.ts", "toDetailsTexts"),
  ]);
  return {
    texts,
    dispose: () => media.dispose(),
    open: async (messages, width = 1200) => {
      const page = await media.browser.newPage({ viewport: { width, height: 900 } });
      const requests: DetailsToHost[] = [];
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      const tell = async (message: unknown) => {
        await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
      };
      await page.exposeFunction("tellHost", async (data: unknown) => {
        const request = detailsToHostSchema.parse(data);
        requests.push(request);
        if (request.type === "ready")
          for (const message of [{ type: "texts", texts }, ...messages]) await tell(message);
        await tell({ type: "done", id: request.id });
      });
      await page.addInitScript({ content: editorApi });
      await page.goto(media.address);
      await page.locator("main").waitFor();
      return { page, requests, complaints, tell };
    },
  };
}

/** What the page is told of an instance that is unwell. */
export const detailSamples = {
  instance: {
    type: "instance",
    target: { accountId: "a1", regionId: "cn-hangzhou", instanceId: "eci-1" },
    ...{ name: "checkout-api", isDemo: true, status: "Running", tone: "good", takesTasks: true },
    facts: [
      { label: "Instance", value: "eci-1" },
      { label: "Region", value: "China (Hangzhou) (cn-hangzhou)" },
    ],
    ailment: {
      isError: true,
      text: "app crashed by SIGSEGV: Error, exit code 139, restarts: 9",
      helps: "coreDump",
      containerName: "app",
      hasPreviousLog: true,
    },
    containers: [
      {
        ...{ name: "app", isInit: false, state: "Running", restartCount: 9 },
        ...{ lastExit: "Error, exit code 139", image: "registry/app:1" },
      },
      {
        name: "setup",
        isInit: true,
        state: "Completed",
        restartCount: 0,
        lastExit: "",
        image: "registry/app:1",
      },
    ],
  },
  events: {
    type: "events",
    events: [
      {
        isWarning: true,
        reason: "BackOff",
        message: "Back-off restarting",
        count: 31,
        lastMs: Date.UTC(2026, 10, 30),
      },
      { isWarning: false, reason: "Started", message: "Started container app", count: 1, lastMs: null },
    ],
  },
  metrics: {
    ...{ type: "metrics", range: 300, cpuLimitCores: 2, memoryLimitBytes: 4 * 1_024 ** 3 },
    points: Array.from({ length: 20 }, (_, index) => ({
      timeMs: Date.UTC(2026, 10, 30, 12) + index * 15_000,
      cpuCores: 0.4 + 0.3 * Math.sin(index / 2),
      memoryBytes: (1 + index / 10) * 1_024 ** 3,
      receivedPerSecond: index === 0 ? null : 40_000 + 9_000 * (index % 4),
      sentPerSecond: index === 0 ? null : 90_000 - 5_000 * (index % 5),
    })),
  },
} as const;
