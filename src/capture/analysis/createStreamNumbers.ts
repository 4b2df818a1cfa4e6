const firstRoom = 1 << 10;

/** Numbers the streams of each protocol from 0 and knows their conversations. */
export type StreamNumbers = {
  readonly sizeBytes: number;
  /** A number that no stream of this protocol has. */
  next(protocol: number): number;
  set(protocol: number, stream: number, conversation: number): void;
  /** -1 for none. */
  conversationOf(protocol: number, stream: number): number;
};

/** No streams of so many protocols. */
export function createStreamNumbers(protocols: number): StreamNumbers {
  const counts = new Uint32Array(protocols);
  // The conversation and 1.
  const conversations = Array.from({ length: protocols }, (): Uint32Array => new Uint32Array(0));
  return {
    get sizeBytes() {
      return conversations.reduce((sum, ids) => sum + ids.byteLength, 0);
    },
    next: (protocol) => {
      const stream = counts[protocol] ?? 0;
      counts[protocol] = stream + 1;
      return stream;
    },
    set: (protocol, stream, conversation) => {
      const ids = toRoomFor(stream, conversations[protocol] ?? new Uint32Array(0));
      ids[stream] = conversation + 1;
      conversations[protocol] = ids;
    },
    conversationOf: (protocol, stream) => (conversations[protocol]?.[stream] ?? 0) - 1,
  };
}

function toRoomFor(place: number, ids: Uint32Array): Uint32Array {
  if (place < ids.length) return ids;
  const larger = new Uint32Array(Math.max(firstRoom, 2 * place));
  larger.set(ids);
  return larger;
}
