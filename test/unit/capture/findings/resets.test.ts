import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import { findIn, toIds } from "./findIn.ts";
import { createTalk, onlyFrom } from "./talk.ts";

describe("a refused connection", () => {
  it("is one finding by destination", () => {
    const frames = [1, 2].flatMap(
      (index) =>
        createTalk(index, { clientPort: 40_000 + index })
          .ask()
          .reset("server").frames,
    );
    assert.deepEqual(findIn(frames), [
      {
        id: "connectionRefused",
        severity: "error",
        count: 2,
        params: { to: "10.0.0.2:80", from: "10.0.0.1" },
        packets: [1, 2, 3, 4],
        filter: "tcp.stream in {0, 1}",
      },
    ]);
  });

  it("is none where the client resets, or the server does after it had accepted", () => {
    assert.deepEqual(toIds(findIn(createTalk().ask().wait(3_000).reset("client").frames)), ["synUnanswered"]);
    assert.deepEqual(toIds(findIn(createTalk().open().reset("server").frames)), ["resetByPeer"]);
  });
});

describe("a reset in the middle", () => {
  it("says who reset, after how much and how long", () => {
    const talk = createTalk()
      .open()
      .send("client", "x".repeat(100))
      .send("server", "y".repeat(200))
      .wait(500);
    assert.deepEqual(findIn(talk.reset("server").frames), [
      {
        id: "resetByPeer",
        severity: "error",
        count: 1,
        params: { from: "10.0.0.2:80", to: "10.0.0.1", bytes: 6 * 54 + 300, seconds: 0.51 },
        packets: [5, 6],
        filter: "tcp.stream == 0",
      },
    ]);
  });

  it("comes instead of an answer", () => {
    const [found] = findIn(createTalk().open().send("client", "question").wait(200).reset("server").frames);
    assert.deepEqual(
      [found?.id, found?.severity, found?.packets, found?.params],
      [
        "resetAfterRequest",
        "error",
        [4, 5],
        { from: "10.0.0.2:80", to: "10.0.0.1", bytes: 278, seconds: 0.2 },
      ],
    );
  });

  it("comes after a silence: by itself, or as the answer to the next request", () => {
    const talk = () => createTalk().open().send("client", "question").send("server", "answer").wait(60_000);
    for (const frames of [
      talk().reset("server").frames,
      talk().send("client", "again").reset("server").frames,
    ]) {
      const [found] = findIn(frames);
      assert.deepEqual([found?.id, found?.params["seconds"]], ["resetAfterIdle", 60]);
    }
    const [short] = findIn(
      createTalk().open().send("client", "a").send("server", "b").wait(9_000).reset("server").frames,
    );
    assert.equal(short?.id, "resetByPeer");
  });

  it("of a client that waits for an answer is a warning, of one that has its answer a note", () => {
    const asked = createTalk().open().send("client", "question").wait(3_000);
    assert.deepEqual(
      findIn(asked.reset("client").frames).map(({ id, severity }) => [id, severity]),
      [["resetByPeer", "warning"]],
    );
    const answered = createTalk().open().send("client", "question").send("server", "answer");
    assert.deepEqual(
      findIn(answered.reset("client").frames).map(({ id, severity }) => [id, severity]),
      [["resetByPeer", "note"]],
    );
  });

  it("is named by the side with the lower port where the begin was not captured", () => {
    const { frames } = createTalk()
      .open()
      .send("client", "question")
      .send("server", "answer")
      .reset("server");
    assert.deepEqual(
      findIn(frames.slice(4)).map(({ params }) => [params["from"], params["to"]]),
      [["10.0.0.2:80", "10.0.0.1"]],
    );
  });

  it("is nothing after FIN, after a TLS alert, by a health check, or with nothing else seen of it", () => {
    const alert = buildBytes([21, 3, 3, 0, 26], new Uint8Array(26));
    const healthy = [
      createTalk()
        .open()
        .send("client", "q")
        .send("server", "a")
        .finish("client")
        .acknowledge("server")
        .reset("server"),
      createTalk().open().send("client", "q").send("server", "a").finish("server").reset("client"),
      createTalk(0, { serverPort: 443 })
        .open()
        .send("client", "q")
        .send("server", "a")
        .send("client", alert)
        .reset("client"),
      createTalk().open().reset("client"),
      createTalk().reset("server"),
    ];
    for (const [index, { frames }] of healthy.entries())
      assert.deepEqual(toIds(findIn(frames)), [], String(index));
  });

  it("is counted once a connection", () => {
    const talk = createTalk().open().send("client", "q").send("server", "a").reset("server").reset("server");
    assert.deepEqual(
      findIn(talk.frames).map(({ count, packets }) => [count, packets]),
      [[1, [5, 6]]],
    );
  });

  it("shows in a capture of one side too", () => {
    const talk = createTalk()
      .open()
      .send("client", "q")
      .send("server", "a")
      .send("server", "b")
      .reset("server");
    assert.deepEqual(toIds(findIn(onlyFrom("server", talk))).toSorted(), ["oneDirection", "resetByPeer"]);
  });
});
