import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { findingIds, type Finding } from "../../../../src/capture/findings/finding.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import { createTraffic } from "../../../../src/simulator/synthetic/traffic.ts";
import { buildScene } from "./everyFinding.ts";
import { createPass, findIn, toIds } from "./findIn.ts";
import { buildLookup, createTalk, lastUntil } from "./talk.ts";

/** What the page's messages allow: captureView.ts. */
function assertFits(findings: readonly Finding[]): void {
  for (const { params, filter, packets, count } of findings) {
    for (const value of Object.values(params)) {
      assert.ok(typeof value === "number" ? Number.isFinite(value) : value.length <= 1_000);
      assert.doesNotMatch(String(value), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }
    if (filter !== undefined) parseFilter(filter);
    assert.ok(packets.length <= 100 && count > 0);
  }
}

describe("findings in hostile packets", () => {
  it("are sentences, filters and numbers whatever bits are turned", () => {
    const random = createRandom(11);
    const scenes = findingIds.map((id) => buildScene(id).frames);
    const traffic = createTraffic({ seed: 4, instanceIp: "10.0.0.5", peerIps: [] });
    const frames = [...scenes.flat(), ...Array.from({ length: 600 }, () => traffic.next().value)];
    for (let round = 0; round < 15; round += 1) {
      const pass = createPass({ snaplenBytes: random.integer(30, 2_000) });
      for (const frame of frames) {
        const bytes = Uint8Array.from(frame.bytes);
        for (let turned = 0; turned < 3; turned += 1) {
          const at = random.integer(12, bytes.length - 1);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
        }
        pass.add({ timeNanoseconds: frame.timeNanoseconds, bytes });
      }
      assertFits(pass.build());
    }
  });

  it("keep to one line and their length with the longest names and odd characters", () => {
    const odd = Array.from({ length: 4 }, (_, index) => "\u0001\u000a\u007f".repeat(20).slice(index)).join(
      ".",
    );
    const frames = [...buildLookup(0, { name: odd }), ...buildLookup(1, { name: odd, id: 9, rcode: 3 })];
    const talk = createTalk()
      .open()
      .send("client", `GET /\u202e\u0007${"x".repeat(900)} HTTP/1.1\r\nHost: a\u2028b\r\n\r\n`);
    const failed = talk.send("server", "HTTP/1.1 500 Oops\r\n\r\n").close();
    const found = findIn([...frames, ...failed.frames, lastUntil(9_000)]);
    assert.deepEqual(toIds(found).toSorted(), ["dnsNameNotFound", "dnsUnanswered", "httpServerError"]);
    assertFits(found);
  });

  it("are found where the file gives no times, as far as time does not matter", () => {
    const { frames } = createTalk().open().send("client", "q").send("server", "a").reset("server");
    const pass = createPass();
    for (const { bytes } of frames) pass.add({ timeNanoseconds: Number.NaN, bytes });
    const found = pass.build();
    assert.deepEqual(toIds(found), ["resetByPeer"]);
    assertFits(found);
  });
});
