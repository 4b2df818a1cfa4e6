import { buildBytes, toUint16 } from "./bytes.ts";
import { buildDnsAnswer, buildDnsQuery } from "./dnsMessage.ts";
import { buildIcmpFrame, buildUdpFrame } from "./frame.ts";
import { buildArpFrames, buildIpv6Frames } from "./noise.ts";
import type { Random } from "./random.ts";
import { createTcpConversation, type TcpConversation } from "./tcpConversation.ts";
import type { TimedFrame } from "./timedFrame.ts";
import { buildClientHello, buildServerHello, buildTlsData } from "./tlsMessage.ts";

/** Who takes part in a scene: the client asks, the server answers. */
export type Cast = { readonly clientIp: string; readonly serverIp: string };

/** A short piece of traffic between two addresses that begins at the given time. */
export type Scene = (startNanoseconds: number, cast: Cast, random: Random) => readonly TimedFrame[];

/** Every kind of traffic; a kind that stands here more often comes more often. */
export const scenes: readonly [Scene, ...Scene[]] = [
  http("GET /api/items HTTP/1.1", "200 OK", 2),
  http("GET /api/items HTTP/1.1", "200 OK", 2),
  http("POST /api/orders HTTP/1.1", "500 Internal Server Error", 4),
  http("GET /api/report HTTP/1.1", "200 OK", 900),
  http("GET /api/items HTTP/1.1", "200 OK", 2, "lose"),
  tcp(5432, (talk) => talk.refuse()),
  tcp(8080, resetInMidStream),
  tcp(443, exchangeTls),
  dns(true),
  dns(true),
  dns(false),
  ping,
  (start, cast) => buildArpFrames(start, cast),
  (start, cast, random) => buildIpv6Frames(start, cast, random),
];

function tcp(port: number, play: (talk: TcpConversation, random: Random) => void): Scene {
  return (start, cast, random) => {
    const frames: TimedFrame[] = [];
    play(createTcpConversation(frames, start, { ...cast, serverPort: port }, random), random);
    return frames;
  };
}

function http(request: string, status: string, waitMilliseconds: number, lose?: "lose"): Scene {
  return (start, cast, random) =>
    tcp(random.pick([80, 8080]), (talk) => {
      const body = JSON.stringify({
        items: random.integer(1, 9),
        note: "x".repeat(random.integer(20, 2500)),
      });
      talk.open();
      talk.send(
        "client",
        `${request}\r\nHost: shop.internal\r\nUser-Agent: synthetic\r\nAccept: */*\r\n\r\n`,
      );
      talk.wait(waitMilliseconds);
      talk.send(
        "server",
        `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        lose,
      );
      talk.close("client");
    })(start, cast, random);
}

function resetInMidStream(talk: TcpConversation): void {
  talk.open();
  talk.send("client", "GET /download HTTP/1.1\r\nHost: shop.internal\r\n\r\n");
  talk.send("server", `HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${"d".repeat(1200)}`);
  talk.reset("server");
}

function exchangeTls(talk: TcpConversation, random: Random): void {
  talk.open();
  talk.send("client", buildClientHello("shop.internal", random));
  talk.send("server", buildServerHello(random));
  talk.send("client", buildBytes([20, 0x03, 0x03, 0, 1, 1], buildTlsData(random, 74)));
  talk.send("server", buildTlsData(random, random.integer(60, 2000)));
  talk.close("server");
}

function dns(known: boolean): Scene {
  return (start, cast, random) => {
    const id = random.integer(0, 0xffff);
    const name = known
      ? random.pick(["shop.internal", "db.internal"])
      : `gone${random.integer(1, 99)}.internal`;
    const port = random.integer(32_768, 60_999);
    const there = { sourceIp: cast.clientIp, destIp: cast.serverIp, sourcePort: port, destPort: 53 };
    const back = { sourceIp: cast.serverIp, destIp: cast.clientIp, sourcePort: 53, destPort: port };
    const answer = buildDnsAnswer(id, name, known ? cast.serverIp : undefined);
    return [
      {
        timeNanoseconds: start,
        bytes: buildUdpFrame(there, random.integer(0, 0xffff), buildDnsQuery(id, name)),
      },
      {
        timeNanoseconds: start + random.integer(300_000, 5_000_000),
        bytes: buildUdpFrame(back, random.integer(0, 0xffff), answer),
      },
    ];
  };
}

function ping(start: number, cast: Cast, random: Random): readonly TimedFrame[] {
  const rest = buildBytes(toUint16(random.integer(1, 0xffff)), toUint16(1), random.bytes(56));
  const echo = (type: number) => buildBytes([type, 0, 0, 0], rest);
  const { clientIp, serverIp } = cast;
  return [
    { timeNanoseconds: start, bytes: buildIcmpFrame(clientIp, serverIp, random.integer(0, 0xffff), echo(8)) },
    {
      timeNanoseconds: start + random.integer(200_000, 900_000),
      bytes: buildIcmpFrame(serverIp, clientIp, random.integer(0, 0xffff), echo(0)),
    },
  ];
}
