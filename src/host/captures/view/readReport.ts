import { Worker } from "node:worker_threads";
import type { CaptureRequest } from "../../../capture/findings/captureRequest.ts";
import { workerLimits } from "../worker/workerLimits.ts";
import type { WorkerPurpose, WorkerReport } from "../worker/workerMessages.ts";
import { WorkerFailureError } from "./captureWorkerClient.ts";

/** How many packets a capture holds, and how many findings. */
export type ShortReport = { readonly packets: number; readonly findings: number };

/** Longer than any capture of the service takes on a slow disk. */
const longestMs = 30_000;

/** Sums up a capture in a thread of its own; rejects when it is none or takes too long. */
export async function readReport(
  workerPath: string,
  path: string,
  request: CaptureRequest | undefined,
): Promise<ShortReport> {
  const workerData: WorkerPurpose = { purpose: "report", path, request };
  const worker = new Worker(workerPath, {
    workerData,
    name: "eciOpsCaptureReport",
    resourceLimits: workerLimits,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const report = await new Promise<WorkerReport>((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("The capture's report ended without an answer.")));
      timer = setTimeout(() => reject(new Error("The capture's report took too long.")), longestMs);
    });
    if ("failure" in report) throw new WorkerFailureError(report.failure);
    return report;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
