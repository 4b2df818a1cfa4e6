import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findIn, ofKind, toIds } from "./findIn.ts";
import { createTalk, lastUntil, onlyFrom } from "./talk.ts";

const exchange = (clientPort: number) =>
  createTalk(0, { clientPort }).open().send("client", "question").send("server", "answer").close();

describe("connection attempts without an answer", () => {
  const attempt = (clientPort: number) =>
    createTalk(0, { clientPort, server: "10.0.0.3", serverPort: 5432 })
      .ask()
      .wait(1_000)
      .ask(1)
      .wait(2_000)
      .ask(1);

  it("are one finding by destination, however often each was repeated", () => {
    const frames = [40_001, 40_002, 40_003].flatMap((port) => attempt(port).frames);
    assert.deepEqual(ofKind(findIn([...frames, ...exchange(40_009).frames]), "synUnanswered"), [
      {
        severity: "error",
        count: 3,
        params: { to: "10.0.0.3:5432", from: "10.0.0.1" },
        packets: [1, 2, 3],
        filter: "ip.addr == 10.0.0.3 && tcp.port == 5432 && tcp.flags.syn == 1",
      },
    ]);
  });

  it("are nothing where the capture ends before an answer could come", () => {
    const { frames } = createTalk(0).ask();
    assert.deepEqual(toIds(findIn([...frames, lastUntil(900)])), []);
    assert.deepEqual(toIds(findIn([...frames, lastUntil(1_100)])), ["synUnanswered"]);
  });

  it("are nothing where the answer came late, or only the answers' direction is missing", () => {
    assert.deepEqual(toIds(findIn(createTalk(0).ask().wait(3_000).ask(1).accept().close().frames)), []);
    const halves = onlyFrom("client", exchange(40_001));
    assert.deepEqual(toIds(findIn([...halves, lastUntil(9_000)])), ["oneDirection"]);
  });

  it("cannot be told where the capture kept one direction only", () => {
    const found = findIn([...attempt(40_001).frames, lastUntil(9_000)], {
      request: { destinationPort: 5432 },
    });
    assert.deepEqual(found, [
      {
        id: "oneDirectionFiltered",
        severity: "note",
        count: 1,
        params: { filter: "dst port 5432" },
        packets: [1],
        filter: "tcp.stream == 0",
      },
    ]);
  });

  it("are what they are where the filter would have kept an answer", () => {
    for (const request of [{ protocol: "tcp" }, { source: "10.0.0.0/8" }, { interfaceName: "eth0" }]) {
      assert.deepEqual(toIds(findIn(attempt(40_001).frames, { request })), ["synUnanswered"]);
    }
    for (const request of [{ source: "10.0.0.1" }, { source: "10.0.0.0/31" }, { destination: "10.0.0.3" }]) {
      assert.deepEqual(toIds(findIn(attempt(40_001).frames, { request })), ["oneDirectionFiltered"]);
    }
  });
});

describe("conversations in one direction", () => {
  it("say which direction is there", () => {
    const frames = [40_001, 40_002].flatMap((port) => onlyFrom("server", exchange(port)));
    assert.deepEqual(findIn(frames), [
      {
        id: "oneDirection",
        severity: "warning",
        count: 2,
        params: { from: "10.0.0.2:80", to: "10.0.0.1" },
        packets: [3, 4],
        filter: "tcp.stream in {0, 1}",
      },
    ]);
  });

  it("are one note where the capture was asked for it, with the filter as tcpdump writes it", () => {
    const frames = [40_001, 40_002].flatMap((port) => onlyFrom("server", exchange(port)));
    const request = { protocol: "tcp", source: "10.0.0.2", sourcePort: 80 };
    assert.deepEqual(
      findIn(frames, { request }).map(({ id, count, params }) => ({ id, count, ...params })),
      [{ id: "oneDirectionFiltered", count: 2, filter: "tcp and src host 10.0.0.2 and src port 80" }],
    );
  });

  it("are nothing where a capture begins or ends in the middle, or both are there", () => {
    const { frames } = exchange(40_001);
    assert.deepEqual(toIds(findIn(frames)), []);
    for (let cut = 1; cut < frames.length; cut += 1) {
      assert.deepEqual(toIds(findIn(frames.slice(cut))), [], `from ${cut}`);
      assert.deepEqual(toIds(findIn(frames.slice(0, cut))), [], `to ${cut}`);
    }
  });
});
