import {
  detailsToPageSchema,
  type DetailsRequest,
  type DetailsToHost,
  type DetailsToPage,
} from "../../src/protocol/instanceDetails.ts";
import { detailsStateSchema, type DetailsState } from "../../src/protocol/instanceDetailsState.ts";
import { dispatch, type Handlers } from "../../src/protocol/dispatch.ts";
import { createHostRequests } from "../../src/protocol/hostRequests.ts";
import { buildMessageGate } from "../../src/protocol/messageGate.ts";
import { readRequestId } from "../../src/protocol/readRequestId.ts";

export type Answer = Extract<DetailsToPage, { type: "done" | "failed" }>;

type Told = Exclude<DetailsToPage, Answer>;

/** The page's end of the letterbox. */
export type HostLink = {
  /** Resolves with the host's answer, a failure without words for one that cannot be read, or one in the words of `silence`; never rejects. */
  readonly ask: (request: DetailsRequest) => Promise<Answer>;
  readonly keptState: () => DetailsState | undefined;
  readonly keepState: (state: DetailsState) => void;
};

declare function acquireVsCodeApi(): {
  postMessage(message: DetailsToHost): void;
  getState(): unknown;
  setState(state: DetailsState): void;
};

/** Connects the page with its host: `told` hears what is no answer. */
export function buildHostLink(told: Handlers<Told, void>, silence: () => string): HostLink {
  const api = acquireVsCodeApi();
  const gate = buildMessageGate(detailsToPageSchema);
  const { ask, settle } = createHostRequests<DetailsRequest, Answer>(
    (message) => {
      api.postMessage(message);
    },
    (id) => ({ type: "failed", id, message: silence() }),
  );
  const handlers: Handlers<DetailsToPage, void> = { ...told, done: settle, failed: settle };
  window.addEventListener("message", (event) => {
    const message = gate.pass(event.data);
    document.documentElement.dataset["droppedMessages"] = `${gate.droppedCount()}`;
    const id = readRequestId(event.data);
    if (message) dispatch(handlers, message);
    else if (id !== undefined) settle({ type: "failed", id, message: "" });
  });
  return {
    ask,
    keptState: () => detailsStateSchema.safeParse(api.getState()).data,
    keepState: (state) => {
      api.setState(state);
    },
  };
}
