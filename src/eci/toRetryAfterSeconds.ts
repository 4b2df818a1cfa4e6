/**
 * The wait that a `Retry-After` header asks for, in seconds from `now` (milliseconds since 1970); undefined where it
 * is missing or unreadable. Source: RFC 9110, 10.2.3.
 */
export function toRetryAfterSeconds(header: unknown, now = Date.now()): number | undefined {
  if (typeof header !== "string") return undefined;
  const trimmed = header.trim();
  if (/^\d{1,9}$/u.test(trimmed)) return Number(trimmed);
  if (!/^[A-Z][a-z]+,? /u.test(trimmed)) return undefined;
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
