import * as vscode from "vscode";
import { createDetailCalls } from "../../eci/detailCalls.ts";
import { toMetricPoints, toMetricSpans, type MetricRange } from "../../eci/metricSpans.ts";
import type { Instance } from "../../eci/model.ts";
import type { DetailsToPage } from "../../protocol/instanceDetails.ts";
import type { DetailsTarget } from "../../protocol/instanceDetailsState.ts";
import { isCancellation } from "../errors/showError.ts";
import type { DetailsDeps } from "./detailsDeps.ts";
import { toEventsMessage, toInstanceMessage } from "./toDetailsMessage.ts";

export type DetailsPart = Extract<DetailsToPage, { type: "partFailed" }>["part"];

export const partActions: Readonly<Record<DetailsPart, string>> = {
  instance: "eci:DescribeContainerGroups",
  events: "eci:DescribeContainerGroupEvents",
  metrics: "eci:DescribeContainerGroupMetric",
};

const bytesPerGib = 1_024 ** 3;

/** Reads the parts of one instance's details and tells the page; a part that fails leaves the others alone. */
export class DetailsReader {
  readonly #target: DetailsTarget;
  readonly #deps: DetailsDeps;
  readonly #tell: (message: DetailsToPage) => Promise<void>;
  readonly #errors = new Map<DetailsPart, unknown>();
  #instance: Instance | undefined;

  constructor(target: DetailsTarget, deps: DetailsDeps, tell: (message: DetailsToPage) => Promise<void>) {
    this.#target = target;
    this.#deps = deps;
    this.#tell = tell;
  }

  /** As it was read last. */
  get instance(): Instance | undefined {
    return this.#instance;
  }

  /** Why the last read of a part failed; undefined when it did not. */
  errorOf(part: DetailsPart): unknown {
    return this.#errors.get(part);
  }

  /** Never rejects. */
  async readInstance(signal: AbortSignal): Promise<void> {
    await this.#read("instance", signal, async () => {
      const { accountId, regionId, instanceId } = this.#target;
      const client = await this.#deps.clientFor(accountId);
      const { instances } = await client.describeInstances({ regionId, ids: [instanceId] }, signal);
      const instance = instances.find(({ id }) => id === instanceId);
      if (!instance) {
        const message = vscode.l10n.t(
          "The service lists this instance no more, or this identity lacks eci:DescribeContainerGroups. What was captured of it stays in Tasks.",
        );
        return { type: "partFailed", part: "instance", message };
      }
      this.#instance = instance;
      return toInstanceMessage(this.#target, instance, this.#deps.account(accountId), Date.now());
    });
  }

  /** Never rejects. */
  async readEvents(signal: AbortSignal): Promise<void> {
    await this.#read("events", signal, async () => {
      const client = await this.#deps.clientFor(this.#target.accountId);
      return toEventsMessage(await createDetailCalls(client).describeEvents(this.#target, signal));
    });
  }

  /** Never rejects. */
  async readMetrics(range: MetricRange, signal: AbortSignal): Promise<void> {
    await this.#read("metrics", signal, async () => {
      const client = await this.#deps.clientFor(this.#target.accountId);
      const calls = createDetailCalls(client);
      const spans = toMetricSpans(range, Date.now() + client.clockAheadMs());
      const pieces = await Promise.all(
        spans.map((span) => calls.describeMetrics(this.#target, span, signal)),
      );
      const { cpu, memoryGib } = this.#instance ?? {};
      return {
        ...{ type: "metrics", range, points: [...toMetricPoints(pieces.flat())] },
        cpuLimitCores: cpu ?? null,
        memoryLimitBytes: memoryGib === undefined ? null : memoryGib * bytesPerGib,
      };
    });
  }

  async #read(part: DetailsPart, signal: AbortSignal, read: () => Promise<DetailsToPage>): Promise<void> {
    try {
      const message = await read();
      this.#errors.delete(part);
      if (!signal.aborted) await this.#tell(message);
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return;
      this.#errors.set(part, error);
      this.#deps.log.warn(error);
      const { what, next } = this.#deps.toErrorText(error);
      await this.#tell({ type: "partFailed", part, message: `${what} ${next}` });
    }
  }
}
