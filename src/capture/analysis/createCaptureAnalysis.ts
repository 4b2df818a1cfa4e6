import { createDissection, dissect } from "../packet/dissect.ts";
import type { Dissection } from "../packet/dissection.ts";
import type { PacketRecord } from "../packetRecord.ts";
import { createPacketRecord } from "../recordReader.ts";
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
  readonly #conversations = createConversations();
  readonly #index = createPacketIndex();
  readonly #rate = createRateHistogram();
  readonly #tree = createProtocolTree();
  /** Goes to all of them: a number with a fraction that is given as an argument would be a new object each time. */
  readonly #packet = createObservedPacket();
  #firstSeconds = NaN;
  #firstNanoseconds = 0;

  capturedBytes = 0;
  readonly packets = this.#index;
  readonly conversations = this.#conversations.table;

  constructor(observe: PacketObserver | undefined) {
    this.#observe = observe;
  }

  get firstTime(): { readonly seconds: number; readonly nanoseconds: number } | undefined {
    if (Number.isNaN(this.#firstSeconds)) return undefined;
    return { seconds: this.#firstSeconds, nanoseconds: this.#firstNanoseconds };
  }

  get durationNanoseconds(): number {
    return this.#rate.durationNanoseconds();
  }

  add(record: PacketRecord): void {
    const packet = this.#packet;
    const { dissection } = packet;
    dissect(record, dissection);
    const { seconds, nanoseconds } = record;
    if (Number.isNaN(this.#firstSeconds) && !Number.isNaN(seconds)) {
      this.#firstSeconds = seconds;
      this.#firstNanoseconds = nanoseconds;
    }
    const captured = dissection.end - dissection.start;
    const { wireBytes } = dissection;
    this.capturedBytes += captured;
    packet.number += 1;
    // To put an object down costs more than to compare it.
    if (packet.record !== record) packet.record = record;
    packet.offset = record.offset;
    packet.wireBytes = wireBytes;
    packet.relativeNanoseconds =
      (seconds - this.#firstSeconds) * 1e9 + (nanoseconds - this.#firstNanoseconds);
    packet.protocol = toHighestProtocol(dissection);
    this.#conversations.add(packet);
    if (captured < wireBytes) packet.marks |= packetMarks.cut;
    this.#rate.add(packet);
    this.#tree.add(dissection);
    this.#index.add(packet);
    this.#observe?.(packet);
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
}

/** No packet yet. Its times are NaN: V8 keeps what was a whole number first in another way. */
function createObservedPacket(): ObservedPacket {
  return {
    number: 0,
    record: createPacketRecord(),
    dissection: createDissection(),
    offset: NaN,
    wireBytes: 0,
    relativeNanoseconds: NaN,
    conversation: -1,
    isFromA: true,
    marks: 0,
    protocol: 0,
  };
}

/** The innermost layer that is no plain data and is not quoted; the frame where there is none. */
function toHighestProtocol({ protocols, quotedFrom, layerCount }: Dissection): number {
  let layer = (quotedFrom < layerCount ? quotedFrom : layerCount) - 1;
  if (layer >= 0 && protocols[layer] === protocolCodes.data) layer -= 1;
  return layer < 0 ? protocolCodes.frame : (protocols[layer] ?? protocolCodes.frame);
}
