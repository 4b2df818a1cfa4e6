import type {
  ConversationRow,
  FindingRow,
  Overview,
  Packet,
  Row,
  StreamPart,
} from "../../src/protocol/captureView.ts";
import type { FakeCapture, FakeFilter } from "./viewPage.ts";

const stepNanoseconds = 1_250_000;
const service = "192.168.0.12";
const database = "192.168.0.77";
const resolver = "100.100.2.136";

const lines: readonly (readonly [string, string, string, number, string, Row["tone"]])[] = [
  [service, resolver, "DNS", 84, "Standard query 0x3a1f A payments.internal", "plain"],
  [
    resolver,
    service,
    "DNS",
    100,
    "Standard query response 0x3a1f A payments.internal A 192.168.0.77",
    "plain",
  ],
  [service, database, "TCP", 74, "45678 → 8080 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM", "plain"],
  [database, service, "TCP", 74, "8080 → 45678 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460", "plain"],
  [service, database, "TCP", 66, "45678 → 8080 [ACK] Seq=1 Ack=1 Win=64256 Len=0", "plain"],
  [service, database, "HTTP", 312, "POST /v1/charges HTTP/1.1", "plain"],
  [
    service,
    database,
    "TCP",
    312,
    "[TCP Retransmission] 45678 → 8080 [PSH, ACK] Seq=1 Ack=1 Len=246",
    "warning",
  ],
  [database, service, "TCP", 66, "8080 → 45678 [ACK] Seq=1 Ack=247 Win=65024 Len=0", "plain"],
  [database, service, "TCP", 54, "8080 → 45678 [RST, ACK] Seq=1 Ack=247 Win=0 Len=0", "error"],
  [service, "203.0.113.9", "TLSv1.2", 571, "Client Hello (SNI=api.example.com)", "plain"],
  ["203.0.113.9", service, "TLSv1.2", 73, "Alert (Level: Fatal, Description: Handshake Failure)", "note"],
];

/** The packet of a number in a list that repeats a few scenes. */
export function toSampleRow(number: number): Row {
  const [source, destination, protocol, wireBytes, info, tone] = lines[(number - 1) % lines.length]!;
  return {
    number,
    relativeNanoseconds: (number - 1) * stepNanoseconds,
    deltaNanoseconds: number === 1 ? null : stepNanoseconds,
    ...{ source, destination, protocol, wireBytes, info, tone },
    conversation: number % 3,
  };
}

const requestText =
  "POST /v1/charges HTTP/1.1\r\nHost: payments.internal:8080\r\nContent-Type: application/json\r\nContent-Length: 57\r\n\r\n" +
  '{"amount":4200,"currency":"cny","reference":"order-18823"}';

/** Ethernet, IPv4 and TCP before an HTTP request. */
export function toSamplePacket(number: number): Packet {
  const header = Uint8Array.from({ length: 54 }, (_, index) => (index * 37 + number) % 256);
  const body = new TextEncoder().encode(requestText);
  const bytes = new Uint8Array([...header, ...body]);
  const flags = [
    ["tcp.flags.urg", "Urgent", "Not set"],
    ["tcp.flags.ack", "Acknowledgment", "Set"],
    ["tcp.flags.push", "Push", "Set"],
    ["tcp.flags.reset", "Reset", "Not set"],
    ["tcp.flags.syn", "Syn", "Not set"],
    ["tcp.flags.fin", "Fin", "Not set"],
  ] as const;
  const field = (name: string, label: string, value: string, start: number, end: number) => ({
    ...{ name, label, value, start, end },
  });
  return {
    number,
    wireBytes: bytes.length + 12,
    conversation: 0,
    bytes,
    layers: [
      {
        protocol: "eth",
        label: "Ethernet II",
        summary: "Src: 00:16:3e:0c:51:9a, Dst: ee:ff:ff:ff:ff:ff",
        start: 0,
        end: 14,
        fields: [
          field("eth.dst", "Destination", "ee:ff:ff:ff:ff:ff", 0, 6),
          field("eth.src", "Source", "00:16:3e:0c:51:9a", 6, 12),
          field("eth.type", "Type", "IPv4 (0x0800)", 12, 14),
        ],
      },
      {
        protocol: "ip",
        label: "Internet Protocol Version 4",
        summary: `Src: ${service}, Dst: ${database}`,
        start: 14,
        end: 34,
        fields: [
          field("ip.version", "Version", "4", 14, 15),
          field("ip.len", "Total Length", "298", 16, 18),
          field("ip.ttl", "Time to Live", "64", 22, 23),
          field("ip.proto", "Protocol", "TCP (6)", 23, 24),
          field("ip.src", "Source Address", service, 26, 30),
          field("ip.dst", "Destination Address", database, 30, 34),
        ],
      },
      {
        protocol: "tcp",
        label: "Transmission Control Protocol",
        summary: "Src Port: 45678, Dst Port: 8080, Seq: 1, Ack: 1, Len: 246",
        start: 34,
        end: 54,
        fields: [
          field("tcp.srcport", "Source Port", "45678", 34, 36),
          field("tcp.dstport", "Destination Port", "8080", 36, 38),
          field("tcp.stream", "Stream index", "0", 54, 54),
          field("tcp.seq", "Sequence Number", "1", 38, 42),
          field("tcp.ack", "Acknowledgment Number", "1", 42, 46),
          {
            ...field("tcp.flags", "Flags", "0x018 (PSH, ACK)", 46, 48),
            fields: flags.map(([name, label, value]) => field(name, label, value, 47, 48)),
          },
          field("tcp.window_size_value", "Window", "502", 48, 50),
        ],
      },
      {
        protocol: "http",
        label: "Hypertext Transfer Protocol",
        summary: "POST /v1/charges HTTP/1.1",
        start: 54,
        end: bytes.length,
        fields: [
          field("http.request.method", "Request Method", "POST", 54, 58),
          field("http.request.uri", "Request URI", "/v1/charges", 59, 70),
          field("http.host", "Host", "payments.internal:8080", 87, 109),
        ],
      },
    ],
  };
}

/** Packet n of every so many, as a filter lets them through. */
function toFilter(packets: number, every: number): FakeFilter {
  const matched = Math.floor(packets / every);
  return {
    matched,
    numberAt: (row) => (row + 1) * every,
    rowOf: (number) => {
      const row = Math.ceil(number / every) - 1;
      return row < matched ? row : null;
    },
  };
}

const findings: readonly FindingRow[] = [
  {
    id: "connectionRefused",
    severity: "error",
    count: 1,
    params: { from: service, to: `${database}:8080` },
    packets: [64, 75, 86, 97, 108, 119, 130],
    filter: "tcp.flags.reset == 1",
  },
  {
    id: "retransmissions",
    severity: "warning",
    count: 1,
    params: { from: service, to: database, retransmissions: 28, packets: 310, percent: 9 },
    packets: [7, 18],
    filter: "tcp.analysis.retransmission",
  },
  {
    id: "tlsAlert",
    severity: "note",
    count: 2,
    params: { from: "203.0.113.9", to: service, name: "api.example.com", description: "handshake failure" },
    packets: [11],
    filter: "tls",
  },
];

const rateOf = (index: number) => Math.round(40 + 30 * Math.sin(index / 9) + ((index * 7919) % 23));

/** A capture of a service whose requests are refused, with so many packets. */
export function toSampleCapture(packets: number, more: Partial<FakeCapture> = {}): FakeCapture {
  const buckets = 120;
  const durationNanoseconds = (packets - 1) * stepNanoseconds;
  const overview: Overview = {
    format: "pcapng",
    compressed: false,
    linkTypes: ["Ethernet"],
    packets,
    capturedBytes: packets * 148,
    firstTime: { seconds: 1_795_513_108, nanoseconds: 123_456_000 },
    durationNanoseconds,
    rate: {
      bucketNanoseconds: Math.max(1, Math.ceil(durationNanoseconds / buckets)),
      packets: Array.from({ length: buckets }, (_, index) => rateOf(index)),
      bytes: Array.from({ length: buckets }, (_, index) => rateOf(index) * 148),
    },
    protocols: toProtocols(packets),
    conversations: 400,
    damage: null,
    findings: [...findings],
  };
  return {
    fileName: "checkout-api-443.pcapng",
    names: { [service]: "checkout-api", [database]: "payments" },
    overview,
    row: toSampleRow,
    packet: toSamplePacket,
    filter: (expression) => toFilter(packets, expression === "" ? 1 : 11),
    conversations: Array.from({ length: 400 }, (_, id) => toConversation(id)),
    parts: toParts(),
    ...more,
  };
}

function toProtocols(packets: number): Overview["protocols"] {
  const share = (path: readonly string[], part: number) => {
    const count = Math.round(packets * part);
    return { path: [...path], packets: count, bytes: count * 148 };
  };
  return [
    share(["eth"], 1),
    share(["eth", "ip"], 1),
    share(["eth", "ip", "udp"], 0.18),
    share(["eth", "ip", "udp", "dns"], 0.18),
    share(["eth", "ip", "tcp"], 0.82),
    share(["eth", "ip", "tcp", "http"], 0.09),
    share(["eth", "ip", "tcp", "tls"], 0.18),
  ];
}

function toConversation(id: number): ConversationRow {
  const isDns = id % 4 === 3;
  const direction = (packets: number, retransmissions: number, resets: number) => ({
    ...{ packets, bytes: packets * 148, retransmissions, resets, zeroWindows: 0 },
  });
  return {
    id,
    protocol: isDns ? "udp" : "tcp",
    stream: Math.floor((id * 3) / 4),
    a: { address: service, port: 45_678 + id },
    b: isDns ? { address: resolver, port: 53 } : { address: database, port: 8080 },
    aToB: direction(5 + ((id * 7) % 31), id % 5 === 0 ? 2 : 0, 0),
    bToA: direction(4 + ((id * 5) % 17), 0, id % 7 === 0 ? 1 : 0),
    firstNanoseconds: id * 40 * stepNanoseconds,
    lastNanoseconds: id * 40 * stepNanoseconds + (1 + (id % 9)) * 320_000_000,
    handshakeNanoseconds: 640_000,
  };
}

function toParts(): readonly StreamPart[] {
  const encode = (text: string) => new TextEncoder().encode(text);
  const answer =
    "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 37\r\n\r\n<html><b>upstream</b> went away</html>";
  return Array.from({ length: 250 }, (_, index) => ({
    from: index % 2 === 0 ? ("a" as const) : ("b" as const),
    number: 6 + index * 11,
    relativeNanoseconds: (5 + index * 11) * stepNanoseconds,
    bytes: encode(index % 2 === 0 ? requestText : answer),
    gapBytes: index === 3 ? 1_460 : 0,
  }));
}
