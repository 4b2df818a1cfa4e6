import {
  buildBytes,
  toUint16,
  toUint32,
  type BytePart,
} from "../../../../../src/simulator/synthetic/bytes.ts";

/** A name without compression; the root is the empty text. */
export function toName(name: string): Uint8Array {
  const labels = name === "" ? [] : name.split(".").map((label) => buildBytes([label.length], label));
  return buildBytes(...labels, [0]);
}

/** A record of class IN; `name` as bytes. */
export function toRecord(name: BytePart, type: number, data: Uint8Array, ttlSeconds = 300): Uint8Array {
  return buildBytes(name, toUint16(type), [0, 1], toUint32(ttlSeconds), toUint16(data.length), data);
}

/** A message with one question and the records of the three sections. */
export function buildDns(
  id: number,
  flags: number,
  question: readonly [name: string, type: number],
  sections: readonly (readonly Uint8Array[])[] = [],
): Uint8Array {
  const [answers = [], authorities = [], additionals = []] = sections;
  return buildBytes(
    toUint16(id),
    toUint16(flags),
    [0, 1],
    toUint16(answers.length),
    toUint16(authorities.length),
    toUint16(additionals.length),
    toName(question[0]),
    toUint16(question[1]),
    [0, 1],
    ...answers,
    ...authorities,
    ...additionals,
  );
}

/** The same as TCP carries it. */
export function withLength(message: Uint8Array): Uint8Array {
  return buildBytes(toUint16(message.length), message);
}

/** A TLS record. */
export function toTlsRecord(type: number, body: BytePart, version = 0x0303): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes([type], toUint16(version), toUint16(bytes.length), bytes);
}

/** A handshake message. */
export function toHandshake(type: number, body: BytePart): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes([type, 0], toUint16(bytes.length), bytes);
}

/** A hello's extension. */
export function toExtension(type: number, body: BytePart): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes(toUint16(type), toUint16(bytes.length), bytes);
}

/** A ClientHello or ServerHello with these extensions and a random that counts up. */
export function toHello(
  type: 1 | 2,
  suites: readonly number[],
  extensions: readonly Uint8Array[],
  version = 0x0303,
): Uint8Array {
  const all = buildBytes(...extensions);
  const suiteBytes = suites.flatMap((suite) => toUint16(suite));
  return toHandshake(
    type,
    buildBytes(
      toUint16(version),
      Array.from({ length: 32 }, (_, index) => index),
      [0],
      type === 1 ? buildBytes(toUint16(suiteBytes.length), suiteBytes, [1, 0]) : buildBytes(suiteBytes, [0]),
      toUint16(all.length),
      all,
    ),
  );
}

/** The server_name extension. */
export function toServerName(name: string): Uint8Array {
  return toExtension(0, buildBytes(toUint16(name.length + 3), [0], toUint16(name.length), name));
}

/** The extension that offers or chooses application protocols. */
export function toAlpn(...protocols: readonly string[]): Uint8Array {
  const list = buildBytes(...protocols.map((protocol) => buildBytes([protocol.length], protocol)));
  return toExtension(16, buildBytes(toUint16(list.length), list));
}

/** A MySQL packet. */
export function toMysql(sequence: number, body: BytePart): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes([bytes.length & 255, (bytes.length >> 8) & 255, bytes.length >> 16, sequence], bytes);
}

/** A PostgreSQL message with a type, or without one for an empty text. */
export function toPostgresql(type: string, body: BytePart): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes(type, toUint32(bytes.length + 4), bytes);
}

/** An MQTT control packet shorter than 128 bytes. */
export function toMqtt(first: number, body: BytePart): Uint8Array {
  const bytes = buildBytes(body);
  return buildBytes([first, bytes.length], bytes);
}

/** A text behind its two bytes of length, as MQTT has them. */
export function toCounted(text: string): Uint8Array {
  return buildBytes(toUint16(text.length), text);
}
