import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { matchesRequest, type PacketChoice } from "../../../../src/simulator/synthetic/matchesRequest.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { toTcpdumpArguments } from "../../../../src/simulator/live/tcpdumpArguments.ts";
import { toFilterText } from "../../../../src/task/tcpdump/filterText.ts";
import { tcpdumpOptionsSchema } from "../../../../src/task/tcpdump/options.ts";
import { whyToolsMissing } from "../../capture/systemTool.ts";
import { buildCaptureRequest } from "./captureRequest.ts";
import { packetChoices } from "./packetChoices.ts";
import { readPackets } from "./pcapPackets.ts";

const skip = whyToolsMissing("tcpdump");
const { instanceIp, peerIps } = buildCaptureRequest({});
const capture = buildSyntheticCapture({ seed: 42, instanceIp, peerIps, packets: 700 });
const packets = readPackets(capture);
const frames = packets.map((packet) => ({ packet, bytes: Buffer.from(packet, "hex") }));

/** The packets that our own matcher lets through. */
function select(choice: PacketChoice): readonly string[] {
  return frames.filter(({ bytes }) => matchesRequest(bytes, choice)).map(({ packet }) => packet);
}

/** The packets that the real tcpdump lets through. */
function readWithTcpdump(filter: string): readonly string[] {
  const run = spawnSync("tcpdump", ["-r", "-", "-w", "-", filter], { input: capture, maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, `${filter}: ${run.stderr.toString()}`);
  return readPackets(run.stdout);
}

describe("matchesRequest", () => {
  it("selects exactly what tcpdump selects with our filter text", { skip }, () => {
    const filters = new Set<string>();
    let selections = 0;
    fc.assert(
      fc.property(packetChoices, (choice) => {
        const options = tcpdumpOptionsSchema.parse(
          Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)),
        );
        const selected = select(choice);
        const filter = toFilterText(options);
        assert.deepEqual(readWithTcpdump(filter), selected);
        if (!filters.has(filter) && selected.length > 0 && selected.length < packets.length) selections += 1;
        filters.add(filter);
      }),
      { numRuns: 220, seed: 2 },
    );
    assert.ok(filters.size > 150, `only ${filters.size} different sets`);
    assert.ok(selections > 50, `only ${selections} of them selected some packets and not others`);
  });

  it("selects exactly what tcpdump selects with the filter of the live engine", { skip }, () => {
    fc.assert(
      fc.property(packetChoices, (choice) => {
        const filter = toTcpdumpArguments(buildCaptureRequest(choice)).at(-1) ?? "";
        const selected = select(choice);
        assert.deepEqual(readWithTcpdump(filter), selected);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("takes any bytes for a frame", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), packetChoices, (frame, choice) => {
        assert.equal(typeof matchesRequest(frame, choice), "boolean");
      }),
    );
  });

  it("knows no ports in a later fragment", () => {
    const frame = Buffer.from(
      packets.find((packet) => packet.slice(46, 48) === "06" && packet.startsWith("0800", 24))!,
      "hex",
    );
    const destPort = frame.readUInt16BE(36);
    assert.equal(matchesRequest(frame, { destPort }), true);
    frame.writeUInt16BE(185, 20);
    assert.equal(matchesRequest(frame, { destPort }), false);
    assert.equal(matchesRequest(frame, { protocol: "tcp" }), true);
  });
});
