import { buildBytes, toUint16, toUint32 } from "../../../../src/simulator/synthetic/bytes.ts";
import {
  buildArpRequest,
  buildIcmpFrame,
  buildIpv6Frame,
  buildTcpFrame,
  buildUdpFrame,
} from "../../../../src/simulator/synthetic/frame.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import type { TestFrame } from "./tcpScenario.ts";

const mac = [2, 0, 0, 0, 0, 1];
const v6 = (last: number) => Uint8Array.from([0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), last]);

const tcp = (from: number, to: number, sequence: number, payload: Uint8Array) =>
  buildBytes(
    toUint16(from),
    toUint16(to),
    toUint32(sequence),
    toUint32(1),
    [0x50, 0x10],
    toUint16(500),
    [0, 0, 0, 0],
    payload,
  );

/** An ICMP error of a host that nobody can reach, quoting `bytes` of the packet in a frame of Ethernet. */
const buildUnreachable = (frame: Uint8Array, bytes: number) =>
  buildIcmpFrame(
    "10.9.0.254",
    "10.9.0.1",
    7,
    buildBytes([3, 3, 0, 0, 0, 0, 0, 0], frame.subarray(14, 14 + bytes)),
  );

/** Puts an IEEE 802.1Q tag into a frame of Ethernet. */
const tag = (frame: Uint8Array) => buildBytes(frame.subarray(0, 12), [0x81, 0, 0, 42], frame.subarray(12));

/** A later fragment of an IPv4 datagram. */
function toFragment(frame: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(frame);
  copy[20] = 0;
  copy[21] = 100;
  return copy;
}

/** Traffic of many protocols between few hosts, in an order that the seed decides. */
export function buildMixedFrames(seed: number, count: number): readonly TestFrame[] {
  const random = createRandom(seed);
  const payload = () => new Uint8Array(random.integer(0, 300));
  const build = (): Uint8Array => {
    const ends = {
      sourceIp: `10.9.0.${String(random.integer(1, 3))}`,
      destIp: `10.9.0.${String(random.integer(1, 3))}`,
    };
    const ports = {
      sourcePort: random.pick([39_000, 39_001, 39_002]),
      destPort: random.pick([39_000, 39_001, 39_002]),
    };
    const flow = { ...ends, ...ports };
    const segment = {
      sequence: random.integer(0, 5),
      acknowledgement: 1,
      flags: 16,
      windowBytes: 9,
      payload: payload(),
    };
    const [one, other] = [v6(random.integer(1, 2)), v6(random.integer(1, 2))];
    switch (random.integer(0, 9)) {
      case 0:
      case 1:
        return buildTcpFrame(flow, 1, segment);
      case 2:
        return buildUdpFrame(flow, 1, payload());
      case 3:
        return buildIpv6Frame(
          mac,
          mac,
          one,
          other,
          { nextHeader: 6, limit: 9 },
          tcp(ports.sourcePort, 39_200, segment.sequence, payload()),
          16,
        );
      case 4:
        return buildIpv6Frame(
          mac,
          mac,
          one,
          other,
          { nextHeader: 17, limit: 9 },
          buildBytes(toUint16(39_100), toUint16(ports.destPort), toUint16(12), [0, 0, 1, 2, 3, 4]),
          6,
        );
      case 5:
        return buildUnreachable(
          buildTcpFrame({ ...flow, sourcePort: random.integer(39_300, 39_308) }, 1, segment),
          random.pick([28, 40]),
        );
      case 6:
        return buildUnreachable(
          buildUdpFrame({ ...flow, sourcePort: random.integer(39_300, 39_308) }, 1, new Uint8Array()),
          28,
        );
      case 7:
        return buildArpRequest(ends.sourceIp, ends.destIp);
      case 8:
        return tag(buildTcpFrame({ ...flow, sourcePort: random.integer(39_300, 39_308) }, 1, segment));
      default:
        return random.integer(0, 1)
          ? toFragment(buildUdpFrame(flow, 1, payload()))
          : buildIcmpFrame(ends.sourceIp, ends.destIp, 1, Uint8Array.from([8, 0, 0, 0, 0, 1, 0, 1, 9, 9]));
    }
  };
  return Array.from({ length: count }, (_, place) => ({
    seconds: 1_700_000_000 + place,
    nanoseconds: random.integer(0, 999_999) * 1000,
    bytes: build(),
  }));
}
