import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { readAnalysis } from "../../../capture/session/readAnalysis.ts";
import { openFileSource } from "../fileSource.ts";
import { createCaptureServer } from "./captureServer.ts";
import { toWorkerFailure } from "./workerFailure.ts";
import type { FromWorker, ToWorker, WorkerPurpose, WorkerReport } from "./workerMessages.ts";

/* A thread that reads captures: it knows files and the reader, and nothing of the editor. */

async function report({
  path,
  request,
}: Extract<WorkerPurpose, { purpose: "report" }>): Promise<WorkerReport> {
  try {
    const file = openFileSource(path);
    try {
      const openPass = () => file.openPass();
      const { analysis, findings } = await readAnalysis(file.source, { openPass, request });
      return { packets: analysis.packets.count, findings: findings.length };
    } finally {
      file.close();
    }
  } catch (error) {
    return { failure: toWorkerFailure(error) };
  }
}

/** The thread's own error event tells whoever started it. */
function fail(error: unknown): never {
  throw error;
}

function serve(port: MessagePort, purpose: WorkerPurpose): void {
  if (purpose.purpose === "report") {
    report(purpose).then((answer) => port.postMessage(answer), fail);
    return;
  }
  const server = createCaptureServer((message: FromWorker) => port.postMessage(message));
  port.on("message", (message: ToWorker) => server.take(message));
}

if (parentPort) serve(parentPort, workerData as WorkerPurpose);
