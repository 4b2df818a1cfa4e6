/** A text percent-encoded as RFC 3986 does it: everything but `A-Z a-z 0-9 - _ . ~`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Parameters sorted by name and encoded, as both signature versions sign them. */
export function canonicalQuery(params: ReadonlyMap<string, string>): string {
  return [...params]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}
