/** Set by `npm run test:faults`: every case is tried as often as the table of faults says, and not a few times only. */
export const isFull = process.env["ECI_OPS_FAULTS"] === "full";

/** How often a case is tried in this run. */
export function toTries(full: number, quick: number): number {
  return isFull ? full : quick;
}

/** Every item in a full run, and in a quick one about so many, spread over all. */
export function pickSome<Item>(items: readonly Item[], quick: number): readonly Item[] {
  if (isFull || items.length <= quick) return items;
  // A step without a common factor with the lengths of records, so that every place of them is met.
  const step = Math.ceil(items.length / quick) | 1;
  return items.filter((_, index) => index % step === 0);
}
