import { createDissection, dissect } from "../packet/dissect.ts";
import type { Dissection } from "../packet/dissection.ts";
import type { PacketRecord } from "../packetRecord.ts";
import type { CaptureAnalysis, ObservedPacket, PacketObserver } from "./captureAnalysis.ts";
import { createConversations } from "./createConversations.ts";
import { createPacketIndex } from "./createPacketIndex.ts";
import { createProtocolTree } from "./createProtocolTree.ts";
import { createRateHistogram } from "./createRateHistogram.ts";
import { packetMarks } from "./packetMarks.ts";
import { protocolCodes } from "../packet/protocol.ts";

/** An analysis without packets. `observe` hears of every packet once all that is known of it is there. */
export function createCaptureAnalysis(observe?: PacketObserver): CaptureAnalysis {
  return new Analysis(observe);
}

class Analysis implements CaptureAnalysis {
  readonly #observe: PacketObserver | undefined;
  readonly #dissection = createDissection();
  readonly #conversations = createConversations();
  readonly #index = createPacketIndex();
  readonly #rate = createRateHistogram();
  readonly #tree = createProtocolTree();
  #observed: ObservedPacket | undefined;
  #capturedBytes = 0;
  #firstSeconds = NaN;
  #firstNanoseconds = 0;

  readonly packets = this.#index;
  readonly conversations = this.#conversations.table;

  constructor(observe: PacketObserver | undefined) {
    this.#observe = observe;
  }

  get capturedBytes(): number {
    return this.#capturedBytes;
  }

  get firstTime(): { readonly seconds: number; readonly nanoseconds: number } | undefined {
    if (Number.isNaN(this.#firstSeconds)) return undefined;
    return { seconds: this.#firstSeconds, nanoseconds: this.#firstNanoseconds };
  }

  get durationNanoseconds(): number {
    return this.#rate.durationNanoseconds();
  }

  add(record: PacketRecord): void {
    const dissection = this.#dissection;
    dissect(record, dissection);
    const { seconds, nanoseconds } = record;
    if (Number.isNaN(this.#firstSeconds) && !Number.isNaN(seconds)) {
      this.#firstSeconds = seconds;
      this.#firstNanoseconds = nanoseconds;
    }
    const relative = (seconds - this.#firstSeconds) * 1e9 + (nanoseconds - this.#firstNanoseconds);
    const conversations = this.#conversations;
    conversations.add(dissection, relative);
    const captured = dissection.end - dissection.start;
    const { wireBytes } = dissection;
    const marks = conversations.marks | (captured < wireBytes ? packetMarks.cut : 0);
    this.#capturedBytes += captured;
    this.#rate.add(relative, wireBytes);
    this.#tree.add(dissection);
    this.#index.add(
      record.offset,
      relative,
      wireBytes,
      conversations.conversation,
      toHighestProtocol(dissection),
      marks,
    );
    if (this.#observe) this.#tell(this.#observe, record, relative, marks);
  }

  rate() {
    return this.#rate.rate();
  }

  protocols() {
    return this.#tree.protocols();
  }

  protocolCounts() {
    return this.#tree.counts();
  }

  #tell(observe: PacketObserver, record: PacketRecord, relativeNanoseconds: number, marks: number): void {
    this.#observed ??= {
      number: 0,
      record,
      dissection: this.#dissection,
      relativeNanoseconds,
      conversation: -1,
      isFromA: true,
      marks,
    };
    const packet = this.#observed;
    packet.number = this.#index.count;
    packet.record = record;
    packet.relativeNanoseconds = relativeNanoseconds;
    packet.conversation = this.#conversations.conversation;
    packet.isFromA = this.#conversations.isFromA;
    packet.marks = marks;
    observe(packet);
  }
}

/** The innermost layer that is no plain data and is not quoted; the frame where there is none. */
function toHighestProtocol({ protocols, quotedFrom, layerCount }: Dissection): number {
  let layer = (quotedFrom < layerCount ? quotedFrom : layerCount) - 1;
  if (layer >= 0 && protocols[layer] === protocolCodes.data) layer -= 1;
  return layer < 0 ? protocolCodes.frame : (protocols[layer] ?? protocolCodes.frame);
}
