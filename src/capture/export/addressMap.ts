/** Gives every address another one, the same for the same, in the order in which they are first seen. */
export type AddressMap = {
  /** Replaces the 4 bytes at `at`. */
  replaceIpv4(bytes: Uint8Array, at: number): void;
  /** Replaces the 16 bytes at `at`. */
  replaceIpv6(bytes: Uint8Array, at: number): void;
  /** Replaces the 6 bytes at `at`. */
  replaceMac(bytes: Uint8Array, at: number): void;
};

/** So many addresses of a kind are told apart; all others get one and the same. */
const maxAddresses = 1 << 20;
/** How many of them 198.18.0.0/15 holds. */
const benchmarkAddresses = 1 << 17;

/**
 * IPv4 addresses become 198.18.0.1 and on (RFC 2544: for benchmarks, nobody's), after 131,071 of them ones in
 * 240.0.0.0/4 (RFC 1112: reserved); IPv6 addresses ones of 2001:db8::/32 (RFC 3849: for documentation), or of fe80::/64
 * where they were link-local; MAC addresses locally administered ones, 02:00:00:00:00:01 and on. Addresses that mean
 * the same everywhere stay: unspecified, loopback, broadcast and multicast; what a multicast address says of a unicast
 * one is replaced: the last 24 bits of solicited-node addresses (RFC 4291 section 2.7.1), likewise those of the
 * addresses that they stand for, and the prefix of RFC 3306.
 */
export function createAddressMap(): AddressMap {
  const ipv4 = createNumbers();
  const ipv6 = createNumbers();
  const mac = createNumbers();
  const suffixes = createNumbers();

  const replaceSuffix = (bytes: Uint8Array, at: number) => {
    setUint24(bytes, at, suffixes(getUint24(bytes, at)));
  };
  const replaceIpv4 = (bytes: Uint8Array, at: number) => {
    const first = bytes[at] ?? 0;
    const address = first * 0x100_0000 + getUint24(bytes, at + 1);
    const isShared = address === 0 || address === 0xffff_ffff || first === 127 || first >> 4 === 14;
    if (isShared) return;
    const number = ipv4(address);
    const isBenchmark = number < benchmarkAddresses;
    bytes[at] = isBenchmark ? 198 : 240;
    setUint24(bytes, at + 1, isBenchmark ? (18 << 16) + number : number);
  };

  return {
    replaceIpv4,
    replaceIpv6: (bytes, at) => {
      const isMulticast = bytes[at] === 0xff;
      if (isMulticast && isSolicitedNode(bytes, at)) {
        replaceSuffix(bytes, at + 13);
      } else if (isMulticast) {
        // The flags P and R: a prefix or a router's address is in it (RFC 3306, RFC 3956).
        if (((bytes[at + 1] ?? 0) & 0x60) !== 0) bytes.fill(0, at + 2, at + 12);
      } else if (isZero(bytes, at, at + 10) && bytes[at + 10] === 0xff && bytes[at + 11] === 0xff) {
        replaceIpv4(bytes, at + 12);
      } else if (!isZero(bytes, at, at + 15) || (bytes[at + 15] ?? 0) > 1) {
        const isLinkLocal = bytes[at] === 0xfe && ((bytes[at + 1] ?? 0) & 0xc0) === 0x80;
        const number = ipv6(toKey(bytes, at, 16));
        replaceSuffix(bytes, at + 13);
        bytes.fill(0, at, at + 13);
        bytes.set(isLinkLocal ? [0xfe, 0x80] : [0x20, 0x01, 0x0d, 0xb8], at);
        setUint24(bytes, at + 9, number);
      }
    },
    replaceMac: (bytes, at) => {
      const isGroup = ((bytes[at] ?? 0) & 1) !== 0;
      // RFC 2464 section 7: of a solicited-node address, with the same 24 bits.
      if (bytes[at] === 0x33 && bytes[at + 1] === 0x33 && bytes[at + 2] === 0xff) {
        replaceSuffix(bytes, at + 3);
      } else if (!isGroup && !isZero(bytes, at, at + 6)) {
        const number = mac(toKey(bytes, at, 6));
        bytes.fill(0, at, at + 3);
        bytes[at] = 2;
        setUint24(bytes, at + 3, number);
      }
    },
  };
}

/** Numbers keys from 1 in their order. */
function createNumbers(): (key: number | string) => number {
  const numbers = new Map<number | string, number>();
  return (key) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (numbers.size >= maxAddresses) return maxAddresses + 1;
    numbers.set(key, numbers.size + 1);
    return numbers.size;
  };
}

function isSolicitedNode(bytes: Uint8Array, at: number): boolean {
  return isZero(bytes, at + 2, at + 11) && bytes[at + 11] === 1 && bytes[at + 12] === 0xff;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

function toKey(bytes: Uint8Array, at: number, lengthBytes: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + lengthBytes));
}

function getUint24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function setUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value;
}
