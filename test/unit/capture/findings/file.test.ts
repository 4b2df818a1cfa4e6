import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createPass, findIn, toIds } from "./findIn.ts";
import { createTalk } from "./talk.ts";

const healthy = createTalk().open().send("client", "question").send("server", "x".repeat(900)).close().frames;

describe("findings about the file", () => {
  it("say that packets were cut, and are nothing where they were kept whole", () => {
    assert.deepEqual(findIn(healthy, { snaplenBytes: 96 }), [
      {
        id: "cutPackets",
        severity: "note",
        count: 1,
        params: { keptBytes: 96, wireBytes: 954 },
        packets: [5],
        filter: "frame.len > 96",
      },
    ]);
    assert.deepEqual(findIn(healthy), []);
  });

  it("say that a capture is empty once all of it is read, and what was asked for", () => {
    assert.deepEqual(toIds(findIn([])), ["emptyCapture"]);
    assert.deepEqual(toIds(findIn([], { isComplete: false })), []);
    assert.deepEqual(toIds(findIn([], { request: { protocol: "any", durationSeconds: 30 } })), [
      "emptyCapture",
    ]);
    const request = { protocol: "icmpv4", destination: "10.1.0.0/16" };
    assert.deepEqual(
      findIn([], { request }).map(({ id, params }) => [id, params]),
      [["emptyCaptureFiltered", { filter: "icmp and dst net 10.1.0.0/16" }]],
    );
  });

  it("say where the file is damaged, and no more about nothing in it", () => {
    const damage = { offset: 1_234, reason: "truncated" } as const;
    assert.deepEqual(
      findIn(healthy, { damage }).map(({ id, severity, params, packets }) => [id, severity, params, packets]),
      [["damagedFile", "warning", { offset: 1_234, reason: "truncated" }, [healthy.length]]],
    );
    assert.deepEqual(toIds(findIn([], { damage })), ["damagedFile"]);
  });

  it("may be asked for in the middle of a pass, and are the same each time", () => {
    const pass = createPass({ isComplete: false });
    const { frames } = createTalk()
      .ask()
      .reset("server")
      .wait(1)
      .open()
      .send("client", "q")
      .wait(700)
      .send("server", "a");
    const counts = frames.map((frame) => {
      pass.add(frame);
      assert.deepEqual(pass.build(), pass.build());
      return pass.build().length;
    });
    assert.deepEqual(counts, [0, 1, 1, 1, 1, 1, 2]);
  });
});
