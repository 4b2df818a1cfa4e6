import type { CaptureRequest } from "./captureRequest.ts";
import type { FindingGroups, Sighting } from "./findingGroups.ts";
import { toRequestText } from "./requestFilter.ts";

/** Counts a conversation whose other direction the capture was asked to leave out: one cause for all of them. */
export function addFiltered(
  groups: FindingGroups,
  request: CaptureRequest | undefined,
  sighting: Sighting,
): void {
  groups.add("", sighting, () => ({
    severity: "note",
    params: { filter: toRequestText(request) },
    filter: undefined,
  }));
}
