import { buildBytes, toUint16 } from "./bytes.ts";
import type { Random } from "./random.ts";

const tls13 = [0x03, 0x04];

/** A ClientHello that asks for a server by name (RFC 8446, section 4.1.2), in one record. */
export function buildClientHello(serverName: string, random: Random): Uint8Array {
  const name = buildBytes([0], toUint16(serverName.length), serverName);
  return buildHello(
    1,
    random,
    [0, 4, 0x13, 0x01, 0x13, 0x02],
    [1, 0],
    [
      buildExtension(0, buildBytes(toUint16(name.length), name)),
      buildExtension(43, buildBytes([2], tls13)),
      buildExtension(51, buildBytes(toUint16(36), buildKeyShare(random))),
    ],
  );
}

/** The ServerHello that takes it up, followed by records that look encrypted. */
export function buildServerHello(random: Random): Uint8Array {
  const hello = buildHello(
    2,
    random,
    [0x13, 0x01],
    [0],
    [buildExtension(43, buildBytes(tls13)), buildExtension(51, buildKeyShare(random))],
  );
  return buildBytes(hello, [20, 0x03, 0x03, 0, 1, 1], buildTlsData(random, 900));
}

/** A record of encrypted application data, at most 16 KiB. */
export function buildTlsData(random: Random, sizeBytes: number): Uint8Array {
  return buildBytes([23, 0x03, 0x03], toUint16(sizeBytes), random.bytes(sizeBytes));
}

function buildHello(
  type: number,
  random: Random,
  suites: readonly number[],
  compression: readonly number[],
  extensions: readonly Uint8Array[],
): Uint8Array {
  const all = buildBytes(...extensions);
  const body = buildBytes(
    [0x03, 0x03],
    random.bytes(32),
    [0],
    suites,
    compression,
    toUint16(all.length),
    all,
  );
  const message = buildBytes([type, 0], toUint16(body.length), body);
  return buildBytes([22, 0x03, 0x01], toUint16(message.length), message);
}

function buildExtension(type: number, body: Uint8Array): Uint8Array {
  return buildBytes(toUint16(type), toUint16(body.length), body);
}

/** An x25519 share of 32 bytes. */
function buildKeyShare(random: Random): Uint8Array {
  return buildBytes([0, 0x1d, 0, 32], random.bytes(32));
}
