import type { FindingId } from "../../../../src/capture/findings/finding.ts";
import { buildBytes, toUint16 } from "../../../../src/simulator/synthetic/bytes.ts";
import { buildIcmpFrame, buildUdpFrame } from "../../../../src/simulator/synthetic/frame.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";
import { buildClientHello } from "../../../../src/simulator/synthetic/tlsMessage.ts";
import type { Circumstances } from "./findIn.ts";
import { buildLookup, createTalk, lastUntil, onlyFrom } from "./talk.ts";

export type Scene = Circumstances & { readonly frames: readonly TimedFrame[] };

const segment = new Uint8Array(500);
const random = createRandom(3);

/** For each finding traffic that shows it; `index` makes another cause of the same kind. */
export function buildScene(id: FindingId, index = 0): Scene {
  const ends = { client: "10.0.0.1", server: `10.1.0.${index + 1}`, clientPort: 40_000 + index };
  const talk = createTalk(index, ends);
  const lookup = { server: ends.server, name: `name${index}.example`, clientPort: ends.clientPort };
  const asked = () => talk.open().send("client", `GET /${index} HTTP/1.1\r\nHost: shop.example\r\n\r\n`);
  switch (id) {
    case "synUnanswered":
      return { frames: talk.ask().wait(2_000).ask(1).frames };
    case "connectionRefused":
      return { frames: talk.ask().reset("server").frames };
    case "resetAfterRequest":
      return { frames: asked().reset("server").frames };
    case "resetAfterIdle":
      return { frames: asked().send("server", "b").wait(30_000).reset("server").frames };
    case "resetByPeer":
      return { frames: asked().send("server", "b").reset("server").frames };
    case "retransmissions":
      asked();
      for (let count = 0; count < 8; count += 1)
        talk.send("server", segment).wait(300).repeat("server", segment);
      return { frames: talk.acknowledge("client").close().frames };
    case "zeroWindow":
      return {
        frames: asked().send("server", segment).acknowledge("client", 0).wait(900).acknowledge("client")
          .frames,
      };
    case "oneDirection":
      return { frames: onlyFrom("server", asked().send("server", segment).close()) };
    case "oneDirectionFiltered":
      return {
        frames: onlyFrom("server", asked().send("server", segment).close()),
        request: { sourcePort: 80 },
      };
    case "slowFirstAnswer":
      return { frames: asked().wait(800).send("server", segment).close().frames };
    case "dnsUnanswered":
      return { frames: [...buildLookup(0, lookup), lastUntil(5_000)] };
    case "dnsNameNotFound":
      return { frames: buildLookup(0, { ...lookup, rcode: 3 }) };
    case "dnsSearchList": {
      const failed = buildLookup(0, { ...lookup, rcode: 3, name: `${lookup.name}.svc.cluster.local` });
      return { frames: [...failed, ...buildLookup(10, { ...lookup, rcode: 0 })] };
    }
    case "dnsServerFailure":
      return { frames: buildLookup(0, { ...lookup, rcode: 2 }) };
    case "tlsAlert":
      talk.open().send("client", buildClientHello(`name${index}.example`, random));
      return { frames: talk.send("server", [21, 3, 3, 0, 2, 2, 40]).close().frames };
    case "httpServerError":
      return { frames: asked().send("server", "HTTP/1.1 500 Oops\r\n\r\n").close().frames };
    case "httpClientError":
      return { frames: asked().send("server", "HTTP/1.1 404 Not Found\r\n\r\n").close().frames };
    case "icmpUnreachable":
      return { frames: buildIcmpError(ends.server, [3, 1, 0, 0, 0, 0, 0, 0], index) };
    case "fragmentationNeeded":
      return { frames: buildIcmpError(ends.server, [3, 4, 0, 0, 0, 0, ...toUint16(1_400)], index) };
    case "cutPackets":
      return { frames: asked().send("server", segment).close().frames, snaplenBytes: 200 };
    case "emptyCapture":
      return { frames: [] };
    case "emptyCaptureFiltered":
      return { frames: [], request: { protocol: "tcp", destinationPort: 443 } };
    case "damagedFile":
      return { frames: talk.open().close().frames, damage: { offset: 99, reason: "badLength" } };
  }
}

function buildIcmpError(to: string, head: readonly number[], index: number): readonly TimedFrame[] {
  const flow = { sourceIp: "10.0.0.1", destIp: to, sourcePort: 40_000, destPort: 514 };
  const sent = buildUdpFrame(flow, 1, new Uint8Array(20));
  const error = buildIcmpFrame("10.0.0.254", "10.0.0.1", 2, buildBytes(head, sent.subarray(14, 14 + 28)));
  return [
    { timeNanoseconds: index * 1e6, bytes: sent },
    { timeNanoseconds: index * 1e6 + 1_000, bytes: error },
  ];
}
