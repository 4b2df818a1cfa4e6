/** The address family of a loopback header at `start`; LINKTYPE_NULL's byte order is that of who captured, and families are small. */
export function toAddressFamily(view: DataView, start: number, isBigEndian: boolean): number {
  const family = view.getUint32(start);
  return isBigEndian || family <= 0xffff ? family : view.getUint32(start, true);
}
