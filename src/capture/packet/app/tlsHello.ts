import type { ByteRange, Ranged } from "./byteRange.ts";
import { toPacketText } from "./packetText.ts";
import { toUint16 } from "./uint.ts";

export type TlsExtension = ByteRange & { readonly type: number };

/** A ClientHello or ServerHello (RFC 8446, section 4.1; RFC 5246, section 7.4.1), as far as it is there. */
export type TlsHello = {
  readonly isClient: boolean;
  /** `legacy_version`: what TLS 1.2 and older go by. */
  readonly version: Ranged<number>;
  readonly random: ByteRange;
  /** Offered by a client, or the one that the server chose. */
  readonly suites: readonly Ranged<number>[];
  /** supported_versions (RFC 8446, section 4.2.1): all that the client offers, or the server's choice. */
  readonly supportedVersions: readonly Ranged<number>[];
  /** server_name (RFC 6066, section 3). */
  readonly serverName: Ranged<string> | undefined;
  /** Application protocols (RFC 7301): offered, or the one that was chosen. */
  readonly alpn: readonly Ranged<string>[];
  readonly extensions: readonly TlsExtension[];
  /** A ServerHello that asks for another ClientHello (RFC 8446, section 4.1.3). */
  readonly isRetryRequest: boolean;
};

const extensionTypes = { serverName: 0, alpn: 16, supportedVersions: 43 } as const;
const maxSuites = 400;
const maxExtensions = 100;
const maxProtocols = 50;

/** The begin of the random that stands for a HelloRetryRequest: SHA-256 of that word. */
const retryRandom = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11];

/** Reads the body of a hello message, which may be cut off at `end`; undefined for less than a version and a random. */
export function readTlsHello(
  bytes: Uint8Array,
  start: number,
  end: number,
  isClient: boolean,
): TlsHello | undefined {
  if (end - start < 34) return undefined;
  const random = { start: start + 2, end: start + 34 };
  // The session id comes first, then a client's list of suites or the server's one.
  let at = random.end + 1 + (bytes[random.end] ?? 0);
  const suites: Ranged<number>[] = [];
  if (isClient) {
    const suitesEnd = at + 2 + toUint16(bytes, at, end);
    readUint16List(bytes, at + 2, Math.min(suitesEnd, end), maxSuites, suites);
    at = suitesEnd + 1 + (suitesEnd < end ? (bytes[suitesEnd] ?? 0) : 0);
  } else {
    readUint16List(bytes, at, Math.min(at + 2, end), 1, suites);
    at += 3;
  }
  const extensions =
    at + 2 <= end ? readExtensions(bytes, at + 2, at + 2 + toUint16(bytes, at, end), end) : [];
  const supportedVersions: Ranged<number>[] = [];
  const alpn: Ranged<string>[] = [];
  let serverName: Ranged<string> | undefined;
  for (const extension of extensions) {
    const bodyStart = extension.start + 4;
    if (extension.type === extensionTypes.serverName) {
      serverName ??= readServerName(bytes, bodyStart, extension.end);
    } else if (extension.type === extensionTypes.alpn) {
      readProtocols(bytes, bodyStart + 2, extension.end, alpn);
    } else if (extension.type === extensionTypes.supportedVersions) {
      readUint16List(
        bytes,
        isClient ? bodyStart + 1 : bodyStart,
        extension.end,
        maxProtocols,
        supportedVersions,
      );
    }
  }
  return {
    isClient,
    version: { value: toUint16(bytes, start, end), start, end: start + 2 },
    random,
    suites,
    supportedVersions,
    serverName,
    alpn,
    extensions,
    isRetryRequest: !isClient && retryRandom.every((byte, index) => bytes[random.start + index] === byte),
  };
}

/** The version that a hello is about: the server's choice, or the highest one that a client offers. */
export function toTlsHelloVersion(hello: TlsHello): number {
  const known = hello.supportedVersions.map(({ value }) => value).filter((version) => version >> 8 === 3);
  return known.length > 0 ? Math.max(...known) : hello.version.value;
}

function readExtensions(
  bytes: Uint8Array,
  start: number,
  listEnd: number,
  end: number,
): readonly TlsExtension[] {
  const extensions: TlsExtension[] = [];
  const last = Math.min(listEnd, end);
  for (let at = start; at + 4 <= last && extensions.length < maxExtensions;) {
    const next = at + 4 + toUint16(bytes, at + 2, last);
    extensions.push({ type: toUint16(bytes, at, last), start: at, end: Math.min(next, last) });
    at = next;
  }
  return extensions;
}

function readServerName(bytes: Uint8Array, start: number, end: number): Ranged<string> | undefined {
  // The list's length, the name's type (0 is a host name), its length.
  const nameStart = start + 5;
  if (nameStart > end || bytes[start + 2] !== 0) return undefined;
  const nameEnd = nameStart + toUint16(bytes, start + 3, end);
  if (nameEnd > end) return undefined;
  return { value: toPacketText(bytes, nameStart, nameEnd, 255), start: nameStart, end: nameEnd };
}

function readProtocols(bytes: Uint8Array, start: number, end: number, into: Ranged<string>[]): void {
  for (let at = start; at < end && into.length < maxProtocols;) {
    const next = at + 1 + (bytes[at] ?? 0);
    if (next > end) return;
    into.push({ value: toPacketText(bytes, at + 1, next, 255), start: at + 1, end: next });
    at = next;
  }
}

function readUint16List(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxCount: number,
  into: Ranged<number>[],
): void {
  for (let at = start; at + 2 <= end && into.length < maxCount; at += 2) {
    into.push({ value: toUint16(bytes, at, end), start: at, end: at + 2 });
  }
}
