import { createCaptureAnalysis } from "../analysis/createCaptureAnalysis.ts";
import type { ByteSource } from "../byteSource.ts";
import type { ByteSink } from "../export/byteSink.ts";
import { createScrubber } from "../export/scrubber.ts";
import { writeSubset } from "../export/writeSubset.ts";
import type { CaptureRequest } from "../findings/captureRequest.ts";
import type { NextPiece } from "../pieces.ts";
import { createRecordAccess } from "../recordAccess.ts";
import { createCapturePass, type CaptureProgress, type FirstPass } from "./capturePass.ts";
import { createConversationList, type ConversationList } from "./conversationList.ts";
import { buildListedPacket, type ListedPacket } from "./listedPacket.ts";
import { createPacketList, type PacketList, type PacketListOptions } from "./packetList.ts";
import { createPacketReader } from "./packetReader.ts";
import { SessionError } from "./sessionError.ts";
import type { SessionFile } from "./sessionFile.ts";
import { createStreamList, type StreamList } from "./streamList.ts";

/** What a session reads, and with what. */
export type SessionInput = {
  /** The uncompressed bytes in ranges, so far as the first pass gave them. */
  readonly source: ByteSource;
  /** The pass over the whole file that everything comes from. */
  readonly firstPass: FirstPass;
  /** Begins another pass over the uncompressed bytes, once the first is over; a piece is valid until the next one is asked for. */
  readonly openPass: () => NextPiece;
  /** Lets requests in, which are answered in the middle of long work. */
  readonly pause: () => Promise<void>;
  /** A clock in milliseconds that does not jump. */
  readonly now: () => number;
  /** What the capture was asked for, where that is known. */
  readonly request?: CaptureRequest | undefined;
  /** Hears once that a packet is not where it was: the file changed under the session. */
  readonly lost?: (() => void) | undefined;
};

export type ExportOptions = {
  /** Whose packets are written. */
  readonly list: PacketList;
  readonly format: "pcap" | "pcapng";
  /** Payload cut and addresses replaced. */
  readonly isShare: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** One open capture: reads it once, and answers requests meanwhile and afterwards. */
export type CaptureSession = {
  /**
   * Reads the file, telling how far it is: at once after the first bytes, then a few times a second. Resolves at its
   * end or damage; rejects with a CaptureError for what is no capture, with the source's own errors, and with a
   * SessionError when disposed.
   */
  read(tell: (progress: CaptureProgress) => void): Promise<void>;
  createList(options: Omit<PacketListOptions, "now">): PacketList;
  /** The packet of that number (from 1) in full; rejects with a SessionError when there is none, or none any more. */
  packet(number: number): Promise<ListedPacket>;
  readonly conversations: ConversationList;
  readonly streams: StreamList;
  /**
   * Writes the packets of a list once the whole file is read and filtered, and resolves with their number. Rejects with
   * an ExportError, a SessionError, the signal's reason, and what the sink throws.
   */
  write(options: ExportOptions, sink: ByteSink): Promise<number>;
  /** Ends reading and waiting; what is only being looked up ends by itself. */
  dispose(): void;
};

/** A session that has read nothing yet. */
export function createCaptureSession(input: SessionInput): CaptureSession {
  const { source, openPass, pause, now } = input;
  const pass = createCapturePass(input, createCaptureAnalysis);
  let isLost = false;
  const file: SessionFile = {
    source,
    analysis: pass.analysis,
    layout: pass.layout,
    openPass,
    pause,
    whenRead: pass.whenRead,
    isRead: pass.isRead,
    lost: () => {
      if (!isLost) input.lost?.();
      isLost = true;
    },
  };
  const reader = createPacketReader(file);
  let queue: Promise<unknown> = Promise.resolve();

  const readPacket = async (number: number): Promise<ListedPacket> => {
    if (number > pass.analysis.packets.count) throw new SessionError("noSuchPacket");
    const found = await reader.read(number - 1);
    if (found) return buildListedPacket(found);
    file.lost();
    throw new SessionError("fileChanged");
  };

  return {
    read: pass.read,
    createList: (options) => createPacketList(file, { ...options, now }),
    packet: (number) => {
      // The reader takes one call at a time.
      const answer = queue.then(() => readPacket(number));
      queue = answer.catch(() => undefined);
      return answer;
    },
    conversations: createConversationList(file, now),
    streams: createStreamList(file),
    write: async ({ list, format, isShare, signal }, sink) => {
      const packets = await list.packets();
      const layout = pass.layout();
      if (layout === undefined) throw new SessionError("fileChanged");
      const offsets = function* () {
        for (const packet of packets()) yield pass.analysis.packets.offsetOf(packet);
      };
      const paced: ByteSink = async (bytes) => {
        signal?.throwIfAborted();
        await sink(bytes);
        await pause();
      };
      signal?.throwIfAborted();
      const scrubber = isShare ? createScrubber() : undefined;
      const access = createRecordAccess(source, layout);
      return await writeSubset({ access, layout, offsets, format, scrubber }, paced);
    },
    dispose: pass.dispose,
  };
}
