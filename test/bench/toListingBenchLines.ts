import type { ListingBench } from "./benchListing.ts";

/** The head of the table of listings. */
export const listingHead =
  "10,000 instances          first row ms  round trips  all rows ms  of model  block ms  refused  bytes each   peer first  peer all   ratio";

/** A line of the table; the last ratio is of the times for all rows, the peer's to ours. */
export function toListingBenchLine(bench: ListingBench): string {
  const { regions, latencyMs, modelMs, ours, refusals, peer } = bench;
  const name = `${regions === 1 ? "1 region" : `${regions} regions`}, ${latencyMs} ms`;
  const peerCells =
    peer === undefined
      ? ""
      : [
          peer.firstRowMs.toFixed(0).padStart(12),
          peer.allRowsMs.toFixed(0).padStart(9),
          (peer.allRowsMs / ours.allRowsMs).toFixed(1).padStart(7),
        ].join(" ");
  return [
    name.padEnd(24),
    ours.firstRowMs.toFixed(0).padStart(13),
    (ours.firstRowMs / latencyMs).toFixed(2).padStart(12),
    ours.allRowsMs.toFixed(0).padStart(12),
    (ours.allRowsMs / modelMs).toFixed(2).padStart(9),
    ours.longestBlockMs.toFixed(0).padStart(9),
    String(refusals).padStart(8),
    ours.bytesPerInstance.toFixed(0).padStart(11),
    peerCells,
  ].join(" ");
}
