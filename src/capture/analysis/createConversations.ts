import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { analyseSegment, isOtherConversation } from "./analyseSegment.ts";
import type { ConversationTable } from "./conversation.ts";
import { createConversationRows, isFirstAAt, stateRowAt } from "./createConversationRows.ts";
import { createConversationTable } from "./createConversationTable.ts";
import { createPairTable } from "./createPairTable.ts";
import { createStreamNumbers } from "./createStreamNumbers.ts";
import { createTcpStates } from "./createTcpStates.ts";
import { conversationProtocols, keyWords, readPairKey, tcpKind, udpKind } from "./pairKey.ts";
import { readSegment } from "./readSegment.ts";
import { synFlag, type TcpSegment } from "./tcpSegment.ts";

/** So many conversations are told apart, in some 300 MB; packets of later ones have none. */
export const maxConversations = 1 << 20;

/** Puts packets into conversations, and says of the newest packet what came out. */
export type Conversations = {
  readonly table: ConversationTable;
  /** Takes the next packet; times are relative to the first packet, NaN where there is none. */
  add(dissection: Dissection, relativeNanoseconds: number): void;
  /** The newest packet's conversation; -1 for none. */
  readonly conversation: number;
  /** Whether the conversation's `a` sent the newest packet. */
  readonly isFromA: boolean;
  /** The newest packet's `packetMarks`. */
  readonly marks: number;
};

/** No conversations yet. */
export function createConversations(): Conversations {
  return new Book();
}

class Book implements Conversations {
  conversation = -1;
  isFromA = true;
  marks = 0;
  readonly table: ConversationTable;
  readonly #pairs = createPairTable(maxConversations);
  readonly #rows = createConversationRows();
  readonly #states = createTcpStates();
  readonly #streams = createStreamNumbers(conversationProtocols.length);
  readonly #key = new Uint32Array(keyWords);
  readonly #segment: TcpSegment = {
    sequence: 0,
    acknowledgment: 0,
    flags: 0,
    window: 0,
    payloadBytes: 0,
    windowShift: -1,
    nanoseconds: 0,
  };

  constructor() {
    this.table = createConversationTable(this.#pairs, this.#rows, this.#states, this.#streams);
  }

  add(dissection: Dissection, relativeNanoseconds: number): void {
    this.conversation = -1;
    this.isFromA = true;
    this.marks = 0;
    const { network, transport } = dissection;
    if (network < 0) return;
    if (dissection.quotedFrom < dissection.layerCount) this.#reserveQuoted(dissection);
    const isSourceFirst = readPairKey(dissection, network, transport, this.#key);
    const pair = this.#pairs.findOrAdd(this.#key);
    if (pair < 0) return;
    const kind = this.#key[0] ?? 0;
    const isTcp = (kind & 7) === tcpKind;
    const segment = this.#segment;
    if (isTcp) readSegment(dissection, relativeNanoseconds, segment);
    let id = this.#pairs.conversationOf(pair);
    let isReused = false;
    let isFromA = id < 0 || (this.#rows.wordOf(id, isFirstAAt) === 1) === isSourceFirst;
    // Where the header contradicts its length, nobody knows what the segment carries: tshark does not analyse it either.
    const isAnalysed = isTcp && !dissection.isMalformed;
    if (id >= 0 && isAnalysed && (segment.flags & synFlag) !== 0) {
      const row = this.#rows.wordOf(id, stateRowAt);
      isReused = isOtherConversation(this.#states, row, isFromA ? 0 : 1, segment);
    }
    if (id < 0 || isReused) {
      id = this.#open(pair, kind, isSourceFirst, isReused);
      if (id < 0) return;
      isFromA = true;
    }
    this.conversation = id;
    this.isFromA = isFromA;
    const direction = isFromA ? 0 : 1;
    let payloadBytes = dissection.wireBytes;
    if (isTcp) payloadBytes = segment.payloadBytes;
    if (isAnalysed) {
      this.marks = analyseSegment(
        this.#states,
        this.#rows.wordOf(id, stateRowAt),
        direction,
        segment,
        isReused,
      );
    }
    this.#rows.countPacket(
      id,
      direction,
      dissection.wireBytes,
      relativeNanoseconds,
      isTcp ? segment.flags : 0,
      this.marks,
      payloadBytes,
    );
  }

  #open(pair: number, kind: number, isFirstA: boolean, isReused: boolean): number {
    if (this.#rows.count === maxConversations) return -1;
    const protocol = kind & 7;
    const reserved = isReused ? -1 : this.#pairs.reservedStreamOf(pair);
    const stream = reserved >= 0 ? reserved : this.#streams.next(protocol);
    const stateRow = protocol === tcpKind ? this.#states.add() : 0;
    const id = this.#rows.add(pair, kind, isFirstA, stream, stateRow);
    if (protocol <= udpKind) this.#streams.set(protocol, stream, id);
    this.#pairs.setConversation(pair, id);
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
    readPairKey(dissection, network, transport, this.#key);
    const pair = this.#pairs.findOrAdd(this.#key);
    if (pair < 0 || this.#pairs.conversationOf(pair) >= 0 || this.#pairs.reservedStreamOf(pair) >= 0) return;
    this.#pairs.reserveStream(pair, this.#streams.next((this.#key[0] ?? 0) & 7));
  }
}
