import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Field } from "../../../../src/capture/packet/decodedPacket.ts";
import { decodePacket } from "../../../../src/capture/packet/decodePacket.ts";
import type { PacketContext } from "../../../../src/capture/packet/packetContext.ts";
import { protocolNames } from "../../../../src/capture/packet/protocol.ts";
import { toPacketLine } from "../../../../src/capture/packet/toPacketLine.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";
import { dissectBytes } from "./dissectBytes.ts";
import { frameCases } from "./frameCases.ts";
import { readTsharkFields } from "./tsharkFrames.ts";

const unknown: PacketContext = {
  number: 1,
  marks: 0,
  stream: undefined,
  baseSequence: undefined,
  baseAcknowledgment: undefined,
};

/** Steps of tshark's own that are parts of a layer here. */
const partsOfLayers = new Set([
  "ethertype",
  "ipv6.hopopts",
  "ipv6.dstopts",
  "ipv6.fraghdr",
  "ipv6.routing",
  "ah",
]);

/** Where the layers are meant to differ from tshark's, with the reason. */
const meantLayers: ReadonlyMap<string, { readonly ours: string; readonly why: string }> = new Map([
  ["cooked v1, 802.2", { ours: "sll:data", why: "802.2 is not told apart" }],
  ["802.3", { ours: "eth:data", why: "802.2 is not told apart" }],
  ["all flags", { ours: "eth:ip:tcp:data", why: "what a reset carries is data here, its cause to tshark" }],
]);

/** tshark's fields that must say the same in a decoded packet. */
const comparedFields = [
  ...[
    "eth.dst",
    "eth.src",
    "eth.len",
    "eth.trailer",
    "sll.pkttype",
    "sll.hatype",
    "sll.halen",
    "sll.src.eth",
  ],
  ...["sll.ifindex", "null.family", "vlan.id", "vlan.priority", "vlan.dei", "ieee8021ad.id", "vxlan.vni"],
  ...[
    "arp.opcode",
    "arp.hw.size",
    "arp.proto.size",
    "arp.src.hw_mac",
    "arp.src.proto_ipv4",
    "arp.dst.hw_mac",
  ],
  ...["arp.dst.proto_ipv4", "ip.hdr_len", "ip.dsfield", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.len"],
  ...[
    "ip.id",
    "ip.flags.df",
    "ip.flags.mf",
    "ip.ttl",
    "ip.proto",
    "ip.checksum",
    "ip.src",
    "ip.dst",
    "ip.opt.type",
  ],
  ...["ip.opt.ra", "ipv6.tclass", "ipv6.flow", "ipv6.plen", "ipv6.nxt", "ipv6.hlim", "ipv6.src", "ipv6.dst"],
  ...["ipv6.hopopts.nxt", "ipv6.dstopts.nxt", "ipv6.fraghdr.nxt", "ipv6.fraghdr.more", "ipv6.fraghdr.ident"],
  ...[
    "tcp.srcport",
    "tcp.dstport",
    "tcp.seq_raw",
    "tcp.ack_raw",
    "tcp.hdr_len",
    "tcp.flags",
    "tcp.flags.syn",
  ],
  ...[
    "tcp.flags.ack",
    "tcp.flags.fin",
    "tcp.flags.reset",
    "tcp.flags.push",
    "tcp.flags.urg",
    "tcp.flags.ece",
  ],
  ...[
    "tcp.flags.cwr",
    "tcp.flags.ae",
    "tcp.len",
    "tcp.window_size_value",
    "tcp.urgent_pointer",
    "tcp.checksum",
  ],
  ...["tcp.option_kind", "tcp.option_len", "tcp.options.mss_val", "tcp.options.wscale.shift"],
  ...["tcp.options.wscale.multiplier", "tcp.options.sack_le", "tcp.options.sack_re"],
  ...[
    "tcp.options.timestamp.tsval",
    "tcp.options.timestamp.tsecr",
    "udp.srcport",
    "udp.dstport",
    "udp.length",
  ],
  ...["icmp.type", "icmp.code", "icmp.ident", "icmp.seq", "icmp.seq_le", "icmp.mtu", "icmp.redir_gw"],
  ...["icmp.originate_timestamp", "icmpv6.type", "icmpv6.code", "icmpv6.mtu", "icmpv6.echo.identifier"],
  ...["icmpv6.echo.sequence_number", "icmpv6.nd.ns.target_address", "icmpv6.nd.na.target_address"],
  ...["icmpv6.nd.na.flag.r", "icmpv6.nd.ra.router_lifetime", "icmpv6.opt.mtu", "icmpv6.opt.src_linkaddr"],
  ...["gre.proto", "gre.key", "gre.sequence_number", "data.len"],
] as const;

/** Fields of a case that are meant to differ, with the reason. */
const meantFields: ReadonlyMap<string, { readonly fields: readonly string[]; readonly why: string }> =
  new Map([
    ["cooked v1, 802.2", { fields: ["data.len"], why: "802.2 is not told apart" }],
    ["802.3", { fields: ["data.len"], why: "802.2 is not told apart" }],
    ["all flags", { fields: ["data.len"], why: "what a reset carries is data here, its cause to tshark" }],
    [
      "unknown tcp options",
      {
        fields: ["tcp.option_kind"],
        why: "RFC 9293 ends the options at kind 0; tshark lists each byte of the padding",
      },
    ],
    ["fragmentation needed", { fields: ["tcp.seq_raw"], why: "tshark shows only a quoted segment's ports" }],
    ["redirect", { fields: ["tcp.seq_raw"], why: "tshark shows only a quoted segment's ports" }],
    [
      "bogus data offset",
      {
        fields: toTcpFieldsBehindPorts(),
        why: "tshark stops at the bogus length",
      },
    ],
    [
      "segmentation offload",
      { fields: ["ip.len"], why: "shown as it stands; tshark shows the frame's length" },
    ],
  ]);

/** Where a line is meant to differ from tshark's, with the reason. */
const meantLines: ReadonlyMap<string, { readonly info: string; readonly why: string }> = new Map([
  ["cooked v1, 802.2", { info: "6 bytes", why: "not told apart" }],
  ["802.3", { info: "6 bytes", why: "not told apart" }],
  ["unknown type", { info: "28 bytes", why: "its EtherType stands in the protocol column already" }],
  [
    "fragmentation needed",
    {
      info: "Destination unreachable (Fragmentation needed, MTU=1400)",
      why: "the size is what a reader needs",
    },
  ],
  [
    "redirect",
    { info: "Redirect (Redirect for host, gateway=10.9.8.7)", why: "the gateway is what a reader needs" },
  ],
  ["v6 too big", { info: "Packet Too Big (MTU=1280)", why: "the size is what a reader needs" }],
  ["unknown tcp options", { info: "", why: "experiments and signatures are shown among the fields only" }],
  ["bogus data offset", { info: "", why: "said as a fault at the line's end" }],
]);

const calculatedChecksums = ["ip.checksum_calculated", "tcp.checksum_calculated", "udp.checksum_calculated"];
const columns = ["_ws.col.Source", "_ws.col.Destination", "_ws.col.Protocol", "_ws.col.Info"] as const;

const why = whyToolsMissing("tshark");
const rows =
  why === false
    ? readTsharkFields(frameCases, ["frame.protocols", ...columns, ...comparedFields, ...calculatedChecksums])
    : [];

describe("layers, fields and lines beside tshark's", { skip: why }, () => {
  for (const [index, frame] of frameCases.entries()) {
    const dissection = dissectBytes(frame.linkType, frame.bytes, frame.wireBytes);
    const row = () => rows[index]!;

    it(`${frame.name}: layers`, () => {
      const ours = Array.from(
        dissection.protocols.subarray(0, dissection.layerCount),
        (code) => protocolNames[code],
      );
      const theirs = toOurNames(row().get("frame.protocols")!);
      const meant = meantLayers.get(frame.name);
      if (meant !== undefined)
        assert.notEqual(meant.ours, theirs, "the difference is gone: out of the table");
      assert.equal(ours.join(":"), meant?.ours ?? theirs);
    });

    it(`${frame.name}: fields`, () => {
      const fields = decodePacket(dissection, unknown).flatMap(({ fields: own }) => toFlat(own));
      const meant = meantFields.get(frame.name)?.fields ?? [];
      for (const name of comparedFields) {
        if (meant.includes(name)) continue;
        const ours = fields.filter((field) => field.name === name).map(({ value }) => value);
        const theirs = row().get(name)!;
        const values = theirs === "" ? [] : theirs.split(",");
        assert.equal(ours.length, values.length, `${name}: ${ours.join()} beside ${theirs}`);
        ours.forEach((value, place) => {
          assert.ok(isSame(value, values[place]!), `${name}: ${value} beside ${values[place]!}`);
        });
      }
    });

    it(`${frame.name}: checksums`, () => {
      const fields = decodePacket(dissection, unknown).flatMap(({ fields: own }) => toFlat(own));
      for (const name of calculatedChecksums) {
        const theirs = row().get(name)!;
        const ours = fields.filter((field) => field.name === name.replace("_calculated", ""));
        const ownTexts = ours.map(({ value }) => value);
        // tshark works out a checksum of options and of what is quoted too.
        const expected = theirs === "" ? [] : theirs.split(",");
        for (const [place, text] of ownTexts.entries()) {
          const said = /should be (0x[0-9a-f]{4})/u.exec(text)?.[1];
          if (said !== undefined) assert.equal(said, expected[place], `${name}: ${text}`);
        }
      }
    });

    it(`${frame.name}: line`, () => {
      const line = toPacketLine(dissection, unknown);
      const theirs = row();
      const info = theirs
        .get("_ws.col.Info")!
        .replace(/ \[(?:ILLEGAL|TCP CHECKSUM|UDP CHECKSUM|BAD|incorrect)[^\]]*\]/gu, "")
        .replace(/\s+/gu, " ")
        .trim();
      const meant = meantLines.get(frame.name);
      if (meant === undefined) assert.equal(line.info, info);
      else {
        assert.notEqual(line.info, info, "the difference is gone: take it out of the table");
        if (meant.info !== "") assert.equal(line.info, meant.info);
      }
      if (frame.name.includes("802.")) return;
      assert.equal(line.protocol, theirs.get("_ws.col.Protocol"));
      if (line.protocol === "ARP") return;
      assert.equal(line.source, theirs.get("_ws.col.Source"));
      assert.equal(line.destination, theirs.get("_ws.col.Destination"));
    });
  }

  it("names every field as tshark does", () => {
    const known = new Set(
      readToolOutput("tshark", "-G", "fields")
        .split("\n")
        .map((text) => text.split("\t")[2]),
    );
    for (const frame of frameCases) {
      const layers = decodePacket(dissectBytes(frame.linkType, frame.bytes, frame.wireBytes), {
        ...unknown,
        stream: 3,
        marks: 0x7fff,
      });
      for (const { name } of layers.flatMap(({ fields }) => toFlat(fields))) {
        assert.ok(name === "" || known.has(name), `${name} is no name of tshark's`);
      }
    }
  });
});

function toOurNames(protocols: string): string {
  return protocols
    .split(":")
    .filter((name) => !partsOfLayers.has(name))
    .join(":");
}

function toTcpFieldsBehindPorts(): readonly string[] {
  return comparedFields.filter((name) => name.startsWith("tcp.") && !name.endsWith("port"));
}

/** Ours says a number with its name, tshark says the number; both hexadecimal and decimal. */
function isSame(ours: string, theirs: string): boolean {
  if (ours === "Set" || ours === "Not set") return theirs === (ours === "Set" ? "1" : "0");
  const words = [ours, ...ours.split(/[ ()]+/u)];
  return words.some((word) => word === theirs || (word !== "" && Number(word) === Number(theirs)));
}

function toFlat(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...toFlat(field.fields ?? [])]);
}
