import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toTcpdumpArguments } from "../../../../src/simulator/live/tcpdumpArguments.ts";
import { buildCaptureRequest } from "../synthetic/captureRequest.ts";

function toFilter(changes: Parameters<typeof buildCaptureRequest>[0]): string | undefined {
  return toTcpdumpArguments(buildCaptureRequest(changes)).at(-1);
}

describe("toTcpdumpArguments", () => {
  it("gives every option a place of its own", () => {
    const request = buildCaptureRequest({ interfaceName: "-x", packetCount: 5, snaplenBytes: 999_999 });
    assert.deepEqual(toTcpdumpArguments(request).slice(0, 6), ["-i", "-x", "-s", "262144", "-c", "5"]);
  });

  it("lets a network win over an address, and clears its host bits", () => {
    assert.equal(toFilter({ sourceIp: "10.0.0.1", sourceCidr: "10.9.8.7/9" }), "(src net 10.0.0.0/9)");
    assert.equal(toFilter({ destCidr: "203.0.113.9/32" }), "(dst net 203.0.113.9/32)");
  });

  it("knows no ports with icmpv4", () => {
    assert.equal(toFilter({ protocol: "icmpv4", destPort: 53 }), "(icmp)");
    assert.equal(toFilter({}), "");
  });
});
