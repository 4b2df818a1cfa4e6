import type { ByteCursor } from "./byteCursor.ts";
import { CaptureError } from "./captureError.ts";
import type { Damage, DamageReason } from "./captureSummary.ts";
import {
  addInterface,
  addTime,
  createInterfaceTally,
  type InterfaceTally,
  type PacketTally,
} from "./packetTally.ts";
import { readPcapngClock } from "./pcapngClock.ts";

const sectionHeader = 0x0a0d0d0a;
const interfaceDescription = 1;
const obsoletePacket = 2;
const simplePacket = 3;
const enhancedPacket = 6;

/** A block is at least its type and its length twice; of the known ones, so much stands before the variable part. */
const leastBytes = new Map([
  [sectionHeader, 28],
  [interfaceDescription, 20],
  [obsoletePacket, 32],
  [simplePacket, 16],
  [enhancedPacket, 32],
]);
/** How much of an interface's options is looked at. */
const maxOptionsBytes = 65_536;
const maxInterfaces = 65_536;

/** Where the reader is: the byte order and the interfaces of the current section. */
type Section = { littleEndian: boolean; interfaces: InterfaceTally[] };
type Block = { readonly type: number; readonly lengthBytes: number };

/**
 * Counts the packets of a pcapng file (draft-ietf-opsawg-pcapng) over all its sections and interfaces, from its
 * first byte; throws a CaptureError for a first section header that is cut or contradicts itself.
 */
export async function countPcapngBlocks(cursor: ByteCursor, tally: PacketTally): Promise<Damage | null> {
  const section: Section = { littleEndian: true, interfaces: [] };
  let blocks = 0;
  for (;;) {
    const offset = cursor.position();
    const reason = await countBlock(cursor, section, tally);
    if (reason === undefined) {
      blocks += 1;
      continue;
    }
    for (const own of section.interfaces) addInterface(tally, own);
    if (reason === "end") return null;
    if (blocks === 0) throw new CaptureError(reason === "truncated" ? "truncatedHeader" : "badHeader");
    return { offset, reason };
  }
}

/** Counts one block and stands behind it, or says why not. */
async function countBlock(
  cursor: ByteCursor,
  section: Section,
  tally: PacketTally,
): Promise<DamageReason | "end" | undefined> {
  if (cursor.end - cursor.at < 12 && !(await cursor.fill(12))) {
    return cursor.at === cursor.end ? "end" : "truncated";
  }
  const type = cursor.view.getUint32(cursor.at, section.littleEndian);
  if (type === sectionHeader) beginSection(cursor, section, tally);
  const { littleEndian } = section;
  const lengthBytes = cursor.view.getUint32(cursor.at + 4, littleEndian);
  const headBytes = leastBytes.get(type) ?? 12;
  if (lengthBytes < headBytes || lengthBytes % 4 !== 0) return "badLength";

  const optionsBytes = type === interfaceDescription ? Math.min(lengthBytes - headBytes, maxOptionsBytes) : 0;
  const neededBytes = headBytes + optionsBytes;
  if (cursor.end - cursor.at < neededBytes && !(await cursor.fill(neededBytes))) return "truncated";

  // The block's fields are read before the cursor moves, and counted only when its end is where it says.
  const add = readBlock(cursor, { type, lengthBytes }, section, optionsBytes);
  if (typeof add === "string") return add;
  const trailerAt = cursor.at + lengthBytes - 4;
  if (trailerAt <= cursor.end) cursor.at = trailerAt;
  else if (!(await cursor.skip(lengthBytes - 4))) return "truncated";
  if (cursor.end - cursor.at < 4 && !(await cursor.fill(4))) return "truncated";
  if (cursor.view.getUint32(cursor.at, littleEndian) !== lengthBytes) return "badLength";
  cursor.at += 4;
  add?.(tally);
  return undefined;
}

/** The magic decides the byte order of the section, its own header's length included; a wrong one keeps the order before. */
function beginSection(cursor: ByteCursor, section: Section, tally: PacketTally): void {
  for (const own of section.interfaces) addInterface(tally, own);
  section.interfaces = [];
  const magic = cursor.view.getUint32(cursor.at + 8);
  if (magic === 0x1a2b3c4d || magic === 0x4d3c2b1a) section.littleEndian = magic === 0x4d3c2b1a;
}

/** What a block adds to the counts; nothing for blocks that hold no packet and no interface. */
function readBlock(
  cursor: ByteCursor,
  block: Block,
  section: Section,
  optionsBytes: number,
): ((tally: PacketTally) => void) | DamageReason | undefined {
  const { view, at } = cursor;
  const { littleEndian, interfaces } = section;
  switch (block.type) {
    case interfaceDescription: {
      if (interfaces.length >= maxInterfaces) return "tooManyInterfaces";
      const linkType = view.getUint16(at + 8, littleEndian);
      const options = new DataView(view.buffer, view.byteOffset + at + 16, optionsBytes);
      const own = createInterfaceTally({
        linkType,
        snaplenBytes: view.getUint32(at + 12, littleEndian),
        toNanoseconds: readPcapngClock(options, littleEndian),
      });
      return (tally) => {
        interfaces.push(own);
        tally.linkTypes.add(linkType);
      };
    }
    case enhancedPacket:
    case obsoletePacket: {
      const isEnhanced = block.type === enhancedPacket;
      const own =
        interfaces[isEnhanced ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 8, littleEndian)];
      const capturedBytes = view.getUint32(at + 20, littleEndian);
      if (own === undefined) return "badInterface";
      if (capturedBytes > block.lengthBytes - 32) return "badLength";
      const high = view.getUint32(at + 12, littleEndian);
      const low = view.getUint32(at + 16, littleEndian);
      return (tally) => {
        addPacket(tally, capturedBytes);
        addTime(own, high, low);
      };
    }
    case simplePacket: {
      const [own] = interfaces;
      if (own === undefined) return "badInterface";
      const wholeBytes = view.getUint32(at + 8, littleEndian);
      const capturedBytes = Math.min(wholeBytes, own.snaplenBytes || wholeBytes);
      if (capturedBytes > block.lengthBytes - 16) return "badLength";
      return (tally) => addPacket(tally, capturedBytes);
    }
    default:
      return undefined;
  }
}

function addPacket(tally: PacketTally, capturedBytes: number): void {
  tally.packets += 1;
  tally.capturedBytes += capturedBytes;
}
