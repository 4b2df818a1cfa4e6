import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readDnsMessage, readDnsMessages } from "../../../../../src/capture/packet/app/dns.ts";
import { toDnsLine } from "../../../../../src/capture/packet/app/dnsLine.ts";
import { readDnsName } from "../../../../../src/capture/packet/app/dnsName.ts";
import { findHttpHeader, readHttpHead } from "../../../../../src/capture/packet/app/http.ts";
import { cutText, toPacketText } from "../../../../../src/capture/packet/app/packetText.ts";
import { readTlsRecords } from "../../../../../src/capture/packet/app/tls.ts";
import { toTlsLine, toTlsProtocol } from "../../../../../src/capture/packet/app/tlsLine.ts";
import { buildBytes } from "../../../../../src/simulator/synthetic/bytes.ts";
import { dnsMessages } from "./exchange.ts";
import {
  buildDns,
  toExtension,
  toHello,
  toName,
  toRecord,
  toServerName,
  toTlsRecord,
  withLength,
} from "./messages.ts";

const readName = (bytes: readonly number[], at = 0) =>
  readDnsName(Uint8Array.from(bytes), 0, bytes.length, at);

describe("DNS names", () => {
  it("follow pointers backwards and say what comes next", () => {
    const bytes = [3, 0x63, 0x6f, 0x6d, 0, 1, 0x61, 0xc0, 0, 9];
    assert.deepEqual(readName(bytes, 5), { text: "a.com", next: 9 });
  });

  it("end at pointers to themselves, in a ring and forwards", () => {
    assert.equal(readName([0xc0, 0]), undefined);
    assert.equal(readName([1, 0x61, 0xc0, 0]), undefined);
    assert.equal(readName([0xc0, 2, 0xc0, 0], 2), undefined);
    assert.equal(readName([0xc0, 2, 0]), undefined);
  });

  it("write odd octets as RFC 1035 does", () => {
    assert.equal(readName([5, 0x61, 0x2e, 0x5c, 0x0a, 0xe9, 0])?.text, "a\\.\\\\\\010\\233");
    assert.equal(readName([0])?.text, "<Root>");
  });

  it("are at most 255 octets and no label is longer than 63", () => {
    const label = [49, ...new Array<number>(49).fill(0x61)];
    const four = [...label, ...label, ...label, ...label];
    assert.equal(readName([...four, 53, ...new Array<number>(53).fill(0x62), 0])?.text.length, 253);
    assert.equal(readName([...four, 54, ...new Array<number>(54).fill(0x62), 0]), undefined);
    assert.equal(readName([64, ...new Array<number>(64).fill(0x61), 0]), undefined);
  });

  it("end with the message", () => assert.equal(readName([3, 0x61, 0x62]), undefined));
});

describe("DNS messages", () => {
  it("say less than they count, and that", () => {
    const query = Uint8Array.from(dnsMessages[0] ?? []);
    query.set([0xff, 0xff], 6);
    const message = readDnsMessage(query, 0, query.length);
    assert.equal(message?.questions.length, 1);
    assert.equal(message.records.length, 0);
    assert.equal(message.isCut, true);
    assert.equal(message.counts[1], 0xffff);
  });

  it("have the response code that EDNS extends", () => {
    const option = toRecord([0], 41, new Uint8Array(), 0x0100_0000);
    const bytes = buildDns(1, 0x8180, ["a.example", 1], [[], [], [option]]);
    const message = readDnsMessage(bytes, 0, bytes.length);
    assert.equal(message?.rcode, 16);
    assert.match(toDnsLine(message), /response 0x0001 Bad OPT Version/);
  });

  it("do not go into the next message's bytes", () => {
    const first = buildDns(1, 0x0100, ["a.example", 1]);
    const bytes = buildBytes(withLength(first), withLength(buildDns(2, 0x0100, ["b.example", 28])));
    const names = readDnsMessages(bytes, 0, bytes.length, true).map(({ questions }) => questions[0]?.name);
    assert.deepEqual(names, ["a.example", "b.example"]);
    // A record whose data length leads behind its message is not read.
    const lying = Uint8Array.from(dnsMessages[2] ?? []);
    lying.set([0, 40], lying.length - 6);
    assert.equal(readDnsMessage(lying, 0, lying.length)?.records.length, 1);
  });

  it("leave data that does not fit its type", () => {
    const bytes = buildDns(1, 0x8180, ["a.example", 1], [[toRecord(toName("a"), 1, Uint8Array.of(1, 2, 3))]]);
    const message = readDnsMessage(bytes, 0, bytes.length);
    assert.deepEqual(message?.records[0]?.values, []);
    assert.equal(message.isCut, false);
  });
});

describe("HTTP heads", () => {
  const read = (text: string) => {
    const bytes = buildBytes(text);
    return readHttpHead(bytes, 0, bytes.length);
  };

  it("join folded lines, keep the order and take bare line feeds", () => {
    const head = read("GET /a b HTTP/1.0\nHost : x\nA: 1\n  2\nB:\n\nrest: no");
    assert.ok(head?.isRequest);
    assert.equal(head.uri.value, "/a b");
    assert.equal(head.version.value, "HTTP/1.0");
    assert.deepEqual(
      head.headers.map(({ name, value }) => [name, value.value]),
      [
        ["Host ", "x"],
        ["A", "1\\n  2"],
        ["B", ""],
      ],
    );
    assert.equal(head.isComplete, true);
    assert.equal(findHttpHeader(head, "a")?.value, "1\\n  2");
  });

  it("are read as far as the segment goes", () => {
    const head = read("GET /a HTTP/1.1\r\nHost: exam");
    assert.ok(head?.isRequest);
    assert.equal(head.isComplete, false);
    assert.equal(findHttpHeader(head, "host")?.value, "exam");
    assert.equal(read("GET /a-long-pa")?.headers.length, 0);
    assert.equal(read("HTTP/1.1 20"), undefined);
    assert.equal(read("HTTP/1.1 2x0 OK\r\n"), undefined);
  });
});

describe("TLS records", () => {
  const hello = toHello(1, [0x1301], [toServerName("a.example"), toExtension(21, new Uint8Array(300))]);
  const whole = toTlsRecord(22, hello, 0x0301);

  it("cut off by the segment still give the server's name before the cut", () => {
    const records = readTlsRecords(whole, 0, 100);
    assert.equal(records[0]?.isWhole, false);
    assert.equal(records[0].handshakes[0]?.hello?.serverName?.value, "a.example");
    assert.equal(toTlsLine(records), "Client Hello (SNI=a.example)");
    assert.equal(readTlsRecords(whole, 0, 62)[0]?.handshakes[0]?.hello?.serverName, undefined);
  });

  it("do not read past a record into the next", () => {
    const short = toTlsRecord(22, hello.subarray(0, 60), 0x0301);
    const bytes = buildBytes(short, hello.subarray(60));
    assert.equal(readTlsRecords(bytes, 0, bytes.length)[0]?.handshakes[0]?.hello?.serverName, undefined);
  });

  it("go on with a message of the record before", () => {
    const certificate = buildBytes([11, 0, 0, 200], new Uint8Array(200).fill(1));
    const bytes = buildBytes(
      toTlsRecord(22, certificate.subarray(0, 50)),
      toTlsRecord(22, certificate.subarray(50)),
      toTlsRecord(22, [14, 0, 0, 0]),
    );
    const records = readTlsRecords(bytes, 0, bytes.length);
    assert.equal(toTlsLine(records), "Certificate, Handshake Continuation, Server Hello Done");
    assert.equal(toTlsProtocol(records), "TLSv1.2");
  });

  it("of a HelloRetryRequest are called so", () => {
    const retry = Uint8Array.from(toHello(2, [0x1301], [toExtension(43, [3, 4])]));
    retry.set([0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11], 6);
    const bytes = toTlsRecord(22, retry);
    assert.equal(toTlsLine(readTlsRecords(bytes, 0, bytes.length)), "Hello Retry Request");
  });

  it("that are encrypted are called so", () => {
    const bytes = toTlsRecord(22, new Uint8Array(40).fill(0xab));
    assert.equal(toTlsLine(readTlsRecords(bytes, 0, bytes.length)), "Encrypted Handshake Message");
  });
});

describe("texts out of packets", () => {
  const read = (text: string, maxLength?: number) => {
    const bytes = buildBytes(text);
    return toPacketText(bytes, 0, bytes.length, maxLength);
  };

  it("are one line without what turns or hides it", () => {
    assert.equal(
      read("a\r\nb\tc\u0000\u001b[31m\u202edcba\u2028"),
      "a\\r\\nb\\tc\\x00\\x1b[31m\\u202edcba\\u2028",
    );
  });

  it("are cut at whole characters", () => {
    assert.equal(read("äöü😀😀", 6), "äöü😀…");
    assert.equal(read("äöü😀😀", 5), "äöü…");
    assert.equal(cutText("abc", 3), "abc");
    assert.equal(read("x".repeat(10_000)).length, 4_096);
  });
});
