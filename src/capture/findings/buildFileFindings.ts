import type { Finding } from "./finding.ts";
import type { FindingInput } from "./findingInput.ts";
import { toRequestText } from "./requestFilter.ts";

/** What is to be said of the file as a whole: damage, and that it holds nothing. */
export function buildFileFindings({
  packets,
  damage,
  request,
  isComplete,
}: FindingInput): readonly Finding[] {
  if (damage !== null) {
    return [
      {
        id: "damagedFile",
        severity: "warning",
        count: 1,
        params: { offset: damage.offset, reason: damage.reason },
        packets: packets.count > 0 ? [packets.count] : [],
        filter: undefined,
      },
    ];
  }
  if (packets.count > 0 || !isComplete) return [];
  const filter = toRequestText(request);
  const rest = { severity: "warning", count: 1, packets: [], filter: undefined } as const;
  return [
    filter === ""
      ? { id: "emptyCapture", params: {}, ...rest }
      : { id: "emptyCaptureFiltered", params: { filter }, ...rest },
  ];
}
