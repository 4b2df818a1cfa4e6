/** An Ethernet frame and when it passes, in nanoseconds since the traffic began. */
export type TimedFrame = { readonly timeNanoseconds: number; readonly bytes: Uint8Array };
