import {
  ethernet,
  icmp,
  ipv4,
  ipv6,
  tcp,
  toIpv4,
  toIpv6,
  toMac,
  udp,
  uint32,
  vlan,
  vxlan,
  type Bytes,
} from "./packetBuilder.ts";

/** Addresses that no scrubbed packet may hold. */
export const macs = ["00:16:3e:aa:bb:01", "00:16:3e:aa:bb:02", "00:16:3e:aa:bb:03"] as const;
/** Likewise. */
export const addresses = ["172.31.77.201", "172.31.77.202", "47.96.133.7", "100.100.2.136"] as const;
const longAddresses = [
  "2408:4005:3d1:aa00:1234:5678:9abc:def1",
  "2408:4005:3d1:aa00:1234:5678:9abc:def2",
  "fe80:0:0:0:216:3eff:feaa:bb01",
] as const;
const solicited = "ff02:0:0:0:0:1:ffbc:def2";
const solicitedMac = "33:33:ff:bc:de:f2";
/** A text that no scrubbed packet may hold. */
export const secretText = "s3cr3t-planted.internal.example";
/** Its bytes. */
export const secret = [...Buffer.from(secretText)];
const ascii = (text: string): Bytes => [...Buffer.from(text)];

const [mac, otherMac, thirdMac] = macs;
const [one, other, far, metadata] = addresses;
const [longOne, longOther, linkLocal] = longAddresses;
const segment = tcp(43_210, 80, ascii(`GET /${secretText} HTTP/1.1\r\nHost: ${secretText}\r\n\r\n`));
const inEthernet = (payload: Bytes, type = 0x0800) => ethernet(mac, otherMac, type, payload);
const inIpv4 = (protocol: number, payload: Bytes, options: Bytes = []) =>
  ipv4(one, other, protocol, payload, options);
const quoted = ipv4(other, far, 17, udp(5353, 53, secret, 0x1234));
const dnsQuery = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, ...ascii("s3cr3t"), 0, 0, 1, 0, 1];

/** A packet of each kind, with its link type: addresses of above and the secret are planted wherever one can stand. */
export const packets: Readonly<Record<string, { readonly linkType: number; readonly packet: Bytes }>> = {
  plain: { linkType: 1, packet: inEthernet(inIpv4(6, segment)) },
  dns: { linkType: 1, packet: inEthernet(inIpv4(17, udp(40_000, 53, dnsQuery, 0xbeef))) },
  trailer: { linkType: 1, packet: inEthernet([...inIpv4(6, tcp(1, 2, [])), ...secret]) },
  "TCP options": {
    linkType: 1,
    packet: inEthernet(
      inIpv4(
        6,
        // Signature, multipath address, experiment, timestamps.
        tcp(
          1,
          2,
          [],
          [
            ...[19, 10, ...secret.slice(0, 8)],
            ...[30, 8, 0x30, 1, ...toIpv4(far)],
            ...[8, 10, 0, 0, 0, 1, 0, 0, 0, 2],
            ...[253, 12, ...secret.slice(0, 10)],
          ],
        ),
      ),
    ),
  },
  "IP options": {
    linkType: 1,
    packet: inEthernet(inIpv4(6, segment, [7, 11, 4, ...toIpv4(far), ...toIpv4(metadata), 0])),
  },
  fragment: {
    linkType: 1,
    packet: inEthernet(inIpv4(17, secret).map((byte, at) => (at === 7 ? 100 : byte))),
  },
  vlan: { linkType: 1, packet: inEthernet(vlan(7, 0x8100, vlan(8, 0x0800, inIpv4(6, segment))), 0x88a8) },
  vxlan: {
    linkType: 1,
    packet: inEthernet(
      ipv4(far, metadata, 17, udp(50_000, 4789, vxlan(4711, inEthernet(inIpv4(6, segment))), 0x7777)),
    ),
  },
  gre: {
    linkType: 1,
    packet: inEthernet(ipv4(far, other, 47, [0x20, 0, 8, 0, ...secret.slice(0, 4), ...inIpv4(6, segment)])),
  },
  "IP in IP": { linkType: 1, packet: inEthernet(ipv4(far, metadata, 4, inIpv4(6, segment))) },
  "IPv6 in IP": {
    linkType: 1,
    packet: inEthernet(ipv4(far, metadata, 41, ipv6(longOne, longOther, 6, segment))),
  },
  "ICMP unreachable": {
    linkType: 1,
    packet: inEthernet(ipv4(far, one, 1, icmp(3, 4, [0, 0, 5, 220], quoted))),
  },
  "ICMP redirect": {
    linkType: 1,
    packet: inEthernet(ipv4(far, one, 1, icmp(5, 1, toIpv4(metadata), quoted))),
  },
  "ICMP echo": { linkType: 1, packet: inEthernet(inIpv4(1, icmp(8, 0, [0, 1, 0, 2], secret))) },
  "ICMP router": { linkType: 1, packet: inEthernet(inIpv4(1, icmp(9, 0, [1, 2, 0, 9], toIpv4(far)))) },
  "ICMPv6 unreachable": {
    linkType: 1,
    packet: inEthernet(
      ipv6(longOther, longOne, 58, icmp(1, 4, [0, 0, 0, 0], ipv6(longOne, longOther, 6, segment))),
      0x86dd,
    ),
  },
  arp: {
    linkType: 1,
    packet: ethernet(mac, "ff:ff:ff:ff:ff:ff", 0x0806, [
      ...[
        0,
        1,
        8,
        0,
        6,
        4,
        0,
        1,
        ...toMac(mac),
        ...toIpv4(one),
        0,
        0,
        0,
        0,
        0,
        0,
        ...toIpv4(other),
        ...secret,
      ],
    ]),
  },
  "neighbor solicitation": {
    linkType: 1,
    packet: ethernet(
      mac,
      solicitedMac,
      0x86dd,
      ipv6(linkLocal, solicited, 58, icmp(135, 0, [0, 0, 0, 0], [...toIpv6(longOther), 1, 1, ...toMac(mac)])),
    ),
  },
  "router advertisement": {
    linkType: 1,
    packet: inEthernet(
      ipv6(
        linkLocal,
        "ff02:0:0:0:0:0:0:1",
        58,
        icmp(
          134,
          0,
          [64, 0, 7, 8],
          [
            ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, ...toMac(thirdMac)],
            ...[3, 4, 64, 192, ...uint32(1), ...uint32(2), 0, 0, 0, 0, ...toIpv6(longOne)],
            ...[
              25,
              3,
              0,
              0,
              0,
              0,
              0,
              9,
              ...toIpv6(longOther),
              31,
              4,
              0,
              0,
              0,
              0,
              0,
              9,
              ...secret.slice(0, 24),
            ],
          ],
        ),
      ),
      0x86dd,
    ),
  },
  "IPv6 extensions": {
    linkType: 1,
    packet: inEthernet(
      ipv6(longOne, longOther, 0, [
        ...[60, 0, 5, 2, 0, 0, 1, 0, 6, 2, 201, 16, ...toIpv6(linkLocal), 1, 2, 0, 0],
        ...segment,
      ]),
      0x86dd,
    ),
  },
  "IPv6 routing": {
    linkType: 1,
    packet: inEthernet(
      ipv6(longOne, longOther, 43, [6, 2, 4, 1, 0, 0, 0, 0, ...toIpv6(linkLocal), ...segment]),
      0x86dd,
    ),
  },
  sll: {
    linkType: 113,
    packet: [0, 0, 0, 1, 0, 6, ...toMac(mac), ...secret.slice(0, 2), 8, 0, ...inIpv4(6, segment)],
  },
  sll2: {
    linkType: 276,
    packet: [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, ...toMac(mac), ...secret.slice(0, 2), ...inIpv4(6, segment)],
  },
  "tunnel device": {
    linkType: 276,
    packet: [
      8,
      0,
      0,
      0,
      0,
      0,
      0,
      3,
      3,
      0,
      4,
      4,
      ...toIpv4(one),
      ...secret.slice(0, 4),
      ...inIpv4(6, segment),
    ],
  },
  raw: { linkType: 101, packet: inIpv4(6, segment) },
  loopback: { linkType: 0, packet: [2, 0, 0, 0, ...inIpv4(6, segment)] },
  "unknown EtherType": { linkType: 1, packet: inEthernet(secret, 0x88b5) },
  "unknown protocol": { linkType: 1, packet: inEthernet(inIpv4(132, secret)) },
  "unknown link": { linkType: 189, packet: secret },
};

/** What must not survive: each secret address, its telling parts, and every piece of 4 characters of the secret text. */
export const planted: readonly (readonly [string, Bytes])[] = [
  ...macs.map((text) => [text, toMac(text).slice(2)] as const),
  ...addresses.map((text) => [text, toIpv4(text)] as const),
  ...longAddresses.map((text) => [text, toIpv6(text).slice(8)] as const),
  ...longAddresses.slice(0, 2).map((text) => [text, toIpv6(text).slice(0, 8)] as const),
  ["solicited-node suffix", [0xbc, 0xde, 0xf2]],
  ...secret.slice(3).map((_, at) => [secretText.slice(at, at + 4), secret.slice(at, at + 4)] as const),
];
