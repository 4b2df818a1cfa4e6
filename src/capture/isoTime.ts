const billion = 1_000_000_000n;
/** The last second that a `Date` can hold (ECMA-262, time values). */
const lastSecond = 8_640_000_000_000n;

/** Nanoseconds since 1970 UTC as ISO 8601 with nine decimals; null outside of the calendar of `Date`. */
export function toIsoTime(nanoseconds: bigint): string | null {
  const fraction = ((nanoseconds % billion) + billion) % billion;
  const seconds = (nanoseconds - fraction) / billion;
  if (seconds < -lastSecond || seconds > lastSecond) return null;
  const toSecond = new Date(Number(seconds) * 1000).toISOString().slice(0, -".000Z".length);
  return `${toSecond}.${String(fraction).padStart(9, "0")}Z`;
}
