import type { CaptureRequest } from "../../../capture/findings/captureRequest.ts";
import type { Task } from "../../../task/task.ts";

/** The task whose result lies at that path; undefined when no task of ours left it. */
export function findCaptureTask(tasks: readonly Task[], path: string): Task | undefined {
  return tasks.find(({ state }) => state.kind === "downloaded" && state.file.path === path);
}

/** A task's options in the words of the capture reader. The network wins where an address and a network are set, as it does in the service. */
export function toCaptureRequest({ options }: Task): CaptureRequest | undefined {
  if (options === undefined) return undefined;
  return {
    protocol: options.protocol,
    source: options.sourceCidr ?? options.sourceIp,
    sourcePort: options.sourcePort,
    destination: options.destCidr ?? options.destIp,
    destinationPort: options.destPort,
    interfaceName: options.interfaceName,
    snaplenBytes: options.snaplenBytes,
    durationSeconds: options.durationSeconds,
  };
}
