/** Milliseconds since 1970 as the service writes times: ISO 8601 in UTC, to the second. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
