import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { analyseSegment, isOtherConversation } from "./analyseSegment.ts";
import type { ObservedPacket } from "./captureAnalysis.ts";
import type { ConversationTable } from "./conversation.ts";
import { isFirstAAt, streamAt } from "./conversationRow.ts";
import { countPacket } from "./countPacket.ts";
import { createConversationRows } from "./createConversationRows.ts";
import { createConversationTable } from "./createConversationTable.ts";
import { createStreamNumbers } from "./createStreamNumbers.ts";
import { conversationProtocols, keyWords, readPairKey, tcpKind, udpKind } from "./pairKey.ts";
import { readSegment } from "./readSegment.ts";
import { synFlag, type TcpSegment } from "./tcpSegment.ts";

/** So many conversations are told apart, in some 300 MB; packets of later ones have none. */
export const maxConversations = 1 << 20;

/** Puts packets into conversations. */
export type Conversations = {
  readonly table: ConversationTable;
  /** Takes the next packet, and says in it which conversation it belongs to, who sent it and how it is marked. */
  add(packet: ObservedPacket): void;
};

/** No conversations yet. */
export function createConversations(): Conversations {
  return new Book();
}

class Book implements Conversations {
  readonly table: ConversationTable;
  readonly #rows = createConversationRows();
  /** The streams of pairs of which nothing is known but a quotation. */
  readonly #quoted = createConversationRows();
  readonly #streams = createStreamNumbers(conversationProtocols.length);
  readonly #key = new Int32Array(keyWords);
  readonly #segment: TcpSegment = {
    sequence: 0,
    acknowledgment: 0,
    flags: 0,
    window: 0,
    payloadBytes: 0,
    windowShift: -1,
    nanoseconds: NaN,
  };

  constructor() {
    this.table = createConversationTable(this.#rows, this.#streams);
  }

  add(packet: ObservedPacket): void {
    packet.conversation = -1;
    packet.isFromA = true;
    packet.marks = 0;
    const { dissection } = packet;
    const { network, transport } = dissection;
    if (network < 0) return;
    if (dissection.quotedFrom < dissection.layerCount) this.#reserveQuoted(dissection);
    const isSourceFirst = readPairKey(dissection, network, transport, this.#key);
    const protocol = (this.#key[0] ?? 0) & 7;
    const isTcp = protocol === tcpKind;
    const segment = this.#segment;
    if (isTcp) readSegment(packet, segment);
    // Where the header contradicts its length, nobody knows what the segment carries: tshark does not analyse it either.
    const isAnalysed = isTcp && !dissection.isMalformed;
    const rows = this.#rows;
    let id = rows.find(this.#key);
    let isReused = false;
    let isFromA = true;
    if (id >= 0) {
      isFromA = (rows.words[rows.wordAt + isFirstAAt] === 1) === isSourceFirst;
      if (isAnalysed && (segment.flags & synFlag) !== 0) {
        isReused = isOtherConversation(rows, isFromA ? 0 : 1, segment);
      }
    }
    if (id < 0 || isReused) {
      id = this.#open(protocol, isSourceFirst, isReused);
      if (id < 0) return;
      isFromA = true;
    }
    packet.conversation = id;
    packet.isFromA = isFromA;
    if (isAnalysed) packet.marks = analyseSegment(rows, isFromA ? 0 : 1, segment, isReused);
    if (isTcp) countPacket(rows, packet, segment.flags, segment.payloadBytes);
    else countPacket(rows, packet, 0, packet.wireBytes);
  }

  #open(protocol: number, isFirstA: boolean, isReused: boolean): number {
    if (this.#rows.count === maxConversations) return -1;
    const reserved = isReused || this.#quoted.count === 0 ? -1 : this.#quoted.find(this.#key);
    const stream = reserved < 0 ? this.#streams.next(protocol) : this.#quoted.wordOf(reserved, streamAt);
    const id = this.#rows.add(this.#key, isFirstA, stream);
    if (protocol <= udpKind) this.#streams.set(protocol, stream, id);
    return id;
  }

  /**
   * A packet that an ICMP error quotes belongs to no conversation here; but tshark numbers its stream, so that what
   * follows would be counted otherwise than there.
   */
  #reserveQuoted(dissection: Dissection): void {
    const { protocols, quotedFrom, layerCount, starts, payloads } = dissection;
    const network = quotedFrom;
    const transport = quotedFrom + 1;
    if (transport >= layerCount) return;
    const protocol = protocols[transport];
    const isWholeTcp =
      protocol === protocolCodes.tcp && (payloads[transport] ?? 0) - (starts[transport] ?? 0) >= 20;
    if (!isWholeTcp && protocol !== protocolCodes.udp) return;
    if (this.#quoted.count === maxConversations) return;
    const isFirstA = readPairKey(dissection, network, transport, this.#key);
    if (this.#rows.find(this.#key) >= 0 || this.#quoted.find(this.#key) >= 0) return;
    this.#quoted.add(this.#key, isFirstA, this.#streams.next((this.#key[0] ?? 0) & 7));
  }
}
