import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { toFilterText } from "../../../../src/task/tcpdump/filterText.ts";
import { isInNetwork } from "../../../../src/task/tcpdump/network.ts";
import type { TcpdumpOptions } from "../../../../src/task/tcpdump/options.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";
import { buildFrames, readCaughtFrames, toCapture, type Frame } from "./tcpdumpFrames.ts";

const skip =
  spawnSync("tcpdump", ["--version"]).error === undefined
    ? false
    : "tcpdump is not installed on this computer";

const frames = buildFrames();
const capture = toCapture(frames);

/** What the API's own words select, written without a look at the expression. */
function isSelected(frame: Frame, options: TcpdumpOptions): boolean {
  const { protocol, sourcePort, destPort } = options;
  const wanted = protocol === "icmpv4" ? "icmp" : protocol;
  const arePortsMeant = protocol !== "icmpv4" && (sourcePort ?? destPort) !== undefined;
  const isSide = (address: string | undefined, ip: string | undefined, cidr: string | undefined) => {
    if (cidr !== undefined) return address !== undefined && isInNetwork(address, cidr);
    return ip === undefined || address === ip;
  };
  return (
    (wanted === undefined || frame.protocol === wanted) &&
    (!arePortsMeant || frame.protocol === "tcp" || frame.protocol === "udp") &&
    isSide(frame.source, options.sourceIp, options.sourceCidr) &&
    isSide(frame.dest, options.destIp, options.destCidr) &&
    (!arePortsMeant || sourcePort === undefined || frame.sourcePort === sourcePort) &&
    (!arePortsMeant || destPort === undefined || frame.destPort === destPort)
  );
}

const address = fc.constantFrom("10.0.0.1", "10.0.0.2", "192.168.7.9", "10.0.0.77");
const cidr = fc.constantFrom("10.0.0.5/8", "10.0.0.0/31", "192.168.7.9/32", "0.0.0.0/0", "192.168.0.1/17");
const port = fc.constantFrom(53, 443, 40_000, 9);
const closeOptions: fc.Arbitrary<TcpdumpOptions> = fc.record(
  {
    protocol: fc.constantFrom("tcp", "udp", "icmpv4"),
    sourceIp: address,
    sourceCidr: cidr,
    sourcePort: port,
    destIp: address,
    destCidr: cidr,
    destPort: port,
  },
  { requiredKeys: [] },
);

describe("toFilterText", () => {
  it("writes the terms in the order protocol, source, destination", () => {
    const table: readonly (readonly [TcpdumpOptions, string])[] = [
      [{}, ""],
      [{ durationSeconds: 30, interfaceName: "eth0" }, ""],
      [{ protocol: "tcp" }, "tcp"],
      [{ protocol: "udp", sourcePort: 53 }, "udp and src port 53"],
      [{ protocol: "icmpv4", sourcePort: 1, destPort: 2, destIp: "10.0.0.1" }, "icmp and dst host 10.0.0.1"],
      [{ destPort: 443 }, "(tcp or udp) and dst port 443"],
      [{ sourceIp: "1.2.3.4", sourceCidr: "10.0.0.5/8" }, "src net 10.0.0.0/8"],
      [
        { protocol: "tcp", sourceIp: "1.2.3.4", sourcePort: 5, destCidr: "10.0.0.0/24", destPort: 6 },
        "tcp and src host 1.2.3.4 and src port 5 and dst net 10.0.0.0/24 and dst port 6",
      ],
    ];
    for (const [options, text] of table) assert.equal(toFilterText(options), text);
  });

  it("is an expression that tcpdump compiles, for any options", { skip }, () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        const { status, stderr } = spawnSync("tcpdump", ["-y", "EN10MB", "-d", toFilterText(options)], {
          encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
      }),
      { numRuns: 100 },
    );
  });

  it("makes tcpdump catch exactly the packets that the options select", { skip }, () => {
    let caught = 0;
    fc.assert(
      fc.property(closeOptions, (options) => {
        const expected = frames.flatMap((frame, index) => (isSelected(frame, options) ? [index] : []));
        assert.deepEqual(readCaughtFrames(capture, toFilterText(options)), expected);
        caught += expected.length;
      }),
      { numRuns: 200 },
    );
    assert.ok(caught > 0, "no generated filter caught anything: the frames do not test it");
  });
});
