/** The last second that a `Date` can hold (ECMA-262, time values). */
const lastSecond = 8_640_000_000_000;

/** A time since 1970 UTC, whole seconds and the rest, as ISO 8601 with nine decimals; null for NaN and outside of the calendar of `Date`. */
export function toIsoTime(seconds: number, nanoseconds: number): string | null {
  if (!(seconds >= -lastSecond && seconds <= lastSecond)) return null;
  const toSecond = new Date(seconds * 1000).toISOString().slice(0, -".000Z".length);
  return `${toSecond}.${String(nanoseconds).padStart(9, "0")}Z`;
}
