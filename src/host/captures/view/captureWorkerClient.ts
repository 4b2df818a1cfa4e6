import { Worker } from "node:worker_threads";
import { workerLimits } from "../worker/workerLimits.ts";
import type {
  FromWorker,
  LookUp,
  ToWorker,
  WorkerFailure,
  WorkerPurpose,
  WriteRequest,
} from "../worker/workerMessages.ts";

/** A request that the worker could not answer, and why. */
export class WorkerFailureError extends Error {
  override readonly name = "WorkerFailureError";
  readonly failure: WorkerFailure;

  constructor(failure: WorkerFailure) {
    super(JSON.stringify(failure));
    this.failure = failure;
  }
}

type Answer = Extract<FromWorker, { type: "done" | "failed" }>;
/** What a worker says without being asked. */
export type Told = Exclude<FromWorker, Answer>;

/** A thread that serves one capture. */
export type CaptureWorkerClient = {
  readonly post: (message: Exclude<ToWorker, { type: "ask" | "cancel" }>) => void;
  /** Resolves with the answer's value; rejects with a WorkerFailureError, also when the worker ends. */
  readonly ask: (list: number, request: LookUp | WriteRequest, signal?: AbortSignal) => Promise<unknown>;
  /** The thread is gone: nothing that is posted is heard any more. */
  readonly hasEnded: () => boolean;
  /** Ends the thread with all that is open in it; requests that wait are rejected. */
  readonly dispose: () => Promise<void>;
};

/** Starts the thread; `told` hears what is no answer, and of its unwanted end as a refusal. */
export function startCaptureWorker(workerPath: string, told: (message: Told) => void): CaptureWorkerClient {
  const workerData: WorkerPurpose = { purpose: "session" };
  const worker = new Worker(workerPath, {
    workerData,
    name: "eciOpsCapture",
    resourceLimits: workerLimits,
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let end: WorkerFailure | undefined;

  const finish = (failure: WorkerFailure) => {
    end ??= failure;
    for (const [id, settle] of waiting) settle({ type: "failed", id, failure: end });
    waiting.clear();
  };
  worker.on("message", (message: FromWorker) => {
    if (message.type !== "done" && message.type !== "failed") {
      if (end === undefined) told(message);
      return;
    }
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  const endUnwanted = (message: string) => {
    if (end !== undefined) return;
    const failure = { kind: "ended", message } as const;
    finish(failure);
    told({ type: "refused", failure });
  };
  worker.on("error", (error) => endUnwanted(String(error)));
  worker.on("exit", (code) => endUnwanted(`exit:${code}`));
  const post = (message: ToWorker) => {
    worker.postMessage(message);
  };

  return {
    post,
    hasEnded: () => end !== undefined,
    ask: (list, request, signal) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const id = lastId;
        if (end !== undefined) {
          reject(new WorkerFailureError(end));
          return;
        }
        const cancel = () => post({ type: "cancel", id });
        waiting.set(id, (answer) => {
          signal?.removeEventListener("abort", cancel);
          if (answer.type === "done") resolve(answer.value);
          else reject(new WorkerFailureError(answer.failure));
        });
        post({ type: "ask", id, list, request });
        signal?.addEventListener("abort", cancel);
        if (signal?.aborted === true) cancel();
      }),
    dispose: async () => {
      finish({ kind: "session", code: "closed" });
      await worker.terminate();
    },
  };
}
