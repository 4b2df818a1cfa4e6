import { buildBytes, toUint32, type BytePart } from "../../../../src/simulator/synthetic/bytes.ts";
import {
  ethernet,
  extension,
  gre,
  icmp,
  ip4,
  ip6,
  ipv4,
  ipv6,
  macs,
  tag,
  tcp,
  udp,
  vxlan,
} from "./frames.ts";

/** A packet with what it shows. */
export type FrameCase = {
  readonly name: string;
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** Of how many bytes on the wire, where the snaplen cut it. */
  readonly wireBytes?: number;
};

const data = "xyz-payload-of-nothing-known";
const ethernetCase = (name: string, bytes: Uint8Array): FrameCase => ({ name, linkType: 1, bytes });
const overIp4 = (name: string, protocol: number, ...payload: readonly BytePart[]) =>
  ethernetCase(name, ethernet(0x0800, ipv4(protocol, {}, ...payload)));
const overIp6 = (name: string, next: number, ...payload: readonly BytePart[]) =>
  ethernetCase(name, ethernet(0x86dd, ipv6(next, ...payload)));

const cutCase = (name: string, whole: Uint8Array, capturedBytes: number): FrameCase => ({
  name,
  linkType: 1,
  bytes: whole.slice(0, capturedBytes),
  wireBytes: whole.length,
});

const synOptions = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 1, 2, 0, 0, 3, 4, 1, 3, 3, 7];
const sackOptions = [1, 1, 5, 18, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7, 0];
const address = [8, ...[6, 4]];
const arp = (opcode: number, from: readonly number[], to: readonly number[]) =>
  buildBytes([0, 1], [8, 0], address.slice(1), [0, opcode], macs.a, from, [0, 0, 0, 0, 0, 0], to);

const quotedTcp = ipv4(6, { totalLength: 1500 }, tcp({ flags: 0x18 }).slice(0, 8));
const quotedUdp = ipv4(17, {}, udp([1000, 2000], data));
const quotedUdp6 = ipv6(17, udp([1000, 2000], data));

const linkCases: readonly FrameCase[] = [
  {
    name: "cooked v1",
    linkType: 113,
    bytes: buildBytes([0, 4, 0, 1, 0, 6], macs.a, [0, 0, 8, 0], ipv4(6, {}, tcp({}, data))),
  },
  {
    name: "cooked v1, 802.2",
    linkType: 113,
    bytes: buildBytes([0, 0, 0, 1, 0, 6], macs.a, [0, 0, 0, 4], [0xfe, 0xfe, 3, 0x81, 0, 0]),
  },
  {
    name: "cooked v2",
    linkType: 276,
    bytes: buildBytes(
      [0x86, 0xdd, 0, 0, 0, 0, 0, 7, 0, 1, 0, 6],
      macs.a,
      [0, 0],
      ipv6(17, udp([7000, 7001], data)),
    ),
  },
  { name: "null, little endian", linkType: 0, bytes: buildBytes([2, 0, 0, 0], ipv4(6, {}, tcp({}, data))) },
  { name: "null, big endian", linkType: 0, bytes: buildBytes([0, 0, 0, 30], ipv6(6, tcp({}, data))) },
  { name: "null, FreeBSD's IPv6", linkType: 0, bytes: buildBytes([28, 0, 0, 0], ipv6(6, tcp({}, data))) },
  { name: "null, OpenBSD's IPv6", linkType: 0, bytes: buildBytes([24, 0, 0, 0], ipv6(6, tcp({}, data))) },
  { name: "loop", linkType: 108, bytes: buildBytes([0, 0, 0, 2], ipv4(17, {}, udp([7000, 7001], data))) },
  { name: "raw 4", linkType: 101, bytes: ipv4(6, {}, tcp({}, data)) },
  { name: "raw 6", linkType: 101, bytes: ipv6(6, tcp({}, data)) },
  { name: "ipv4", linkType: 228, bytes: ipv4(17, {}, udp([7000, 7001], data)) },
  { name: "ipv6", linkType: 229, bytes: ipv6(17, udp([7000, 7001], data)) },
];

const fragment6 = (offset: number, more: number) =>
  buildBytes([17, 0], [(offset >> 8) & 255, (offset & 0xf8) | more], [0, 0, 0xab, 0xcd]);

/** One packet for each thing that the dissection tells apart. */
export const frameCases: readonly FrameCase[] = [
  ...linkCases,
  overIp4("syn", 6, tcp({ flags: 2, options: synOptions, window: 64240 })),
  overIp4("syn ack", 6, tcp({ flags: 0x12, acknowledgment: 77, options: synOptions })),
  overIp4("sack", 6, tcp({ flags: 0x10, acknowledgment: 77, options: sackOptions })),
  overIp4("all flags", 6, tcp({ flags: 0xfff, sequence: 0xffff_ffff, acknowledgment: 0xffff_fffe }, data)),
  overIp4("unknown tcp options", 6, tcp({ options: [253, 6, 1, 2, 3, 4, 19, 2, 0, 0, 0, 0] }, data)),
  overIp4("data", 6, tcp({ flags: 0x18 }, data)),
  overIp4("bogus data offset", 6, [
    ...tcp({}, data).slice(0, 12),
    0x30,
    0x10,
    ...new Array<number>(20).fill(1),
  ]),
  ethernetCase("padding", buildBytes(ethernet(0x0800, ipv4(6, {}, tcp({}))), [0, 0, 0, 0, 0, 0])),
  ethernetCase("segmentation offload", ethernet(0x0800, ipv4(6, { totalLength: 0 }, tcp({}, data)))),
  ethernetCase("length over the frame", ethernet(0x0800, ipv4(6, { totalLength: 900 }, tcp({}, data)))),
  ethernetCase(
    "ip options",
    ethernet(0x0800, ipv4(17, { options: [148, 4, 0, 0, 1, 1, 1, 0] }, udp([1, 2], data))),
  ),
  ethernetCase("services", ethernet(0x0800, ipv4(17, { services: 0xb9, ttl: 1 }, udp([7000, 2], data)))),
  ethernetCase("first fragment", ethernet(0x0800, ipv4(17, { fragment: 0x2000 }, udp([7000, 7001], data)))),
  ethernetCase("later fragment", ethernet(0x0800, ipv4(17, { fragment: 185, id: 0xabcd }, data))),
  overIp6("v6 tcp", 6, tcp({ flags: 0x18 }, data)),
  overIp6("v6 hop by hop, destination", 0, extension(60, 1, extension(6, 2, tcp({}, data)))),
  overIp6("v6 first fragment", 44, fragment6(0, 1), udp([7000, 7001], data)),
  overIp6("v6 later fragment", 44, fragment6(1448, 1), data),
  overIp6("v6 no next header", 59),
  overIp4("udp", 17, udp([7000, 7001], data)),
  overIp4("empty udp", 17, udp([7000, 7001])),
  overIp4("unknown protocol", 253, data),
  overIp4("echo request", 1, icmp(8, 0, [0, 1, 0, 2], data)),
  overIp4("echo reply", 1, icmp(0, 0, [0, 1, 1, 0], data)),
  overIp4("port unreachable", 1, icmp(3, 3, [0, 0, 0, 0], quotedUdp)),
  overIp4("fragmentation needed", 1, icmp(3, 4, [0, 0, 5, 120], quotedTcp)),
  overIp4("time exceeded", 1, icmp(11, 0, [0, 0, 0, 0], ipv4(1, {}, icmp(8, 0, [0, 1, 0, 2])))),
  overIp4("redirect", 1, icmp(5, 1, [10, 9, 8, 7], quotedTcp)),
  overIp4("timestamp", 1, icmp(13, 0, [0, 1, 0, 2], toUint32(5), toUint32(0), toUint32(0))),
  overIp6("v6 echo", 58, icmp(128, 0, [0, 1, 0, 2], data)),
  overIp6("v6 unreachable", 58, icmp(1, 4, [0, 0, 0, 0], quotedUdp6)),
  overIp6("v6 too big", 58, icmp(2, 0, toUint32(1280), quotedUdp6)),
  overIp6("neighbor solicitation", 58, icmp(135, 0, [0, 0, 0, 0], ip6.b, [1, 1], macs.a)),
  overIp6("neighbor advertisement", 58, icmp(136, 0, [0xe0, 0, 0, 0], ip6.b, [2, 1], macs.b)),
  overIp6("router solicitation", 58, icmp(133, 0, [0, 0, 0, 0], [1, 1], macs.a)),
  overIp6(
    "router advertisement",
    58,
    icmp(134, 0, [64, 0x80, 7, 8], toUint32(1), toUint32(2), [1, 1], macs.a, [5, 1, 0, 0], toUint32(1400)),
  ),
  ethernetCase("arp request", ethernet(0x0806, arp(1, ip4.a, ip4.b))),
  ethernetCase("arp reply, padded", buildBytes(ethernet(0x0806, arp(2, ip4.b, ip4.a)), new Uint8Array(18))),
  ethernetCase("arp probe", ethernet(0x0806, arp(1, [0, 0, 0, 0], ip4.b))),
  ethernetCase("arp announcement", ethernet(0x0806, arp(1, ip4.a, ip4.a))),
  ethernetCase("vlan", ethernet(0x8100, tag(0xb064, 0x0800, ipv4(6, {}, tcp({}, data))))),
  ethernetCase("qinq", ethernet(0x88a8, tag(0x0010, 0x8100, tag(0x6020, 0x86dd, ipv6(6, tcp({}, data)))))),
  ethernetCase("old qinq", ethernet(0x9100, tag(0x0010, 0x0800, ipv4(17, {}, udp([7000, 7001], data))))),
  ethernetCase("802.3", buildBytes(ethernet(6, [0xfe, 0xfe, 3, 0x81, 0, 0]), new Uint8Array(40))),
  ethernetCase("unknown type", ethernet(0x1234, data)),
  overIp4("vxlan", 17, vxlan(1234, ethernet(0x0800, ipv4(6, {}, tcp({}, data))))),
  overIp4("vxlan with arp", 17, vxlan(7, ethernet(0x0806, arp(1, ip4.a, ip4.b)))),
  overIp4("gre", 47, gre(0, 0x0800, [], ipv4(6, {}, tcp({}, data)))),
  overIp4(
    "gre with all",
    47,
    gre(0xb000, 0x86dd, [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 3], ipv6(17, udp([7000, 7001], data))),
  ),
  overIp4(
    "gre with ethernet",
    47,
    gre(0x2000, 0x6558, [0, 0, 0, 9], ethernet(0x0800, ipv4(1, {}, icmp(8, 0, [0, 1, 0, 2], data)))),
  ),
  overIp4("ip in ip", 4, ipv4(6, {}, tcp({}, data))),
  overIp4("v6 in v4", 41, ipv6(6, tcp({}, data))),
  overIp6("v4 in v6", 4, ipv4(17, {}, udp([7000, 7001], data))),
  cutCase("cut in the payload", ethernet(0x0800, ipv4(6, {}, tcp({ flags: 0x18 }, data))), 78),
  cutCase("cut behind the header", ethernet(0x0800, ipv4(6, {}, tcp({ flags: 0x18 }, data))), 54),
  cutCase("cut datagram", ethernet(0x86dd, ipv6(17, udp([7000, 7001], data))), 86),
  cutCase("cut echo", ethernet(0x0800, ipv4(1, {}, icmp(8, 0, [0, 1, 0, 2], data))), 50),
];
