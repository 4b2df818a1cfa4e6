/** A number with two digits that count below 100, and whole above: enough to read; 0 for what is no number. */
export function toRounded(value: number): number {
  if (!Number.isFinite(value)) return 0;
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}
