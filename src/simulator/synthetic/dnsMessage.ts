import { buildBytes, toUint16, toUint32 } from "./bytes.ts";
import { parseIpv4 } from "./ipv4.ts";

/** A recursive query for the IPv4 address of a name (RFC 1035). */
export function buildDnsQuery(id: number, name: string): Uint8Array {
  return buildBytes(toUint16(id), [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0], buildQuestion(name));
}

/** The answer to such a query: one address, or NXDOMAIN without one. */
export function buildDnsAnswer(id: number, name: string, address: string | undefined): Uint8Array {
  if (address === undefined) {
    return buildBytes(toUint16(id), [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0], buildQuestion(name));
  }
  return buildBytes(
    toUint16(id),
    [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0],
    buildQuestion(name),
    // A pointer to the name in the question, type A, class IN.
    [0xc0, 12, 0, 1, 0, 1],
    toUint32(60),
    [0, 4],
    toUint32(parseIpv4(address)),
  );
}

function buildQuestion(name: string): Uint8Array {
  const labels = name.split(".").map((label) => buildBytes([label.length], label));
  return buildBytes(...labels, [0, 0, 1, 0, 1]);
}
