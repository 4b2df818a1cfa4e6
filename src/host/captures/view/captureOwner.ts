import type { Task } from "../../../task/task.ts";
import type { AddressAnswer } from "../../../task/addresses/addressIndex.ts";
import { toCanonicalAddress } from "../../../task/addresses/canonicalAddress.ts";
import type { Addresses } from "../../addresses/openAddresses.ts";

/** The capture whose addresses are asked about. */
export type OwnedCapture = {
  /** The task that left its file, where one of ours did. */
  readonly task: Task | undefined;
  /** When its first packet was seen, in milliseconds since 1970, as far as it has been read. */
  readonly firstMs: number | undefined;
};

/**
 * Who had an address when the capture was made: of its own instance its task knows best; of the others what was listed
 * then, in its region first. Undefined where nobody is known.
 */
export function findCaptureOwner(
  address: string,
  { task, firstMs }: OwnedCapture,
  find: Addresses["find"],
): AddressAnswer | undefined {
  if (!task) return find(address, { atMs: firstMs });
  const { accountId, regionId, instanceId, instanceName: name, instanceIp } = task.target;
  const sentMs = Date.parse(task.sentTime);
  if (instanceIp !== undefined && toCanonicalAddress(instanceIp) === toCanonicalAddress(address)) {
    const holding = { address, accountId, regionId, instanceId, name, fromMs: sentMs, untilMs: sentMs };
    return { holding, isCertain: true, others: [] };
  }
  return find(address, { atMs: firstMs ?? sentMs, regionId });
}
