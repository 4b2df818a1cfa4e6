/** Bytes of a packet: indices into the array that it was read from, `end` behind the last one. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A value with the bytes that say it. */
export type Ranged<Value> = ByteRange & { readonly value: Value };
