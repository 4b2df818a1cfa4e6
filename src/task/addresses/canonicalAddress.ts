const addressPattern = /^[\d.:a-f]{2,45}$/u;

/** An address as it is compared: IPv6 as RFC 5952 writes it; undefined for what is no address. */
export function toCanonicalAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  if (!addressPattern.test(address)) return undefined;
  if (!address.includes(":")) return address;
  return URL.parse(`http://[${address}]`)?.hostname.slice(1, -1);
}
