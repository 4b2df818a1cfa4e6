import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { recogniseApplication } from "../../../../../src/capture/packet/app/recogniseApplication.ts";
import { protocolNames } from "../../../../../src/capture/packet/protocol.ts";
import { buildBytes, type BytePart } from "../../../../../src/simulator/synthetic/bytes.ts";
import { allMessages, dnsMessages } from "./exchange.ts";
import { toMqtt, toMysql, toPostgresql, toTlsRecord, withLength } from "./messages.ts";

const ports = new Map([
  [53, "dns"],
  [80, "http"],
  [443, "tls"],
  [3306, "mysql"],
  [5432, "pgsql"],
  [6379, "resp"],
  [1883, "mqtt"],
]);

function recognise(part: BytePart, from: number, to: number, isTcp = true): string | undefined {
  const bytes = buildBytes(part);
  return protocolNames[recogniseApplication(bytes, 0, bytes.length, from, to, isTcp)];
}

describe("recogniseApplication", () => {
  it("tells every protocol by its first bytes, either way", () => {
    for (const { payload, from, to, isTcp = true } of allMessages) {
      assert.equal(recognise(payload, from, to, isTcp), ports.get(Math.min(from, to)));
    }
  });

  it("tells HTTP and TLS on any port of TCP, and not of UDP", () => {
    const http = "DELETE /x HTTP/1.1\r\n";
    assert.equal(recognise(http, 40_000, 9_999), "http");
    assert.equal(recognise("HTTP/1.1 200 OK\r\n", 9_999, 40_000), "http");
    assert.equal(recognise(toTlsRecord(22, [1, 0, 0, 0]), 40_000, 3306), "tls");
    assert.equal(recognise(http, 40_000, 9_999, false), undefined);
    assert.equal(recognise(toTlsRecord(22, [1, 0, 0, 0]), 40_000, 443, false), undefined);
  });

  it("leaves what only begins like a protocol", () => {
    const others: readonly (readonly [BytePart, number, number, boolean?])[] = [
      ["GETTER /", 40_000, 80],
      ["get / HTTP/1.1", 40_000, 80],
      ["HTTP/2.0 200", 80, 40_000],
      ["PRI * HTTP/2.0\r\n", 40_000, 80],
      ["GET", 40_000, 80],
      // A TLS record of no known version, too long, or without its length.
      [[22, 3, 5, 0, 10, 1], 40_000, 443],
      [[22, 2, 1, 0, 10, 1], 40_000, 443],
      [[22, 3, 1, 0x60, 0, 1], 40_000, 443],
      [[25, 3, 3, 0, 10, 1], 40_000, 443],
      [[22, 3, 1, 0], 40_000, 443],
      [[23, 3, 3, 0, 0], 40_000, 443],
      // DNS elsewhere, and less than a header.
      [dnsMessages[0] ?? [], 40_000, 54, false],
      [dnsMessages[0] ?? [], 5353, 5353, false],
      [(dnsMessages[0] ?? new Uint8Array()).subarray(0, 11), 40_000, 53, false],
      ["the middle of a zone transfer", 53, 40_000, true],
      // Databases elsewhere, and the middle of their messages.
      [toMysql(0, [3, 65]), 40_000, 3307],
      ["row text in the middle of a result", 3306, 40_000],
      [toPostgresql("Q", "SELECT 1\0"), 40_000, 5433],
      ["Data in the middle of a row", 5432, 40_000],
      [toPostgresql("Q", "SELECT 1\0"), 5432, 40_000],
      ["*3\r\n", 40_000, 6380],
      ["* a list\r\n", 40_000, 6379],
      ["$12345", 6379, 40_000],
      [toMqtt(0xc0, []), 40_000, 1884],
      [[0xc1, 0], 40_000, 1883],
      [[0x20, 200], 1883, 40_000],
      [[], 40_000, 443],
    ];
    for (const [bytes, from, to, isTcp] of others) {
      assert.equal(recognise(bytes, from, to, isTcp ?? true), undefined, JSON.stringify([bytes, from, to]));
    }
  });

  it("takes messages that are longer than the segment", () => {
    assert.equal(recognise(toMysql(0, buildBytes([3], "SELECT 1")).subarray(0, 9), 40_000, 3306), "mysql");
    assert.equal(recognise(toPostgresql("Q", "SELECT 1\0").subarray(0, 9), 40_000, 5432), "pgsql");
    assert.equal(recognise("$100000\r\nabc", 6379, 40_000), "resp");
    assert.equal(recognise([0x30, 0x80, 0x10, 0, 1, 65, 66], 40_000, 1883), "mqtt");
    const long = withLength(buildBytes(dnsMessages[2] ?? [], new Uint8Array(900)));
    assert.equal(recognise(long.subarray(0, 500), 53, 40_000), "dns");
    assert.equal(recognise(toTlsRecord(23, new Uint8Array(9_000)).subarray(0, 1_400), 443, 40_000), "tls");
  });
});
