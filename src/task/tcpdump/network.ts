/** The network that a CIDR block with any host bits lies in: `10.0.0.5/8` gives `10.0.0.0/8`. Expects a valid IPv4 block. */
export function toNetwork(cidr: string): string {
  const [address = "", length = "32"] = cidr.split("/");
  const prefixBits = Number(length);
  const octets = address.split(".").map((octet, index) => {
    const keptBits = Math.min(Math.max(prefixBits - index * 8, 0), 8);
    return Number(octet) & (0xff00 >> keptBits) & 0xff;
  });
  return `${octets.join(".")}/${prefixBits}`;
}

/** Whether an IPv4 address lies in a block, or is the address given in place of one; both expected valid. */
export function isInNetwork(address: string, cidr: string): boolean {
  return toNetwork(`${address}/${cidr.split("/")[1] ?? "32"}`) === toNetwork(cidr);
}
