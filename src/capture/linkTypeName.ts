/** The LINKTYPE names of tcpdump.org for what captures of hosts and containers hold. */
const names = new Map([
  [0, "NULL"],
  [1, "ETHERNET"],
  [9, "PPP"],
  [50, "PPP_HDLC"],
  [51, "PPP_ETHER"],
  [101, "RAW"],
  [105, "IEEE802_11"],
  [108, "LOOP"],
  [113, "LINUX_SLL"],
  [127, "IEEE802_11_RADIOTAP"],
  [189, "USB_LINUX"],
  [220, "USB_LINUX_MMAPPED"],
  [228, "IPV4"],
  [229, "IPV6"],
  [239, "NFLOG"],
  [253, "NETLINK"],
  [271, "VSOCK"],
  [276, "LINUX_SLL2"],
]);

/** The name of a link type without its prefix, or its number for one that is not in the table. */
export function toLinkTypeName(linkType: number): string {
  return names.get(linkType) ?? String(linkType);
}
