import {
  answerSchemas,
  captureViewStateSchema,
  toViewSchema,
  type CaptureViewState,
  type FromView,
  type ToView,
  type ViewAnswer,
  type ViewRequest,
} from "../../src/protocol/captureView.ts";
import { createHostRequests } from "../../src/protocol/hostRequests.ts";
import { buildMessageGate } from "../../src/protocol/messageGate.ts";
import { readRequestId } from "../../src/protocol/readRequestId.ts";

type Answer = Extract<ToView, { type: "done" | "failed" }>;
/** What the host says without being asked. */
export type Told = Exclude<ToView, Answer>;

/** What a request came to: a value of the contract, or why there is none. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** Asks the host; resolves with its answer, or in the words of `silence` when there is none any more, and never rejects. */
export type Ask = <Type extends FromView["type"]>(
  request: ViewRequest<Extract<FromView, { type: Type }>> & { readonly type: Type },
) => Promise<Outcome<ViewAnswer<Type>>>;

/** The page's end of the letterbox. */
export type HostLink = {
  readonly ask: Ask;
  /** What this page kept before it was hidden or reloaded; undefined when there is nothing usable. */
  readonly keptState: () => CaptureViewState | undefined;
  readonly keepState: (state: CaptureViewState) => void;
};

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: CaptureViewState): void;
};

/** Connects the page with its host: `told` hears what is no answer. */
export function buildHostLink(told: (message: Told) => void, silence: () => string): HostLink {
  const api = acquireVsCodeApi();
  const gate = buildMessageGate(toViewSchema);
  let wrongAnswers = 0;

  const countDropped = () => {
    document.documentElement.dataset["droppedMessages"] = `${gate.droppedCount() + wrongAnswers}`;
  };
  const { ask, settle } = createHostRequests<{ readonly type: FromView["type"] }, Answer>(
    (message) => {
      api.postMessage(message);
    },
    (id) => ({ type: "failed", id, message: silence() }),
  );
  window.addEventListener("message", (event) => {
    const message = gate.pass(event.data);
    countDropped();
    if (message?.type === "done" || message?.type === "failed") settle(message);
    else if (message) told(message);
    else {
      const id = readRequestId(event.data);
      if (id !== undefined) settle({ type: "failed", id, message: "" });
    }
  });

  return {
    ask: async (request) => {
      const answer = await ask(request);
      if (answer.type === "failed") return { ok: false, message: answer.message };
      const value = buildMessageGate<unknown>(answerSchemas[request.type]).pass(answer.value);
      // The schema of the request's type has just checked it, which the compiler cannot follow through an index.
      if (value !== undefined) return { ok: true, value: value as ViewAnswer<typeof request.type> };
      wrongAnswers += 1;
      countDropped();
      return { ok: false, message: "" };
    },
    keptState: () => captureViewStateSchema.safeParse(api.getState()).data,
    keepState: (state) => {
      api.setState(state);
    },
  };
}
