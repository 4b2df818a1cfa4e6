import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findIn, ofKind, toIds } from "./findIn.ts";
import { createTalk } from "./talk.ts";

const request = (line: string, host = "shop.example") => `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const answer = (status: string) => `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;

function exchange(clientPort: number, line: string, status: string) {
  return createTalk(0, { clientPort })
    .open()
    .send("client", request(line))
    .send("server", answer(status))
    .close();
}

describe("HTTP answers that say no", () => {
  it("are one finding by server, code and request, without what was asked in it", () => {
    const frames = [40_001, 40_002].flatMap((port) => exchange(port, "POST /orders?id=1", "503 Busy").frames);
    assert.deepEqual(findIn(frames), [
      {
        id: "httpServerError",
        severity: "error",
        count: 2,
        params: { code: "503", method: "POST", target: "shop.example/orders", server: "10.0.0.2:80" },
        packets: [7, 8, 9, 10],
        filter: "tcp.stream in {0, 1} && http",
      },
    ]);
  });

  it("are warnings where the request is at fault, and notes where they ask for a password", () => {
    const frames = ["404 Not Found", "401 Unauthorized"].flatMap(
      (status, index) => exchange(40_000 + index, "GET /a", status).frames,
    );
    assert.deepEqual(
      ofKind(findIn(frames), "httpClientError").map(({ severity, params }) => [severity, params["code"]]),
      [
        ["warning", "404"],
        ["note", "401"],
      ],
    );
  });

  it("belong to their requests in order: kept alive, sent ahead, behind interim answers", () => {
    const talk = createTalk().open();
    talk.send("client", request("GET /1")).send("server", answer("200 OK"));
    talk
      .send("client", request("GET /2"))
      .send("client", request("GET /3"))
      .send("client", request("PUT /4"));
    talk.send("server", answer("200 OK")).send("server", answer("500 Oops"));
    talk.send("server", answer("100 Continue")).send("server", answer("502 Bad Gateway"));
    const found = findIn(talk.close().frames);
    assert.deepEqual(
      found.map(({ params, packets }) => [params["code"], params["method"], params["target"], packets]),
      [
        ["500", "GET", "shop.example/3", [7, 10]],
        ["502", "PUT", "shop.example/4", [8, 12]],
      ],
    );
  });

  it("are told without a request where that was not captured", () => {
    const { frames } = exchange(40_000, "GET /", "500 Oops");
    assert.deepEqual(ofKind(findIn(frames.slice(4)), "httpServerError")[0]?.params, {
      code: "500",
      method: "?",
      target: "10.0.0.2:80",
      server: "10.0.0.2:80",
    });
  });

  it("are counted once where a segment is sent twice", () => {
    const failure = new TextEncoder().encode(answer("500 Oops"));
    const talk = createTalk().open().send("client", request("GET /")).send("server", failure);
    const found = findIn(talk.wait(300).repeat("server", failure).close().frames);
    assert.deepEqual(
      found.map(({ id, count }) => [id, count]),
      [["httpServerError", 1]],
    );
  });

  it("are nothing where all is well", () => {
    for (const status of [
      "200 OK",
      "204 No Content",
      "304 Not Modified",
      "301 Moved",
      "101 Switching Protocols",
    ]) {
      assert.deepEqual(toIds(findIn(exchange(40_000, "GET /", status).frames)), [], status);
    }
  });

  it("share a finding where there are many different ones, beside the one that comes most", () => {
    const frames = Array.from({ length: 60 }, (_, index) => {
      const isCommon = index % 3 === 0;
      return exchange(41_000 + index, isCommon ? "GET /common" : `GET /${index}`, "404 Not Found").frames;
    });
    const found = findIn(frames.flat());
    assert.deepEqual(
      found.map(({ count, params }) => [count, params["target"]]),
      [
        [40, "shop.example/1, shop.example/2, shop.example/4, …"],
        [20, "shop.example/common"],
      ],
    );
    assert.match(found[0]?.filter ?? "", /^tcp\.stream in \{1, 2, 4, .*\} && http$/u);
  });

  it("forget the oldest of very many requests, and no other", () => {
    const ask = (index: number, port = index) =>
      createTalk(index, { clientPort: 1_024 + port, client: "10.0.0.1" }).send(
        "client",
        request(`GET /${index}`),
      );
    const talks = Array.from({ length: 5_000 }, (_, index) => ask(index));
    const end = 20_000;
    const asked = talks.flatMap(({ frames }) => frames);
    const answered = [0, 903, 904, 4_999].flatMap((index) => {
      const talk = talks[index];
      return talk ? talk.wait(end).send("server", answer("500 Oops")).frames.slice(1) : [];
    });
    const targets = ofKind(findIn([...asked, ...answered]), "httpServerError").map(
      ({ params }) => params["target"],
    );
    assert.deepEqual(targets.toSorted(), ["10.0.0.2:80", "shop.example/4999", "shop.example/904"]);
  });
});
