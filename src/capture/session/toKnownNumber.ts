/** The number, or null for what is none or has no end. */
export function toKnownNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
