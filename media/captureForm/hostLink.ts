import {
  captureFormStateSchema,
  toPageSchema,
  type CaptureFormState,
  type Request,
  type ToHost,
  type ToPage,
} from "../../src/protocol/captureForm.ts";
import { dispatch, type Handlers } from "../../src/protocol/dispatch.ts";
import { createHostRequests } from "../../src/protocol/hostRequests.ts";
import { buildMessageGate } from "../../src/protocol/messageGate.ts";
import { readRequestId } from "../../src/protocol/readRequestId.ts";

/** How the host answered a request; a value is absent when the user backed out. */
export type Answer = Extract<ToPage, { type: "done" | "failed" }>;

type Told = Exclude<ToPage, Answer>;

/** The page's end of the letterbox. */
export type HostLink = {
  /**
   * Resolves with the host's answer, a failure without words for one that cannot be read, and one in the words of
   * `silence` when there is no host any more; never rejects.
   */
  readonly ask: (request: Request) => Promise<Answer>;
  /** What this page kept before it was hidden or reloaded; undefined when there is nothing usable. */
  readonly keptState: () => CaptureFormState | undefined;
  readonly keepState: (state: CaptureFormState) => void;
};

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: CaptureFormState): void;
};

/** Connects the page with its host: `told` hears what is no answer. */
export function buildHostLink(told: Handlers<Told, void>, silence: () => string): HostLink {
  const api = acquireVsCodeApi();
  const gate = buildMessageGate(toPageSchema);
  const { ask, settle } = createHostRequests<Request, Answer>(
    (message) => {
      api.postMessage(message);
    },
    (id) => ({ type: "failed", id, message: silence(), hasMore: false }),
  );
  const handlers: Handlers<ToPage, void> = { ...told, done: settle, failed: settle };
  window.addEventListener("message", (event) => {
    const message = gate.pass(event.data);
    document.documentElement.dataset["droppedMessages"] = `${gate.droppedCount()}`;
    const id = readRequestId(event.data);
    if (message) dispatch(handlers, message);
    else if (id !== undefined) settle({ type: "failed", id, message: "", hasMore: false });
  });

  return {
    ask,
    keptState: () => captureFormStateSchema.safeParse(api.getState()).data,
    keepState: (state) => {
      api.setState(state);
    },
  };
}
