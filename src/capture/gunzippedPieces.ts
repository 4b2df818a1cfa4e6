import type { ByteSource } from "./byteSource.ts";
import { compressedPieceBytes, createGzipMember } from "./gzipMember.ts";
import type { NextPiece } from "./pieces.ts";

/** The decompressed bytes of a gzip source. */
export type GunzippedPieces = {
  readonly next: NextPiece;
  /** The bytes ended because the compression is broken or cut off. */
  isBroken(): boolean;
  dispose(): Promise<void>;
};

/** The least length of a member, and of its end: a checksum and its plain length, modulo 2^32. */
const leastMemberBytes = 18;
const memberTrailerBytes = 8;
/**
 * A member costs 0.1 to 0.3 ms however short it is: so many are taken, and more of a file whose members have 2 KiB on
 * average, compressed or decompressed.
 */
const maxShortMembers = 250;
const longMemberBytes = 1 << 11;

/**
 * Decompresses a gzip source (RFC 1952) as its bytes are asked for, all its members in a row (section 2.2); anything
 * else that follows a member counts as broken. A source that is cut off gives all that can be decompressed. Rejects
 * with the source's own errors alone.
 */
export function createGunzippedPieces(source: ByteSource): GunzippedPieces {
  let startOffset = 0;
  let member = createGzipMember(source, startOffset);
  let members = 1;
  let plainBytes = 0;
  let broken = false;
  const findNext = async (): Promise<number | undefined> => {
    const longMembers = Math.max(startOffset, plainBytes) / longMemberBytes;
    if (broken || members >= maxShortMembers + longMembers) return undefined;
    return findNextMember(source, startOffset, member);
  };
  return {
    next: async () => {
      for (;;) {
        const piece = await member.next();
        if (piece !== undefined) {
          plainBytes += piece.length;
          return piece;
        }
        if (!member.isBroken()) return undefined;
        // A decompressor refuses what follows a member, and does not say where that begins.
        const nextOffset = await findNext();
        if (nextOffset === undefined) {
          broken = true;
          return undefined;
        }
        await member.dispose();
        startOffset = nextOffset;
        members += 1;
        member = createGzipMember(source, startOffset);
      }
    },
    isBroken: () => broken,
    dispose: () => member.dispose(),
  };
}

/**
 * Where the next member begins: the head of one, after the length of what this one gave. It is in the piece that was
 * handed over last, since each is done before the next; that the head matches by chance shows in the next checksum.
 */
async function findNextMember(
  source: ByteSource,
  startOffset: number,
  member: ReturnType<typeof createGzipMember>,
): Promise<number | undefined> {
  const firstOffset = Math.max(
    startOffset + leastMemberBytes,
    member.handedOffset() - 2 * compressedPieceBytes,
  );
  const from = firstOffset - memberTrailerBytes;
  const bytes = await source.read(from, member.handedOffset() + 4 - from);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plainBytes = member.plainBytes() % 0x1_0000_0000;
  for (let at = memberTrailerBytes; at + 3 <= bytes.length; at += 1) {
    const isHead = bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
    if (isHead && view.getUint32(at - 4, true) === plainBytes) return from + at;
  }
  return undefined;
}
