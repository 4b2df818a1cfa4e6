import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { countPackets } from "../../capture/countPackets.ts";
import { toMemorySource } from "../../capture/memorySource.ts";
import { whyToolsMissing } from "../../capture/systemTool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-synthetic-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const skip = whyToolsMissing("tshark");

const options = { seed: 7, instanceIp: "172.16.1.5", peerIps: ["172.16.1.6", "172.16.2.7"], packets: 3000 };
const file = path.join(folder, "all.pcap");
writeFileSync(file, buildSyntheticCapture(options));

describe("buildSyntheticCapture", () => {
  it("gives the same bytes for the same seed and others for another", async () => {
    assert.deepEqual(buildSyntheticCapture(options), buildSyntheticCapture(options));
    assert.notDeepEqual(buildSyntheticCapture({ ...options, seed: 8 }), buildSyntheticCapture(options));
    const summary = await readCaptureSummary(
      toMemorySource(buildSyntheticCapture({ ...options, packets: 1 })),
    );
    assert.deepEqual([summary.packets, summary.damage], [1, null]);
  });

  it("makes frames that tshark finds well formed, with right checksums", { skip }, () => {
    const bad = [
      "_ws.malformed",
      ...["ip", "tcp", "udp", "icmp", "icmpv6"].map((protocol) => `${protocol}.checksum.status == 0`),
    ];
    const good = [
      "tcp.checksum.status == 1",
      "udp.checksum.status == 1",
      "ip.addr == 172.16.1.5 or arp or ipv6",
    ];
    const counts = countPackets(file, [...bad, ...good]);
    assert.deepEqual(
      counts.slice(0, bad.length),
      bad.map(() => 0),
    );
    const [tcp = 0, udp = 0, ours] = counts.slice(bad.length);
    assert.ok(tcp > 2000 && udp > 50);
    assert.equal(ours, options.packets);
  });

  it("has every kind of traffic in it", { skip }, () => {
    const kinds = [
      "http.request",
      "http.response.code == 200",
      "http.response.code == 500",
      "http.time > 0.5",
      "tcp.analysis.retransmission",
      "tcp.flags.reset == 1 and tcp.seq == 1 and tcp.ack == 1 and ip",
      "tcp.flags.reset == 1 and tcp.seq > 1",
      "dns.flags.rcode == 3",
      "dns.a",
      "icmp.type == 0 and icmp.resp_to",
      'tls.handshake.extensions_server_name == "shop.internal"',
      "tls.handshake.type == 2",
      "tls.app_data",
      "arp.opcode == 2",
      "icmpv6.type == 135",
      "ipv6 and tcp",
    ];
    for (const [index, packets] of countPackets(file, kinds).entries()) assert.ok(packets > 0, kinds[index]);
  });
});
