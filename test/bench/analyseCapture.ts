import { Worker } from "node:worker_threads";
import { workerLimits } from "../../src/host/captures/worker/workerLimits.ts";
import type { WorkerReport } from "../../src/host/captures/worker/workerMessages.ts";

/* Prints what the built worker's full analysis of a file says: node analyseCapture.cjs WORKER FILE */
const [, , workerFile = "", file = ""] = process.argv;
const worker = new Worker(workerFile, {
  workerData: { purpose: "report", path: file },
  resourceLimits: workerLimits,
});
worker.once("message", (report: WorkerReport) => {
  console.log(JSON.stringify(report));
  if ("failure" in report) process.exitCode = 1;
});
