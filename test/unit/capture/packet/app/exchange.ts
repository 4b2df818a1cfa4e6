import { buildBytes, toUint16, toUint32 } from "../../../../../src/simulator/synthetic/bytes.ts";
import type { Message } from "./packetFile.ts";
import {
  buildDns,
  toAlpn,
  toCounted,
  toExtension,
  toHandshake,
  toHello,
  toMqtt,
  toMysql,
  toName,
  toPostgresql,
  toRecord,
  toServerName,
  toTlsRecord,
  withLength,
} from "./messages.ts";

const pointer = [0xc0, 12];
const soa = buildBytes(
  toName("ns1.example.com"),
  toName("hostmaster.example.com"),
  ...[2024, 3600, 600, 86_400, 60].map(toUint32),
);
const options = toRecord([0], 41, new Uint8Array());

/** DNS messages of every type that is read, over UDP. */
export const dnsMessages: readonly Uint8Array[] = [
  buildDns(0x1a2b, 0x0100, ["example.com", 1]),
  buildDns(0x1a2c, 0x0120, ["www.example.com", 28], [[], [], [options]]),
  buildDns(
    0x1a2b,
    0x8180,
    ["example.com", 1],
    [
      [
        toRecord(pointer, 1, Uint8Array.of(93, 184, 216, 34)),
        toRecord(pointer, 1, Uint8Array.of(1, 2, 3, 4)),
      ],
    ],
  ),
  buildDns(
    0x1a2c,
    0x8180,
    ["www.example.com", 28],
    [
      [
        toRecord(pointer, 5, toName("edge.example.net")),
        toRecord(toName("edge.example.net"), 28, buildBytes([0x20, 1, 0xd, 0xb8], new Uint8Array(11), [1])),
      ],
    ],
  ),
  buildDns(3, 0x8183, ["nosuch.example.com", 1], [[], [toRecord(Uint8Array.of(0xc0, 19), 6, soa)]]),
  buildDns(4, 0x8182, ["broken.example.com", 1]),
  buildDns(
    5,
    0x8580,
    ["example.com", 15],
    [[toRecord(pointer, 15, buildBytes([0, 10], toName("mx.example.com")))]],
  ),
  buildDns(
    6,
    0x8180,
    ["example.com", 16],
    [[toRecord(pointer, 16, buildBytes([11], "v=spf1 -all", [5], "other"))]],
  ),
  buildDns(
    7,
    0x8180,
    ["34.216.184.93.in-addr.arpa", 12],
    [[toRecord(pointer, 12, toName("host.example.com"))]],
  ),
  buildDns(
    8,
    0x8180,
    ["_sip._tcp.example.com", 33],
    [[toRecord(pointer, 33, buildBytes([0, 1, 0, 2, 0x13, 0xc4], toName("sip.example.com")))]],
  ),
  buildDns(9, 0x8180, ["", 2], [[toRecord([0], 2, toName("a.root-servers.net"))]]),
  buildDns(10, 0x8185, ["example.com", 255]),
  buildDns(
    11,
    0x8180,
    ["example.com", 1],
    [
      [toRecord(pointer, 1, Uint8Array.of(1, 1, 1, 1), 2 ** 31)],
      [],
      [toRecord([0], 41, new Uint8Array(), 0x8000)],
    ],
  ),
  buildDns(12, 0x2800, ["example.com", 6]),
];

const html =
  "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\nServer: x\r\n\r\nhello";
const httpTexts: readonly (readonly [boolean, string])[] = [
  [true, "GET /path?q=1 HTTP/1.1\r\nHost: example.com\r\nUser-Agent: curl/8.0\r\nAccept: */*\r\n\r\n"],
  [false, html],
  [
    true,
    "POST /login HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\nCookie: s=1\r\n\r\n{}",
  ],
  [false, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 3\r\n\r\n"],
  [false, "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n"],
  [true, "OPTIONS * HTTP/1.1\r\nHost: b.example\r\n\r\n"],
  [true, "CONNECT c.example:443 HTTP/1.1\r\nHost: c.example:443\r\n\r\n"],
  [false, "HTTP/1.1 204 No Content\r\nX-Long:  padded value \t\r\nConnection: close\r\n\r\n"],
];

const clientHello = toHello(
  1,
  [0x1301, 0x1302, 0xc02f],
  [toServerName("www.example.com"), toAlpn("h2", "http/1.1"), toExtension(43, [4, 3, 4, 3, 3])],
);
const serverHello13 = toHello(2, [0x1301], [toExtension(43, [3, 4])]);
const serverHello12 = toHello(2, [0xc02f], [toAlpn("h2")]);
const certificate = toHandshake(11, buildBytes([0, 0, 0]));

const tlsPayloads: readonly (readonly [boolean, Uint8Array])[] = [
  [true, toTlsRecord(22, clientHello, 0x0301)],
  [
    false,
    buildBytes(
      toTlsRecord(22, serverHello13),
      toTlsRecord(20, [1]),
      toTlsRecord(23, new Uint8Array(40).fill(7)),
    ),
  ],
  [
    true,
    buildBytes(toTlsRecord(23, new Uint8Array(30).fill(9)), toTlsRecord(23, new Uint8Array(30).fill(8))),
  ],
  [false, toTlsRecord(22, buildBytes(serverHello12, certificate, toHandshake(14, new Uint8Array())))],
  [false, toTlsRecord(21, [2, 40])],
  [false, toTlsRecord(21, [1, 0])],
  [true, toTlsRecord(21, new Uint8Array(26).fill(0xee))],
  [
    true,
    buildBytes(
      toTlsRecord(22, toHandshake(16, new Uint8Array(66).fill(1))),
      toTlsRecord(20, [1]),
      toTlsRecord(22, new Uint8Array(40).fill(0xab)),
    ),
  ],
];

/** HTTP, each message on a connection of its own. */
export const httpMessages: readonly Message[] = httpTexts.map(([isRequest, text], index) =>
  toMessage(isRequest, 80, 40_000 + index, buildBytes(text)),
);

/** TLS, likewise. */
export const tlsMessages: readonly Message[] = tlsPayloads.map(([isRequest, payload], index) =>
  toMessage(isRequest, 443, 41_000 + index, payload),
);

const login = buildBytes(
  [0x0d, 0xa2, 0x3a, 0x00],
  [0, 0, 0, 1, 33],
  new Uint8Array(23),
  "shop\0",
  [20],
  new Uint8Array(20).fill(0x77),
  "orders\0mysql_native_password\0",
);
const greeting = buildBytes(
  [10],
  "8.0.36\0",
  [42, 0, 0, 0],
  "12345678\0",
  [0xff, 0xf7, 33, 2, 0, 0xff, 0xc1, 21],
  new Uint8Array(10),
  "123456789012\0mysql_native_password\0",
);

/** MySQL, PostgreSQL, Redis and MQTT. */
export const databaseMessages: readonly Message[] = [
  toMessage(false, 3306, 42_000, toMysql(0, greeting)),
  toMessage(true, 3306, 42_000, toMysql(1, login)),
  toMessage(true, 3306, 42_001, toMysql(0, buildBytes([3], "SELECT 1 FROM t"))),
  toMessage(
    false,
    3306,
    42_001,
    toMysql(1, buildBytes([0xff, 0x7a, 0x04], "#42S02Table 'x.t' doesn't exist")),
  ),
  toMessage(
    true,
    5432,
    43_000,
    toPostgresql("", buildBytes([0, 3, 0, 0], "user\0alice\0database\0shop\0\0")),
  ),
  toMessage(false, 5432, 43_000, buildBytes(toPostgresql("R", [0, 0, 0, 5, 1, 2, 3, 4]))),
  toMessage(true, 5432, 43_003, toPostgresql("p", "md5secret\0")),
  toMessage(false, 5432, 43_004, toPostgresql("E", "SFATAL\0VFATAL\0C28P01\0Mno entry\0\0")),
  toMessage(true, 5432, 43_001, toPostgresql("Q", "SELECT now()\0")),
  toMessage(
    false,
    5432,
    43_001,
    buildBytes(
      toPostgresql("T", buildBytes([0, 1], "now\0", new Uint8Array(18))),
      toPostgresql("D", buildBytes([0, 1, 0, 0, 0, 1], "x")),
      toPostgresql("C", "SELECT 1\0"),
      toPostgresql("Z", "I"),
    ),
  ),
  toMessage(true, 5432, 43_002, toPostgresql("", toUint32(80_877_103))),
  toMessage(true, 6379, 44_000, buildBytes("*2\r\n$3\r\nGET\r\n$5\r\nhello\r\n")),
  toMessage(false, 6379, 44_000, buildBytes("$5\r\nworld\r\n")),
  toMessage(true, 6379, 44_001, buildBytes("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n")),
  toMessage(false, 6379, 44_001, buildBytes("-ERR invalid password\r\n")),
  toMessage(false, 6379, 44_002, buildBytes("+OK\r\n:42\r\n")),
  toMessage(
    true,
    1883,
    45_000,
    toMqtt(
      0x10,
      buildBytes(
        toCounted("MQTT"),
        [4, 0xc2],
        toUint16(60),
        toCounted("sensor-1"),
        toCounted("alice"),
        toCounted("secret"),
      ),
    ),
  ),
  toMessage(false, 1883, 45_000, toMqtt(0x20, [0, 5])),
  toMessage(true, 1883, 45_001, toMqtt(0x30, buildBytes(toCounted("home/temp"), "21.5"))),
  toMessage(true, 1883, 45_003, toMqtt(0x82, buildBytes([0, 7], toCounted("home/#"), [1]))),
  toMessage(true, 1883, 45_002, toMqtt(0xc0, [])),
];

/** All of them with their ports. */
export const allMessages: readonly Message[] = [
  ...dnsMessages.map((payload, index) => ({
    ...toMessage((payload[2] ?? 0) < 0x80, 53, 46_000 + index, payload),
    isTcp: false,
  })),
  toMessage(true, 53, 47_000, withLength(dnsMessages[0] ?? new Uint8Array())),
  toMessage(false, 53, 47_000, withLength(dnsMessages[2] ?? new Uint8Array())),
  ...httpMessages,
  ...tlsMessages,
  ...databaseMessages,
];

function toMessage(isRequest: boolean, server: number, client: number, payload: Uint8Array): Message {
  return isRequest ? { payload, from: client, to: server } : { payload, from: server, to: client };
}
