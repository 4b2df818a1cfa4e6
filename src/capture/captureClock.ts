import type { PacketRecord } from "./packetRecord.ts";

/** How the readings of an interface's clock become times; plain data. */
export type CaptureClock = {
  /** The `if_tsresol` byte that says the same. */
  readonly resolution: number;
  /** Ticks a second: a power of ten or two below 2^31, or 0 when only `manyTicksPerSecond` can hold them. */
  readonly ticksPerSecond: number;
  readonly manyTicksPerSecond: bigint | undefined;
  /** Added to every time. */
  readonly offsetSeconds: number;
};

/** What a clock has that no option describes (draft-ietf-opsawg-pcapng, section 4.2), and pcap's usual one. */
export const microsecondClock = createCaptureClock(6);

const billion = 1_000_000_000;
const lastReading = 0xffff_ffff_ffff_ffffn;
const twoTo32 = 0x1_0000_0000;
/** Below it, the high word leaves all 64 bits of ticks within what a number holds exactly. */
const exactHighWord = 0x20_0000;

/** The clock of an `if_tsresol` byte: a negative power of ten, or of two when its highest bit is set. */
export function createCaptureClock(resolution: number, offsetSeconds = 0): CaptureClock {
  const base = resolution & 0x80 ? 2 : 10;
  const exponent = resolution & 0x7f;
  const isNumber = exponent <= (base === 2 ? 30 : 9);
  return {
    resolution,
    ticksPerSecond: isNumber ? base ** exponent : 0,
    manyTicksPerSecond: isNumber ? undefined : BigInt(base) ** BigInt(exponent),
    offsetSeconds,
  };
}

/**
 * Turns a reading of 64 bits, in two words, into the record's time, rounded down to the nanosecond. Exact as long as
 * whole seconds fit into a number (2^53).
 */
export function setTime(record: PacketRecord, clock: CaptureClock, high: number, low: number): void {
  const ticks = clock.ticksPerSecond;
  if (ticks === 0) {
    setManyTicks(record, clock, high, low);
    return;
  }
  let seconds: number;
  let rest: number;
  if (high < exactHighWord) {
    const reading = high * twoTo32 + low;
    // Below 2^53 a quotient is never rounded up to a whole number: that is more than half a unit in its last place away.
    seconds = Math.floor(reading / ticks);
    rest = reading - seconds * ticks;
  } else {
    // Long division by limbs of 16 bits: a rest is below 2^31, so each dividend stays below 2^47.
    const highest = Math.floor(high / ticks);
    const upper = (high - highest * ticks) * 0x1_0000 + (low >>> 16);
    const middle = Math.floor(upper / ticks);
    const lower = (upper - middle * ticks) * 0x1_0000 + (low & 0xffff);
    const lowest = Math.floor(lower / ticks);
    seconds = highest * twoTo32 + middle * 0x1_0000 + lowest;
    rest = lower - lowest * ticks;
  }
  record.seconds = seconds + clock.offsetSeconds;
  // Both factors are exact: 10^9 / 2^30 is 5^9 / 2^21, and the product has 51 bits at most.
  record.nanoseconds = Math.floor(rest * (billion / ticks));
}

/** The reading of 64 bits of which `setTime` makes this time: the least one; one that cannot be is brought into the range. */
export function toReading(clock: CaptureClock, seconds: number, nanoseconds: number): bigint {
  const perSecond = clock.manyTicksPerSecond ?? BigInt(clock.ticksPerSecond);
  const roundUp = BigInt(billion - 1);
  const reading =
    BigInt(seconds - clock.offsetSeconds) * perSecond +
    (BigInt(nanoseconds) * perSecond + roundUp) / BigInt(billion);
  if (reading < 0n) return 0n;
  return reading > lastReading ? lastReading : reading;
}

function setManyTicks(record: PacketRecord, clock: CaptureClock, high: number, low: number): void {
  const perSecond = clock.manyTicksPerSecond ?? 1n;
  const reading = (BigInt(high) << 32n) | BigInt(low);
  const seconds = reading / perSecond;
  record.seconds = Number(seconds) + clock.offsetSeconds;
  record.nanoseconds = Number(((reading - seconds * perSecond) * BigInt(billion)) / perSecond);
}
