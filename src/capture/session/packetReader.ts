import type { Conversation } from "../analysis/conversation.ts";
import { readEndpoint } from "../findings/endpointText.ts";
import { createDissection, dissect } from "../packet/dissect.ts";
import type { Dissection } from "../packet/dissection.ts";
import type { PacketContext } from "../packet/packetContext.ts";
import type { PacketRecord } from "../packetRecord.ts";
import { createRecordAccess, type RecordAccess } from "../recordAccess.ts";
import type { SessionFile } from "./sessionFile.ts";

/** A packet that was read again; valid until the reader's next one. */
export type ReadPacket = {
  readonly record: PacketRecord;
  readonly dissection: Dissection;
  readonly context: PacketContext;
  /** Undefined for a packet of none. */
  readonly conversation: Conversation | undefined;
  /** Whether the conversation's `a` sent it. */
  readonly isFromA: boolean;
};

/** Reads single packets again. */
export type PacketReader = {
  /**
   * The packet of that index (from 0) with what the whole capture knows of it; undefined when it is not where it was
   * any more. One call at a time; rejects with the source's own errors.
   */
  read(packet: number): Promise<ReadPacket | undefined>;
};

const maxUint32 = 0xffff_ffff;
/** Conversations that are kept beside a reader: rows beside each other are of few. */
const maxKnown = 1_000;

/** A reader of its own window into the file. */
export function createPacketReader(file: SessionFile): PacketReader {
  const { packets, conversations } = file.analysis;
  const dissection = createDissection();
  const known = new Map<number, Conversation>();
  let access: RecordAccess | undefined;

  const conversationOf = (packet: number): Conversation | undefined => {
    const id = packets.conversationOf(packet);
    if (id < 0) return undefined;
    const conversation = known.get(id) ?? conversations.read(id);
    if (known.size >= maxKnown) known.clear();
    known.set(id, conversation);
    return conversation;
  };

  return {
    read: async (packet) => {
      const layout = file.layout();
      if (layout === undefined || packet >= packets.count) return undefined;
      access ??= createRecordAccess(file.source, layout);
      const record = await access.read(packets.offsetOf(packet));
      if (record === undefined) return undefined;
      dissect(record, dissection);
      // What stands there now may be another file's packet.
      if (Math.min(dissection.wireBytes, maxUint32) !== packets.wireBytesOf(packet)) return undefined;
      const conversation = conversationOf(packet);
      const isFromA = conversation !== undefined && isSentBy(dissection, conversation.a);
      const toBase = (fromA: boolean) =>
        conversation?.protocol === "tcp" ? conversations.baseSequenceOf(conversation.id, fromA) : undefined;
      const hasStream = conversation?.protocol === "tcp" || conversation?.protocol === "udp";
      return {
        record,
        dissection,
        conversation,
        isFromA,
        context: {
          number: packet + 1,
          marks: packets.marksOf(packet),
          stream: hasStream ? conversation.stream : undefined,
          baseSequence: toBase(isFromA),
          baseAcknowledgment: toBase(!isFromA),
        },
      };
    },
  };
}

function isSentBy(dissection: Dissection, end: Conversation["a"]): boolean {
  const { address, port } = readEndpoint(dissection, "source");
  return address === end.address && port === end.port;
}
