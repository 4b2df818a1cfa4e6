import { CloudError } from "../eci/cloudError.ts";
import type { EciClient, OpsCall } from "../eci/eciClient.ts";
import { findCatalogueEntry } from "../eci/errorCatalogue.ts";
import type { OpsType } from "../eci/model.ts";
import type { TaskEvent } from "./advance.ts";
import type { TaskTarget } from "./task.ts";
import type { TaskLedger } from "./taskLedger.ts";
import type { TcpdumpOptions } from "./tcpdump/options.ts";

/** What is to be sent, and where. */
export type TaskOrder = {
  readonly target: TaskTarget;
  readonly opsType: OpsType;
  readonly opsValue: string;
  readonly options?: TcpdumpOptions | undefined;
};

/**
 * Sends the call of a task that is in the ledger, once, and gives what came of it. Rejects with a `CloudError` when it
 * was refused; the ledger then knows: of a refusal that time alone cures no task stays.
 */
export async function sendTask(
  client: EciClient,
  { ledger, id, call }: { readonly ledger: TaskLedger; readonly id: string; readonly call: OpsCall },
  signal: AbortSignal,
): Promise<TaskEvent> {
  try {
    await client.createOpsTask(call, signal);
    return { kind: "accepted" };
  } catch (error) {
    if (!isRefusal(error)) return { kind: "outcomeUnknown" };
    const { code, requestId } = error.details;
    const failure = { code, message: error.message, requestId };
    if (isForTheMoment(error)) await ledger.remove(id);
    else await ledger.advance(id, { kind: "refused", failure });
    throw error;
  }
}

/** A definite no: nothing was carried out. */
export function isRefusal(error: unknown): error is CloudError {
  return error instanceof CloudError && !error.details.outcomeUnknown;
}

/** Time alone cures it, and nothing exists in the service that a row could stand for. */
function isForTheMoment({ details }: CloudError): boolean {
  return details.kind !== "service" || findCatalogueEntry(details.code)?.retry === "countdown";
}
