/** The packets of a little-endian pcap file, each as hex. */
export function readPackets(file: Uint8Array): readonly string[] {
  const bytes = Buffer.from(file);
  const packets: string[] = [];
  for (let at = 24; at < bytes.length;) {
    const end = at + 16 + bytes.readUInt32LE(at + 8);
    packets.push(bytes.toString("hex", at + 16, end));
    at = end;
  }
  return packets;
}
