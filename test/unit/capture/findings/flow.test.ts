import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findIn, ofKind, toIds } from "./findIn.ts";
import { createTalk } from "./talk.ts";

const segment = new Uint8Array(500);

/** So many segments of the server with so many of them sent twice. */
function download(segments: number, lost: number, clientPort = 40_000) {
  const talk = createTalk(0, { clientPort }).open().send("client", "question").acknowledge("server");
  for (let index = 0; index < segments; index += 1) {
    talk.send("server", segment);
    if (index < lost) talk.wait(300).repeat("server", segment);
    talk.acknowledge("client");
  }
  return talk.close();
}

describe("retransmissions", () => {
  it("are a finding where a connection has many of them", () => {
    const [found, ...others] = findIn(download(20, 6).frames);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.id, found?.severity, found?.count, found?.packets.length, found?.filter],
      ["retransmissions", "error", 1, 6, "tcp.stream == 0"],
    );
    assert.deepEqual(found?.params, {
      from: "10.0.0.2:80",
      to: "10.0.0.1",
      retransmissions: 6,
      packets: 29,
      percent: 21,
    });
  });

  it("are a warning where they are few of many, and one finding for the same two ends", () => {
    const frames = [download(120, 6, 40_001), download(120, 7, 40_002)].flatMap((talk) => talk.frames);
    assert.deepEqual(
      findIn(frames).map(({ id, severity, count }) => [id, severity, count]),
      [["retransmissions", "warning", 2]],
    );
  });

  it("are nothing where they are single", () => {
    assert.deepEqual(toIds(findIn(download(20, 4).frames)), []);
    assert.deepEqual(toIds(findIn(download(300, 6).frames)), []);
  });

  it("are nothing of their own where nobody answers at all", () => {
    const talk = createTalk().ask();
    for (let index = 0; index < 7; index += 1) talk.wait(1_000).ask(1);
    assert.deepEqual(toIds(findIn(talk.frames)), ["synUnanswered"]);
  });
});

describe("a closed window", () => {
  const stalled = (milliseconds: number) =>
    createTalk()
      .open()
      .send("client", "question")
      .send("server", segment)
      .acknowledge("client", 0)
      .wait(milliseconds - 1)
      .acknowledge("client", 32_000)
      .send("server", segment)
      .acknowledge("client")
      .close();

  it("says who could not take more, and how long", () => {
    assert.deepEqual(ofKind(findIn(stalled(1_500).frames), "zeroWindow"), [
      {
        severity: "warning",
        count: 1,
        params: { from: "10.0.0.1", to: "10.0.0.2:80", seconds: 1.5, times: 1 },
        packets: [6],
        filter: "tcp.stream == 0",
      },
    ]);
  });

  it("is as bad as it is long: until it opens, or until the capture ends", () => {
    const severity = (milliseconds: number) =>
      ofKind(findIn(stalled(milliseconds).frames), "zeroWindow")[0]?.severity;
    assert.deepEqual([50, 199, 201, 4_999, 5_001].map(severity), [
      "note",
      "note",
      "warning",
      "warning",
      "error",
    ]);
    const open = stalled(6_000).frames.slice(0, 6);
    const later = createTalk(8_000, { clientPort: 41_000 }).open().close();
    assert.equal(ofKind(findIn([...open, ...later.frames]), "zeroWindow")[0]?.severity, "error");
  });

  it("is nothing in a reset, or where it never closes", () => {
    assert.deepEqual(toIds(findIn(createTalk().ask().reset("server").frames)), ["connectionRefused"]);
    assert.deepEqual(toIds(findIn(download(10, 0).frames)), []);
  });
});

describe("a slow first answer", () => {
  const waited = (milliseconds: number, clientPort = 40_000) =>
    createTalk(0, { clientPort })
      .open()
      .send("client", "question")
      .acknowledge("server")
      .wait(milliseconds - 2)
      .send("server", "answer")
      .close();

  it("is a finding by server, with the worst of its times", () => {
    const frames = [waited(700, 40_001), waited(900, 40_002)].flatMap((talk) => talk.frames);
    assert.deepEqual(findIn(frames), [
      {
        id: "slowFirstAnswer",
        severity: "warning",
        count: 2,
        params: { to: "10.0.0.2:80", from: "10.0.0.1", milliseconds: 900, handshakeMilliseconds: 2 },
        packets: [7, 8, 11, 15],
        filter: "tcp.stream in {0, 1}",
      },
    ]);
  });

  it("is nothing below half a second, or where the network itself is slow", () => {
    assert.deepEqual(toIds(findIn(waited(499).frames)), []);
    assert.deepEqual(toIds(findIn(waited(501).frames)), ["slowFirstAnswer"]);
    const far = createTalk().ask().wait(60).frames;
    const [, synAck, ...rest] = waited(601).frames;
    assert.ok(synAck);
    const shifted = [synAck, ...rest].map((frame) => ({
      ...frame,
      timeNanoseconds: frame.timeNanoseconds + 60e6,
    }));
    assert.deepEqual(toIds(findIn([...far, ...shifted])), []);
  });

  it("is nothing where the server speaks first, or later in a connection", () => {
    const greeted = createTalk()
      .open()
      .send("server", "220 ready")
      .wait(5_000)
      .send("client", "EHLO")
      .wait(900);
    assert.deepEqual(toIds(findIn(greeted.send("server", "250").close().frames)), []);
    const kept = createTalk().open().send("client", "a").send("server", "b").wait(30_000).send("client", "c");
    assert.deepEqual(toIds(findIn(kept.send("server", "d").close().frames)), []);
  });

  it("counts from the end of the request", () => {
    const upload = createTalk().open().send("client", segment).wait(2_000).send("client", segment);
    assert.deepEqual(toIds(findIn(upload.send("server", "ok").close().frames)), []);
  });
});
