/** The types of records that are told apart by number (IANA, "Domain Name System Parameters"). */
export const dnsTypes = {
  a: 1,
  ns: 2,
  cname: 5,
  soa: 6,
  ptr: 12,
  mx: 15,
  txt: 16,
  aaaa: 28,
  srv: 33,
  opt: 41,
} as const;

const typeNames = new Map<number, string>([
  [1, "A"],
  [2, "NS"],
  [5, "CNAME"],
  [6, "SOA"],
  [12, "PTR"],
  [13, "HINFO"],
  [15, "MX"],
  [16, "TXT"],
  [24, "SIG"],
  [25, "KEY"],
  [28, "AAAA"],
  [29, "LOC"],
  [33, "SRV"],
  [35, "NAPTR"],
  [39, "DNAME"],
  [41, "OPT"],
  [43, "DS"],
  [44, "SSHFP"],
  [46, "RRSIG"],
  [47, "NSEC"],
  [48, "DNSKEY"],
  [50, "NSEC3"],
  [51, "NSEC3PARAM"],
  [52, "TLSA"],
  [59, "CDS"],
  [60, "CDNSKEY"],
  [61, "OPENPGPKEY"],
  [64, "SVCB"],
  [65, "HTTPS"],
  [99, "SPF"],
  [249, "TKEY"],
  [250, "TSIG"],
  [251, "IXFR"],
  [252, "AXFR"],
  [255, "ANY"],
  [256, "URI"],
  [257, "CAA"],
]);

const classNames = new Map<number, string>([
  [1, "IN"],
  [2, "CS"],
  [3, "CH"],
  [4, "HS"],
  [254, "NONE"],
  [255, "ANY"],
]);

const opcodeNames = new Map<number, string>([
  [0, "Standard query"],
  [1, "Inverse query"],
  [2, "Server status request"],
  [4, "Zone change notification"],
  [5, "Dynamic update"],
  [6, "DNS Stateful operations (DSO)"],
]);

const rcodeNames = new Map<number, string>([
  [0, "No error"],
  [1, "Format error"],
  [2, "Server failure"],
  [3, "No such name"],
  [4, "Not implemented"],
  [5, "Refused"],
  [6, "Name exists"],
  [7, "RRset exists"],
  [8, "RRset does not exist"],
  [9, "Not authoritative"],
  [10, "Name out of zone"],
  [11, "DSO-Type not implemented"],
  [16, "Bad OPT Version or TSIG Signature Failure"],
  [17, "Key not recognized"],
  [18, "Signature out of time window"],
  [19, "Bad TKEY Mode"],
  [20, "Duplicate key name"],
  [21, "Algorithm not supported"],
  [22, "Bad Truncation"],
  [23, "Bad/missing Server Cookie"],
]);

/** A record type's name; `TYPE` and the number (RFC 3597) for others. */
export function toDnsTypeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${type}`;
}

/** A class's name; `CLASS` and the number (RFC 3597) for others. */
export function toDnsClassName(classCode: number): string {
  return classNames.get(classCode) ?? `CLASS${classCode}`;
}

/** What a message with this opcode is. */
export function toDnsOpcodeName(opcode: number): string {
  return opcodeNames.get(opcode) ?? `Unknown operation (${opcode})`;
}

/** What a response code, extended or not (RFC 6891, section 6.1.3), says. */
export function toDnsRcodeName(rcode: number): string {
  return rcodeNames.get(rcode) ?? `Unknown error (${rcode})`;
}
