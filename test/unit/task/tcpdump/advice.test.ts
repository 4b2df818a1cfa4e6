import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { findAdvice, type Advice } from "../../../../src/task/tcpdump/advice.ts";
import { toFilterText } from "../../../../src/task/tcpdump/filterText.ts";
import type { TcpdumpOptions } from "../../../../src/task/tcpdump/options.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";

/** The advice on limited options in a region that offers tcpdump, as `code params`. */
function adviceOn(options: TcpdumpOptions, instanceIp?: string): readonly string[] {
  const context = { regionWithoutTcpdump: false, instanceIp };
  return findAdvice({ durationSeconds: 30, ...options }, context).map(toText);
}

function toText({ code, params }: Advice): string {
  return [code, ...Object.values(params)].join(" ");
}

describe("findAdvice", () => {
  it("has nothing to say on all traffic with a limit", () => assert.deepEqual(adviceOn({}), []));

  it("warns of a capture without any limit, and of a region without tcpdump", () => {
    assert.deepEqual(findAdvice({}, { regionWithoutTcpdump: true }), [
      { code: "regionNotOffered", severity: "warning", params: {} },
      { code: "noLimit", severity: "warning", params: {} },
    ]);
    for (const limit of [{ durationSeconds: 1 }, { packetCount: 1 }, { fileSizeBytes: 1 }])
      assert.deepEqual(findAdvice(limit, { regionWithoutTcpdump: false }), []);
  });

  it("names the direction that is missing", () => {
    const uncertain = "ipv6Uncertain";
    const none = "ipv6NotCaught";
    const table: readonly (readonly [TcpdumpOptions, readonly string[]])[] = [
      [{ destPort: 443 }, ["repliesFromPortMissing 443", uncertain]],
      [{ destIp: "1.2.3.4" }, ["repliesFromAddressMissing 1.2.3.4", none]],
      [{ destCidr: "1.2.0.0/16", destPort: 80 }, ["repliesFromEndpointMissing 1.2.0.0/16 80", none]],
      [{ sourcePort: 53, protocol: "udp" }, ["packetsToPortMissing 53", uncertain]],
      [{ sourceCidr: "10.0.0.0/8" }, ["packetsToAddressMissing 10.0.0.0/8", none]],
      [{ sourceIp: "1.2.3.4", sourcePort: 1 }, ["packetsToEndpointMissing 1.2.3.4 1", none]],
      [
        { sourceIp: "1.2.3.4", destIp: "5.6.7.8", destPort: 443 },
        ["otherDirectionMissing 1.2.3.4 5.6.7.8:443", none],
      ],
      [{ sourcePort: 1, destPort: 2 }, ["otherDirectionMissing *:1 *:2", uncertain]],
      [{ sourceCidr: "10.0.0.0/8", destCidr: "10.0.0.0/8" }, [none]],
      [{ protocol: "tcp" }, [uncertain]],
      [{ protocol: "icmpv4" }, [none]],
    ];
    for (const [options, expected] of table) assert.deepEqual(adviceOn(options), expected);
  });

  it("speaks of the ports that icmpv4 ignores, and of no replies from them", () => {
    assert.deepEqual(adviceOn({ protocol: "icmpv4", destPort: 443 }), ["portsIgnored", "ipv6NotCaught"]);
  });

  it("says that a network wins over an address, and that its host bits are cleared", () => {
    assert.deepEqual(adviceOn({ sourceIp: "1.2.3.4", sourceCidr: "10.0.0.5/8" }), [
      "sourceNetworkWins 1.2.3.4 10.0.0.0/8",
      "sourceHostBitsCleared 10.0.0.5/8 10.0.0.0/8",
      "packetsToAddressMissing 10.0.0.0/8",
      "ipv6NotCaught",
    ]);
    assert.ok(
      adviceOn({ destIp: "1.2.3.4", destCidr: "5.0.0.0/8" }).includes("destNetworkWins 1.2.3.4 5.0.0.0/8"),
    );
    assert.ok(adviceOn({ destCidr: "5.0.0.1/8" }).includes("destHostBitsCleared 5.0.0.1/8 5.0.0.0/8"));
  });

  it("sees that neither side can be the instance", () => {
    const foreign: TcpdumpOptions = { sourceIp: "10.0.0.1", destCidr: "192.168.0.0/16" };
    const code = "neitherSideIsInstance 10.9.9.9";
    assert.ok(adviceOn(foreign, "10.9.9.9").includes(code));
    assert.ok(!adviceOn(foreign, "10.0.0.1").some((text) => text.startsWith("neither")));
    assert.ok(!adviceOn(foreign, "192.168.3.4").some((text) => text.startsWith("neither")));
    assert.ok(!adviceOn(foreign).some((text) => text.startsWith("neither")));
    assert.ok(!adviceOn({ sourceIp: "10.0.0.1" }, "10.9.9.9").includes(code));
    for (const destIp of ["224.0.0.251", "255.255.255.255"])
      assert.ok(!adviceOn({ sourceIp: "10.0.0.1", destIp }, "10.9.9.9").includes(code), destIp);
  });

  it("sees that source and destination are one address", () => {
    const same: TcpdumpOptions = { sourceIp: "10.0.0.1", destIp: "10.0.0.1" };
    assert.ok(adviceOn(same).includes("sourceEqualsDest 10.0.0.1"));
    assert.ok(!adviceOn({ ...same, interfaceName: "lo" }).includes("sourceEqualsDest 10.0.0.1"));
  });

  it("knows where loopback traffic is", () => {
    assert.ok(adviceOn({ destIp: "127.0.0.1" }).includes("loopbackNeedsInterface"));
    assert.ok(!adviceOn({ destIp: "127.0.0.1", interfaceName: "any" }).includes("loopbackNeedsInterface"));
    assert.deepEqual(adviceOn({ interfaceName: "lo" }), ["loopbackInterface"]);
  });

  it("tells what a short snaplen cuts", () => {
    assert.deepEqual(adviceOn({ snaplenBytes: 53 }), ["headersCut 53"]);
    assert.deepEqual(adviceOn({ snaplenBytes: 54 }), ["payloadCut 54"]);
    assert.deepEqual(adviceOn({ snaplenBytes: 1_514 }), []);
  });

  it("says nothing twice, and nothing of a direction where everything is caught", () => {
    fc.assert(
      fc.property(optionsArbitrary, fc.ipV4(), (options, instanceIp) => {
        const codes = findAdvice(options, { regionWithoutTcpdump: false, instanceIp }).map(
          ({ code }) => code,
        );
        assert.equal(new Set(codes).size, codes.length);
        if (toFilterText(options) === "") assert.ok(!codes.some((code) => code.endsWith("Missing")));
      }),
    );
  });
});
