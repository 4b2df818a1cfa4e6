import { createPcapWriter } from "../../../../src/capture/pcapWriter.ts";
import { buildBytes, toUint16, toUint32 } from "../../../../src/simulator/synthetic/bytes.ts";
import { buildDnsAnswer, buildDnsQuery } from "../../../../src/simulator/synthetic/dnsMessage.ts";
import { buildArpReply, buildArpRequest, buildUdpFrame } from "../../../../src/simulator/synthetic/frame.ts";
import { createRandom, type Random } from "../../../../src/simulator/synthetic/random.ts";
import { createTcpConversation } from "../../../../src/simulator/synthetic/tcpConversation.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";
import {
  buildClientHello,
  buildServerHello,
  buildTlsData,
} from "../../../../src/simulator/synthetic/tlsMessage.ts";
import { frameCases } from "../packet/frameCases.ts";
import { ethernet, icmp, ipv4, ipv6, tag, tcp, udp } from "../packet/frames.ts";
import { differences } from "./differences.ts";

const clients = ["10.0.0.5", "10.0.0.77", "172.16.3.4"] as const;
const servers = ["10.0.1.1", "192.168.7.9", "203.0.113.200"] as const;
const names = ["orders.example.com", "cache.internal", "API.Example.org", "a.b.c.example.com"] as const;
const agents = ["curl/8.5.0", "Go-http-client/1.1", "Mozilla/5.0 (X11; Linux x86_64)"] as const;
const paths = ["/", "/api/orders?page=7", "/health", "/Files/a%20b.txt"] as const;
const answers = ["200 OK", "404 Not Found", "503 Service Unavailable", "302 Found"] as const;

const differentFrames = new Set(differences.flatMap(({ frames }) => frames));

/**
 * A pcap file of Ethernet with every protocol that filters know: TCP with HTTP, TLS, what goes wrong on networks,
 * DNS, ARP, ICMP errors, IPv6, fragments, VLAN tags and tunnels; the same one for the same seed.
 */
export function buildFilterCapture(seed: number): Uint8Array {
  const random = createRandom(seed);
  const frames: TimedFrame[] = [];
  for (let index = 0; index < 24; index += 1) addConversation(frames, random, index * 700_000);
  for (let index = 0; index < 12; index += 1) addDns(frames, random, index * 1_300_000);
  const others = [
    ...toIpv6Frames(random),
    ...frameCases
      .filter(({ name, linkType }) => linkType === 1 && !differentFrames.has(name))
      .map(({ bytes }) => bytes),
  ];
  others.forEach((bytes, index) => frames.push({ timeNanoseconds: 400_000 + index * 330_000, bytes }));
  const [client, server] = [random.pick(clients), random.pick(servers)];
  frames.push({ timeNanoseconds: 100_000, bytes: buildArpRequest(client, server) });
  frames.push({ timeNanoseconds: 200_000, bytes: buildArpReply(client, server) });
  frames.sort((one, other) => one.timeNanoseconds - other.timeNanoseconds);
  const writer = createPcapWriter({ linkType: 1, snaplenBytes: 262_144, resolution: "nanoseconds" });
  // A millisecond for each packet, so that what is counted by milliseconds is told by packets.
  const records = frames.map(({ bytes }, index) =>
    writer.buildRecord(
      { seconds: 1_700_000_000, nanoseconds: index * 1_000_000 + (index > 0 ? 500_000 : 0) },
      bytes,
    ),
  );
  return buildBytes(writer.header, ...records);
}

function addConversation(frames: TimedFrame[], random: Random, start: number): void {
  const kind = random.integer(0, 6);
  const serverPort = random.pick([80, 80, 8080, 443, 443, 5000]);
  const ends = { clientIp: random.pick(clients), serverIp: random.pick(servers), serverPort };
  const conversation = createTcpConversation(frames, start, ends, random);
  if (kind === 0) {
    conversation.refuse();
    return;
  }
  conversation.open();
  if (serverPort === 443) {
    conversation.send("client", buildClientHello(random.pick(names), random));
    if (kind === 1) conversation.send("server", [21, 3, 3, 0, 2, 2, random.pick([40, 70, 112])]);
    else {
      conversation.send("server", buildServerHello(random));
      conversation.send(
        "client",
        buildTlsData(random, random.integer(20, 60)),
        kind === 2 ? "lose" : undefined,
      );
    }
  } else if (serverPort === 5000) {
    conversation.send("client", buildBytes("zz", random.bytes(random.integer(1, 40))));
    conversation.send("server", "some plain words\r\nand another line\n");
  } else {
    const host = random.pick(names);
    const method = random.pick(["GET", "GET", "POST", "DELETE"]);
    conversation.send(
      "client",
      `${method} ${random.pick(paths)} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${random.pick(agents)}\r\n\r\n`,
    );
    const type = random.pick(["text/html; charset=utf-8", "application/json"]);
    conversation.send(
      "server",
      `HTTP/1.1 ${random.pick(answers)}\r\nContent-Type: ${type}\r\nContent-Length: 5\r\n\r\nhello`,
      kind === 3 ? "lose" : undefined,
    );
  }
  if (kind === 4) conversation.reset("server");
  else conversation.close(random.pick(["client", "server"]));
}

function addDns(frames: TimedFrame[], random: Random, start: number): void {
  const id = random.integer(0, 0xffff);
  const name = random.pick(names);
  const flow = {
    sourceIp: random.pick(clients),
    destIp: "10.0.0.2",
    sourcePort: random.integer(1024, 65_535),
    destPort: 53,
  };
  const back = { sourceIp: flow.destIp, destIp: flow.sourceIp, sourcePort: 53, destPort: flow.sourcePort };
  const answer = buildDnsAnswer(id, name, random.pick([undefined, random.pick(servers)]));
  frames.push({ timeNanoseconds: start, bytes: buildUdpFrame(flow, id, buildDnsQuery(id, name)) });
  frames.push({ timeNanoseconds: start + 600_000, bytes: buildUdpFrame(back, id, answer) });
}

/** A message with a question and records of these types and data for the same name. */
function buildDnsRecords(
  id: number,
  name: string,
  records: readonly (readonly [type: number, data: Uint8Array])[],
) {
  const query = buildDnsQuery(id, name);
  const [type = 1] = records[0] ?? [];
  query.set([0x81, 0x80], 2);
  query.set([0, records.length], 6);
  query.set(toUint16(type), query.length - 4);
  return buildBytes(
    query,
    ...records.map(([recordType, data]) =>
      buildBytes([0xc0, 12], toUint16(recordType), [0, 1], toUint32(60), toUint16(data.length), data),
    ),
  );
}

function toIpv6Frames(random: Random): readonly Uint8Array[] {
  const aaaa = buildBytes([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [random.integer(1, 9)]);
  const alias = buildBytes([5], "alias", [0xc0, 12]);
  const quoted = tcp(
    { ports: [40_100, 443], flags: 0x18, sequence: 5000, acknowledgment: 77 },
    "quoted text",
  );
  return [
    ethernet(0x0800, ipv4(1, {}, icmp(3, 1, [0, 0, 0, 0], ipv4(6, {}, quoted)))),
    ethernet(0x86dd, ipv6(58, icmp(1, 0, [0, 0, 0, 0], ipv6(6, quoted)))),
    ethernet(0x86dd, ipv6(17, udp([53, 40_000], buildDnsRecords(7, "six.example.com", [[28, aaaa], [28, aaaa]])))),
    ethernet(0x86dd, ipv6(17, udp([53, 40_001], buildDnsRecords(8, "Alias.example.com", [[5, alias], [1, buildBytes([10, 0, 1, 1])]])))),
    ethernet(0x86dd, ipv6(6, tcp({ ports: [40_002, 80], flags: 0x18 }, "GET /six HTTP/1.1\r\nhost: six\r\n\r\n"))),
    ethernet(0x8100, tag(100, 0x86dd, ipv6(58, icmp(128, 0, [0, 1, 0, 3], "ping")))),
    ethernet(0x8100, tag(200, 0x86dd, ipv6(6, tcp({ ports: [40_003, 5001], flags: 2 })))),
  ]; // prettier-ignore
}
