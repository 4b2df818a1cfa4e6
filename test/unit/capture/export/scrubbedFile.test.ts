import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { createScrubber } from "../../../../src/capture/export/scrubber.ts";
import { captureFixtures } from "../captureFixtures.ts";
import { createPcapngBlocks } from "../pcapngFile.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";
import { readTsharkRows } from "../tsharkRows.ts";
import { writeToFile } from "./exportBed.ts";
import { toIpv4 } from "./packetBuilder.ts";
import { addresses, macs, packets, planted, secret, secretText } from "./plantedPackets.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-scrub-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const skip = whyToolsMissing("tshark");

/** A pcapng file of all packets, with a comment and names that hold the secret too. */
function buildPlantedFile(): string {
  const blocks = createPcapngBlocks(true);
  const linkTypes = [...new Set(Object.values(packets).map(({ linkType }) => linkType))];
  const secretOption = blocks.option(1, secret);
  const bytes = Buffer.concat([
    blocks.section(secretOption),
    ...linkTypes.map((linkType) => blocks.interface(linkType, 0, blocks.option(2, secret))),
    // A name resolution block: an IPv4 address with its name, and the end of its records.
    blocks.block(4, [1, 0, 4 + secret.length + 1, 0, ...toIpv4(addresses[0]), ...secret, 0, 0, 0, 0, 0]),
    ...Object.values(packets).map(({ linkType, packet }, index) =>
      blocks.enhanced(linkTypes.indexOf(linkType), 1_767_225_600_000_000n + BigInt(index), packet),
    ),
  ]);
  const file = path.join(folder, "planted.pcapng");
  writeFileSync(file, bytes);
  return file;
}

describe("a scrubbed file", () => {
  it(
    "writes what tshark reads without a fault and with right checksums, and in whose text nothing is left",
    { skip },
    async () => {
      const source = buildPlantedFile();
      const file = path.join(folder, "scrubbed.pcapng");
      assert.equal(await writeToFile(source, file, { format: "pcapng", scrubber: createScrubber() }), 29);
      const raw = readFileSync(file);
      for (const [text, part] of planted) {
        assert.ok(!raw.includes(Buffer.from(part)), text);
        assert.ok(!raw.includes(text), text);
      }
      const shown = readToolOutput("tshark", "-r", file, "-n", "-V", "-x").toLowerCase();
      for (const text of [secretText, "s3cr3t", ...macs, ...addresses, "2408:4005", "9abc:def", "3eff:feaa"])
        assert.ok(!shown.includes(text), text);
      const checks = ["ip", "tcp", "udp"].flatMap((protocol) => ["-o", `${protocol}.check_checksum:TRUE`]);
      const faults =
        "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0";
      assert.equal(readToolOutput("tshark", "-n", "-r", file, ...checks, "-Y", faults), "");
      const good = "tcp.checksum.status == 1 || icmpv6.checksum.status == 1";
      const goodRows = readToolOutput("tshark", "-n", "-r", file, ...checks, "-Y", good)
        .trim()
        .split("\n");
      assert.ok(goodRows.length >= 3, goodRows.join("\n"));

      const shape = [
        "frame.number",
        "frame.time_epoch",
        "frame.len",
        "frame.interface_id",
        "tcp.srcport",
        "udp.dstport",
        "vxlan.vni",
        "vlan.id",
        "icmp.type",
        "icmpv6.type",
        "arp.opcode",
      ];
      // Routes are cut, and all that stands behind them.
      const cut = Object.keys(packets).indexOf("IPv6 routing");
      const expected = readTsharkRows(source, ...shape).map((row, index) =>
        index === cut ? row.with(shape.indexOf("tcp.srcport"), "") : row,
      );
      assert.deepEqual(readTsharkRows(file, ...shape), expected);
    },
  );

  it("keeps the shape of the fixtures, and none of their addresses", { skip }, async () => {
    const shape = ["frame.time_epoch", "frame.len", "tcp.seq_raw", "tcp.flags", "tcp.stream", "tcp.len"];
    const addressFields = ["ip.src", "ip.dst", "eth.src", "eth.dst", "arp.src.proto_ipv4", "ipv6.src"];
    const isShared = /^(|0\.0\.0\.0|127\..*|22\d\..*|ff.*|33:33.*|00:00:00:00:00:00|::1?)$/u;
    for (const { file, name } of captureFixtures.filter((fixture) =>
      ["ethernet.pcap", "merged.pcapng"].includes(fixture.name),
    )) {
      const out = path.join(folder, `${name}.scrubbed`);
      await writeToFile(file, out, {
        format: name.endsWith("ng") ? "pcapng" : "pcap",
        scrubber: createScrubber(),
      });
      const fields = [...shape, "_ws.malformed", ...addressFields];
      const [after, before] = [readTsharkRows(out, ...fields), readTsharkRows(file, ...fields)];
      const toShape = (row: readonly string[]) => row.slice(0, shape.length + 1);
      assert.deepEqual(after.map(toShape), before.map(toShape), name);
      const toAddresses = (row: readonly string[]) => row.slice(shape.length + 1);
      const known = new Set(before.flatMap(toAddresses));
      assert.ok(known.size >= 3);
      for (const address of new Set(after.flatMap(toAddresses)))
        assert.ok(!known.has(address) || isShared.test(address), `${address} of ${name}`);
    }
  });
});
