import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import {
  buildClientHello,
  buildServerHello,
  buildTlsData,
} from "../../../../src/simulator/synthetic/tlsMessage.ts";
import { findIn, toIds } from "./findIn.ts";
import { createTalk } from "./talk.ts";

const random = createRandom(1);
const alert = (level: number, description: number) => buildBytes([21, 3, 3, 0, 2, level, description]);
const begun = (clientPort = 40_000) =>
  createTalk(0, { clientPort, serverPort: 443 })
    .open()
    .send("client", buildClientHello("shop.example", random));

describe("TLS alerts", () => {
  it("say who ended it, for which name, and why", () => {
    const frames = [40_001, 40_002].flatMap(
      (port) => begun(port).send("server", alert(2, 40)).reset("server").frames,
    );
    assert.deepEqual(findIn(frames), [
      {
        id: "tlsAlert",
        severity: "error",
        count: 2,
        params: {
          from: "10.0.0.2:443",
          to: "10.0.0.1",
          name: "shop.example",
          description: "Handshake Failure",
        },
        packets: [9, 10],
        filter: "tcp.stream in {0, 1}",
      },
    ]);
  });

  it("of a client that does not trust the certificate are told as the client's", () => {
    const talk = begun().send("server", buildServerHello(random)).send("client", alert(2, 48)).close();
    assert.deepEqual(
      findIn(talk.frames).map(({ params }) => [params["from"], params["to"], params["description"]]),
      [["10.0.0.1", "10.0.0.2:443", "Unknown CA"]],
    );
  });

  it("are told by the server's address where no name is known, and found behind other records", () => {
    const talk = createTalk(0, { serverPort: 443 }).open().send("client", "x");
    talk.send("server", buildBytes([22, 3, 3, 0, 4, 14, 0, 0, 0], alert(2, 70))).close();
    const [found] = findIn(talk.frames);
    assert.deepEqual([found?.id, found?.params["name"], found?.packets], ["tlsAlert", "10.0.0.2:443", [5]]);
  });

  it("are nothing where a connection ends as it should, or cannot be read", () => {
    const data = buildTlsData(random, 90);
    const talk = () =>
      begun().send("server", buildServerHello(random)).send("client", data).send("server", data);
    const healthy = [
      talk().close(),
      talk().send("client", alert(1, 0)).close(),
      talk().send("client", alert(1, 0)).reset("client"),
      talk()
        .send("client", buildBytes([21, 3, 3, 0, 26], random.bytes(26)))
        .reset("server"),
    ];
    for (const [index, { frames }] of healthy.entries())
      assert.deepEqual(toIds(findIn(frames)), [], String(index));
  });
});
