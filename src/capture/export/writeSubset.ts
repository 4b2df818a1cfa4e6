import type { CaptureLayout, LayoutInterface } from "../captureLayout.ts";
import type { PacketRecord } from "../packetRecord.ts";
import type { RecordAccess } from "../recordAccess.ts";
import { createGatheringSink, type ByteSink } from "./byteSink.ts";
import { ExportError } from "./exportError.ts";
import { createPcapOutput, type PcapHead } from "./pcapOutput.ts";
import { createPcapngOutput } from "./pcapngOutput.ts";
import type { Scrubber } from "./scrubber.ts";

/** Which packets of a file are written, and how. */
export type Subset = {
  readonly access: RecordAccess;
  /** Of the whole file: complete, not as it was in the middle of reading. */
  readonly layout: CaptureLayout;
  /** The offsets of the packets' records, in the order of the file; called once or twice. */
  readonly offsets: () => Iterable<number>;
  readonly format: "pcap" | "pcapng";
  /** Makes the copy one for sharing; undefined for the packets as they are. */
  readonly scrubber: Scrubber | undefined;
};

const defaultSnaplenBytes = 262_144;

/**
 * Writes a file of some packets of another: with their times to the nanosecond, their lengths on the wire, their link
 * types and, in pcapng, their interfaces. Resolves with the number of packets. Rejects with an ExportError, and with
 * what the byte source or the sink throw; what was handed to the sink before is no whole file then.
 */
export async function writeSubset(subset: Subset, sink: ByteSink): Promise<number> {
  const output = createGatheringSink(sink);
  const add =
    subset.format === "pcap"
      ? createPcapOutput(output, await toPcapHead(subset))
      : createPcapngOutput(output, subset.layout, subset.scrubber === undefined);
  let packets = 0;
  let linkType: number | undefined;
  for (const offset of subset.offsets()) {
    const record = await readPresent(subset, offset);
    linkType ??= record.linkType;
    if (subset.format === "pcap" && record.linkType !== linkType) throw new ExportError("severalLinkTypes");
    add({
      bytes: subset.scrubber?.scrub(record) ?? record.bytes.subarray(record.start, record.end),
      wireBytes: record.wireBytes,
      seconds: record.seconds,
      nanoseconds: record.nanoseconds,
      interfaceNumber: record.interfaceNumber,
    });
    packets += 1;
    if (output.isFull) await output.flush();
  }
  await output.flush();
  return packets;
}

async function readPresent({ access }: Subset, offset: number): Promise<PacketRecord> {
  const record = await access.read(offset);
  if (record === undefined) throw new ExportError("fileChanged");
  return record;
}

/** What the interfaces say where they agree, or else the packets. */
async function toPcapHead(subset: Subset): Promise<PcapHead> {
  const interfaces = subset.layout.sections.flatMap((section) => section.interfaces);
  const [first] = interfaces;
  const isAlike = interfaces.every((own) => own.linkType === first?.linkType && isMicroseconds(own));
  if (isAlike) {
    return {
      linkType: first?.linkType ?? 1,
      snaplenBytes: toSnaplen(interfaces),
      resolution: "microseconds",
    };
  }
  let linkType: number | undefined;
  let needsNanoseconds = false;
  const used = new Set<LayoutInterface>();
  for (const offset of subset.offsets()) {
    const record = await readPresent(subset, offset);
    linkType ??= record.linkType;
    if (record.linkType !== linkType) throw new ExportError("severalLinkTypes");
    needsNanoseconds ||= record.nanoseconds % 1000 !== 0;
    const own = interfaces[record.interfaceNumber];
    if (own !== undefined) used.add(own);
  }
  return {
    linkType: linkType ?? first?.linkType ?? 1,
    snaplenBytes: toSnaplen([...used]),
    resolution: needsNanoseconds ? "nanoseconds" : "microseconds",
  };
}

/** Whether no time of the interface has more than six decimals. */
function isMicroseconds({ clock }: LayoutInterface): boolean {
  return clock.resolution <= 6;
}

function toSnaplen(interfaces: readonly LayoutInterface[]): number {
  let largest = 0;
  for (const { snaplenBytes } of interfaces) {
    const bytes = snaplenBytes || defaultSnaplenBytes;
    if (bytes > largest) largest = bytes;
  }
  return largest || defaultSnaplenBytes;
}
