import { maxInterfaces, maxRecordBytes, type CaptureSection, type LayoutInterface } from "./captureLayout.ts";
import type { DamageReason } from "./captureSummary.ts";
import type { PacketRecord } from "./packetRecord.ts";
import { readPcapngInterface } from "./pcapngInterface.ts";
import { readPacketBlock, toPacketHeadBytes } from "./pcapngPackets.ts";
import type { RecordWalk } from "./recordWalk.ts";

const sectionHeader = 0x0a0d0d0a;
const interfaceDescription = 1;

/** Type, length, and the first word of what follows: the byte order of a section, or the length again. */
const leastBlockBytes = 12;
const leastSectionBytes = 28;
const leastInterfaceBytes = 20;
/** How much of an interface's options is looked at. */
const maxOptionsBytes = 65_536;

type Section = CaptureSection & { interfaces: LayoutInterface[] };

/**
 * Goes through a pcapng file (draft-ietf-opsawg-pcapng) from its first byte, over all its sections; a section is
 * told when it has its first interface, and then gains others.
 */
export function createPcapngWalk(
  record: PacketRecord,
  onSection: (section: CaptureSection) => void,
  onInterface: (own: LayoutInterface) => void,
  onPacket: (record: PacketRecord) => void,
): RecordWalk {
  let section: Section = { offset: 0, littleEndian: true, firstInterface: 0, interfaces: [] };
  let allInterfaces = 0;
  // Of the block whose head is read and whose end is not: its length, and the interface that counts with its end.
  let openBytes = 0;
  let openInterface: LayoutInterface | undefined;

  const closeBlock = () => {
    openBytes = 0;
    if (openInterface === undefined) return;
    section.interfaces.push(openInterface);
    allInterfaces += 1;
    if (section.interfaces.length === 1) onSection(section);
    onInterface(openInterface);
    openInterface = undefined;
  };

  /** The magic decides the byte order of the section, its own header's length included; a wrong one keeps the order before. */
  const beginSection = (view: DataView, at: number, fileOffset: number) => {
    const magic = view.getUint32(at + 8);
    const isKnown = magic === 0x1a2b3c4d || magic === 0x4d3c2b1a;
    section = {
      offset: fileOffset + at,
      littleEndian: isKnown ? magic === 0x4d3c2b1a : section.littleEndian,
      firstInterface: allInterfaces,
      interfaces: [],
    };
  };

  const walk: RecordWalk = {
    neededBytes: leastBlockBytes,
    recordOffset: 0,
    reason: undefined,
    walk: (bytes, from, end, fileOffset) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let at = from;
      const need = (neededBytes: number) => {
        walk.neededBytes = neededBytes;
        if (openBytes === 0) walk.recordOffset = fileOffset + at;
        return at;
      };
      const refuse = (reason: DamageReason) => {
        walk.reason = reason;
        return need(0);
      };
      for (;;) {
        if (openBytes > 0) {
          if (end - at < 4) return need(4);
          if (view.getUint32(at, section.littleEndian) !== openBytes) return refuse("badLength");
          closeBlock();
          at += 4;
        }
        if (end - at < leastBlockBytes) return need(leastBlockBytes);
        const type = view.getUint32(at, section.littleEndian);
        if (type === sectionHeader) beginSection(view, at, fileOffset);
        const lengthBytes = view.getUint32(at + 4, section.littleEndian);
        const packetHeadBytes = toPacketHeadBytes(type);
        if (packetHeadBytes > 0) {
          if (lengthBytes < packetHeadBytes || lengthBytes > maxRecordBytes || lengthBytes % 4 !== 0)
            return refuse("badLength");
          if (end - at < packetHeadBytes) return need(packetHeadBytes);
          const reason = readPacketBlock(view, at, section, record);
          if (reason !== undefined) return refuse(reason);
          if (end - at < lengthBytes) return need(lengthBytes);
          if (view.getUint32(at + lengthBytes - 4, section.littleEndian) !== lengthBytes)
            return refuse("badLength");
          record.bytes = bytes;
          record.offset = fileOffset + at;
          at += lengthBytes;
          onPacket(record);
          continue;
        }
        const headBytes = toHeadBytes(type);
        if (lengthBytes < headBytes || lengthBytes % 4 !== 0) return refuse("badLength");
        const isInterface = type === interfaceDescription;
        const optionsBytes = isInterface ? Math.min(lengthBytes - headBytes, maxOptionsBytes) : 0;
        if (end - at < headBytes + optionsBytes) return need(headBytes + optionsBytes);
        if (isInterface) {
          if (allInterfaces >= maxInterfaces) return refuse("tooManyInterfaces");
          openInterface = readPcapngInterface(view, at, optionsBytes, section.littleEndian);
        }
        walk.recordOffset = fileOffset + at;
        openBytes = lengthBytes;
        at += lengthBytes - 4;
      }
    },
  };
  return walk;
}

function toHeadBytes(blockType: number): number {
  if (blockType === sectionHeader) return leastSectionBytes;
  return blockType === interfaceDescription ? leastInterfaceBytes : leastBlockBytes;
}
