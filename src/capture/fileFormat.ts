/** What the first bytes of a result say it is. `xml` is what object storage answers instead of a file when it refuses. */
export type FileFormat = "pcap" | "pcapng" | "gzip" | "elf" | "xml" | "unknown";

/** How many bytes `readFileFormat` looks at, at most. */
export const fileFormatHeadBytes = 64;

/** Tells the format from the first bytes of a file; 12 are enough but for XML after white space. Never throws. */
export function readFileFormat(head: Uint8Array): FileFormat {
  if (head.length >= 4) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    switch (view.getUint32(0)) {
      // draft-ietf-opsawg-pcap, section 4: micro- and nanoseconds, in both byte orders.
      case 0xa1b2c3d4:
      case 0xd4c3b2a1:
      case 0xa1b23c4d:
      case 0x4d3cb2a1:
        return "pcap";
      case 0x0a0d0d0a:
        return isByteOrderMagic(view) ? "pcapng" : "unknown";
      case 0x7f454c46:
        return "elf";
      default:
        break;
    }
    // RFC 1952, section 2.3.1; 8 is deflate, the only method there is.
    if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return "gzip";
  }
  return isXml(head) ? "xml" : "unknown";
}

function isByteOrderMagic(view: DataView): boolean {
  if (view.byteLength < 12) return false;
  const magic = view.getUint32(8);
  return magic === 0x1a2b3c4d || magic === 0x4d3c2b1a;
}

function isXml(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head.subarray(0, fileFormatHeadBytes)).trimStart();
  return /^<(?:\?xml|Error[\s>])/u.test(text);
}
