import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeApplication } from "../../../../../src/capture/packet/app/describeApplication.ts";
import { toApplicationLine } from "../../../../../src/capture/packet/app/toApplicationLine.ts";
import { buildBytes, toUint16 } from "../../../../../src/simulator/synthetic/bytes.ts";
import { toCounted, toMqtt, toMysql, toPostgresql } from "./messages.ts";
import { buildFrame, dissectFrame } from "./packetFile.ts";

const secret = "hunter2";
const login = buildBytes([0x0d, 0xa2, 0, 0, 0, 0, 0, 1, 33], new Uint8Array(23), `u\0\x07${secret}db\0`);

/** What is shown of a client's message; the tree and the line. */
function show(to: number, payload: Uint8Array): { readonly tree: string; readonly line: string } {
  const dissection = dissectFrame(buildFrame({ payload, from: 40_000, to }));
  const line = toApplicationLine(dissection);
  assert.ok(line !== undefined);
  return { tree: JSON.stringify(describeApplication(dissection)), line: line.info };
}

describe("secrets in packets", () => {
  it("of databases and brokers are shown nowhere", () => {
    const messages: readonly (readonly [number, Uint8Array])[] = [
      [6379, buildBytes(`*3\r\n$4\r\nauth\r\n$4\r\nuser\r\n$7\r\n${secret}\r\n`)],
      [6379, buildBytes(`*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n$11\r\nrequirepass\r\n$7\r\n${secret}\r\n`)],
      [6379, buildBytes(`*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$7\r\n${secret}\r\n`)],
      [5432, toPostgresql("p", `${secret}\0`)],
      [3306, toMysql(1, login)],
      [3306, toMysql(3, secret)],
      [
        1883,
        toMqtt(
          0x10,
          buildBytes(
            toCounted("MQTT"),
            [4, 0xc2],
            toUint16(60),
            toCounted("id"),
            toCounted("u"),
            toCounted(secret),
          ),
        ),
      ],
    ];
    for (const [port, payload] of messages) {
      const { tree, line } = show(port, payload);
      assert.doesNotMatch(tree, /hunter2/);
      assert.doesNotMatch(line, /hunter2/);
    }
  });

  it("in statements and headers are in the tree alone", () => {
    const http = `GET / HTTP/1.1\r\nAuthorization: Basic ${secret}\r\nCookie: s=${secret}\r\n\r\n`;
    const statement = `ALTER USER u IDENTIFIED BY '${secret}'`;
    const messages: readonly (readonly [number, Uint8Array])[] = [
      [80, buildBytes(http)],
      [3306, toMysql(0, buildBytes([3], statement))],
      [5432, toPostgresql("Q", `ALTER ROLE u PASSWORD '${secret}'\0`)],
    ];
    for (const [port, payload] of messages) {
      const { tree, line } = show(port, payload);
      assert.match(tree, /hunter2/);
      assert.doesNotMatch(line, /hunter2/);
    }
  });

  it("are the only thing that is left out", () => {
    assert.match(show(3306, toMysql(1, login)).line, /user=u db=db/);
    const query = toMysql(0, buildBytes([3, 0, 1], "SELECT 1"));
    assert.equal(show(3306, query).line, "Request Query SELECT 1");
  });
});
