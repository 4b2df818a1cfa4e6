/** Requests that wait for their answers, in the order of their connections. Copies what is kept of each. */
export type RequestQueue = {
  /** Adds a request of a connection: the begin of `bytes[start]` to `bytes[end - 1]` is kept. */
  push(conversation: number, packet: number, bytes: Uint8Array, start: number, end: number): void;
  /** Takes the connection's oldest request out; a slot that is valid until the next `push`, or -1 for none. */
  shift(conversation: number): number;
  packetOf(slot: number): number;
  /** A view of what was kept. */
  headOf(slot: number): Uint8Array;
};

/** So many requests wait at a time; a further one takes the place of the oldest. */
const maxRequests = 4_096;
const keptBytes = 256;
/** How many requests one connection may send ahead (RFC 9112 section 9.3.2). */
const maxPipelined = 32;

/**
 * A queue in memory of one size, but for 4 bytes a conversation, since requests come by the hundred thousand and hardly
 * any is looked at again.
 */
export function createRequestQueue(): RequestQueue {
  const heads = new Uint8Array(maxRequests * keptBytes);
  const lengths = new Uint16Array(maxRequests);
  const packets = new Uint32Array(maxRequests);
  const conversations = new Float64Array(maxRequests).fill(-1);
  const followers = new Int32Array(maxRequests);
  // By conversation, from 1; 0 for none.
  let oldest = new Int32Array(1_024);
  let nextSlot = 0;

  const shift = (conversation: number): number => {
    const slot = (oldest[conversation] ?? 0) - 1;
    if (slot >= 0) oldest[conversation] = (followers[slot] ?? -1) + 1;
    return slot;
  };
  const reserve = (conversation: number) => {
    if (conversation < oldest.length) return;
    const larger = new Int32Array(Math.max(conversation + 1, oldest.length * 2));
    larger.set(oldest);
    oldest = larger;
  };
  /** Puts a slot behind the last one of its connection; false where that has too many. */
  const append = (first: number, slot: number): boolean => {
    let last = first;
    for (let count = 1; count < maxPipelined; count += 1) {
      const follower = followers[last] ?? -1;
      if (follower < 0) {
        followers[last] = slot;
        return true;
      }
      last = follower;
    }
    return false;
  };

  return {
    push: (conversation, packet, bytes, start, end) => {
      reserve(conversation);
      const slot = nextSlot;
      const former = conversations[slot] ?? -1;
      // The oldest slot of all is the oldest of its connection, if it still waits.
      if (former >= 0 && oldest[former] === slot + 1) shift(former);
      const first = (oldest[conversation] ?? 0) - 1;
      followers[slot] = -1;
      if (first < 0) oldest[conversation] = slot + 1;
      else if (!append(first, slot)) return;
      const length = Math.min(end - start, keptBytes);
      // For so few bytes quicker than making a view to copy from.
      for (let index = 0, to = slot * keptBytes; index < length; index += 1) {
        heads[to + index] = bytes[start + index] ?? 0;
      }
      lengths[slot] = length;
      packets[slot] = packet;
      conversations[slot] = conversation;
      nextSlot = (slot + 1) % maxRequests;
    },
    shift,
    packetOf: (slot) => packets[slot] ?? 0,
    headOf: (slot) => heads.subarray(slot * keptBytes, slot * keptBytes + (lengths[slot] ?? 0)),
  };
}
