/** The address as an unsigned 32-bit number; throws a RangeError for what is no dotted quad. */
export function parseIpv4(text: string): number {
  const octets = text.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet) || octet < 0 || octet > 255)) {
    throw new RangeError("not an IPv4 address");
  }
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** Whether an address lies in a network written as `a.b.c.d/bits`; throws a RangeError for what is no network. */
export function isInNetwork(address: number, cidr: string): boolean {
  const [base = "", prefix = ""] = cidr.split("/");
  const bits = Number(prefix);
  if (!/^\d{1,2}$/u.test(prefix) || bits > 32) throw new RangeError("not an IPv4 network");
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(parseIpv4(base) / size);
}

/** The addresses that talk with the instance: its peers without itself, or a neighbour where it has none. */
export function toPeers(instanceIp: string, peerIps: readonly string[]): readonly [string, ...string[]] {
  const [first, ...others] = new Set(peerIps.filter((ip) => ip !== instanceIp));
  if (first !== undefined) return [first, ...others];
  const last = Number(instanceIp.split(".")[3]);
  return [instanceIp.replace(/\d+$/u, String(last < 254 ? last + 1 : last - 1))];
}
