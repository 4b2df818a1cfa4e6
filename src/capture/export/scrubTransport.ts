import type { ScrubbedLayer } from "./scrubbedLayer.ts";

const endOfOptions = 0;
const noOperation = 1;
/** Maximum segment size, window scale, SACK permitted, SACK, timestamps (RFC 9293, RFC 2018, RFC 7323), each with its lengths. */
const keptOptions = new Map<number, (lengthBytes: number) => boolean>([
  [2, (lengthBytes) => lengthBytes === 4],
  [3, (lengthBytes) => lengthBytes === 3],
  [4, (lengthBytes) => lengthBytes === 2],
  [5, (lengthBytes) => lengthBytes >= 10 && lengthBytes <= 34 && lengthBytes % 8 === 2],
  [8, (lengthBytes) => lengthBytes === 10],
]);

/** Keeps a TCP header, all or what an ICMP error quotes of it; options that may hold addresses or keys become padding. */
export function scrubTcp({ bytes, start, payload }: ScrubbedLayer): number {
  let at = start + 20;
  while (at < payload) {
    const kind = bytes[at] ?? 0;
    if (kind === endOfOptions) {
      bytes.fill(0, at, payload);
      break;
    }
    const lengthBytes = kind === noOperation ? 1 : (bytes[at + 1] ?? 0);
    const isWhole = kind === noOperation || (lengthBytes >= 2 && at + lengthBytes <= payload);
    const next = isWhole ? at + lengthBytes : payload;
    const isKept = isWhole && keptOptions.get(kind)?.(lengthBytes) === true;
    if (!isKept) bytes.fill(noOperation, at, next);
    at = next;
  }
  return payload;
}

/** Keeps a VXLAN header (RFC 7348, section 5) without what its reserved fields hold. */
export function scrubVxlan({ bytes, start, payload }: ScrubbedLayer): number {
  bytes.fill(0, start + 1, start + 4);
  bytes[start + 7] = 0;
  return payload;
}

/** Keeps a GRE header (RFC 2784, RFC 2890) with a key of zeros; one with routes (RFC 1701) is cut behind its first word. */
export function scrubGre({ bytes, view, start, payload }: ScrubbedLayer): number {
  const flags = view.getUint16(start);
  if ((flags & 0x4000) !== 0) return start + 4;
  const keyAt = start + ((flags & 0x8000) === 0 ? 4 : 8);
  if ((flags & 0x2000) !== 0) bytes.fill(0, keyAt, Math.min(keyAt + 4, payload));
  return payload;
}
