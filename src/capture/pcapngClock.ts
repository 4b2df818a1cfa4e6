/** The clock of an interface: how many ticks a second has, and what is added to every time. */
type Clock = { ticksPerSecond: bigint; offsetSeconds: bigint };

const endOfOptions = 0;
const resolutionOption = 9;
const offsetOption = 14;

/** Reads if_tsresol and if_tsoffset (draft-ietf-opsawg-pcapng, section 4.2) out of an interface's options; broken ones end the search. */
export function readPcapngClock(
  options: DataView,
  littleEndian: boolean,
): (high: number, low: number) => bigint {
  const clock: Clock = { ticksPerSecond: 1_000_000n, offsetSeconds: 0n };
  let at = 0;
  while (at + 4 <= options.byteLength) {
    const code = options.getUint16(at, littleEndian);
    const lengthBytes = options.getUint16(at + 2, littleEndian);
    if (code === endOfOptions || at + 4 + lengthBytes > options.byteLength) break;
    if (code === resolutionOption && lengthBytes === 1) {
      const value = options.getUint8(at + 4);
      clock.ticksPerSecond = (value & 0x80 ? 2n : 10n) ** BigInt(value & 0x7f);
    } else if (code === offsetOption && lengthBytes === 8) {
      clock.offsetSeconds = options.getBigInt64(at + 4, littleEndian);
    }
    at += 4 + lengthBytes + (-lengthBytes & 3);
  }
  return (high, low) => {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    return (ticks * 1_000_000_000n) / clock.ticksPerSecond + clock.offsetSeconds * 1_000_000_000n;
  };
}
