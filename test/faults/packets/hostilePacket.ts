import { createRandom, type Random } from "../../../src/simulator/synthetic/random.ts";
import { buildBytes, toUint16, type BytePart } from "../../../src/simulator/synthetic/bytes.ts";
import { allMessages } from "../../unit/capture/packet/app/exchange.ts";
import { buildFrame } from "../../unit/capture/packet/app/packetFile.ts";
import { frameCases } from "../../unit/capture/packet/frameCases.ts";
import {
  ethernet,
  extension,
  gre,
  icmp,
  ipv4,
  ipv6,
  tag,
  tcp,
  udp,
  vxlan,
} from "../../unit/capture/packet/frames.ts";

/** A packet of somebody who wants the reader to fail. */
export type HostilePacket = {
  readonly name: string;
  readonly linkType: number;
  readonly bytes: Uint8Array;
  readonly wireBytes: number;
};

type Built = Omit<HostilePacket, "name" | "wireBytes">;
type Builder = (random: Random) => Built;

const onEthernet = (bytes: Uint8Array): Built => ({ linkType: 1, bytes });
const overIp4 = (protocol: number, ...payload: readonly BytePart[]) =>
  onEthernet(ethernet(0x0800, ipv4(protocol, {}, ...payload)));

function pickFrame(random: Random): Built {
  return frameCases[random.integer(0, frameCases.length - 1)]!;
}

function pickMessage(random: Random) {
  return allMessages[random.integer(0, allMessages.length - 1)]!;
}

function flip(bytes: Uint8Array, random: Random): Uint8Array {
  const flipped = bytes.slice();
  for (let left = random.integer(1, 10); left > 0; left -= 1) {
    const at = random.integer(0, Math.min(bytes.length, random.pick([60, 2_000])) - 1);
    flipped[at] = random.pick([(flipped[at] ?? 0) ^ (1 << random.integer(0, 7)), random.integer(0, 255)]);
  }
  return flipped;
}

const flippedFrame: Builder = (random) => {
  const { linkType, bytes } = pickFrame(random);
  return { linkType, bytes: flip(bytes, random) };
};

const flippedMessage: Builder = (random) => {
  const frame = buildFrame(pickMessage(random));
  return onEthernet(flip(frame, random));
};

/** What begins like one protocol and goes on like another, on a port of a third. */
const mixedMessage: Builder = (random) => {
  const [one, other, third] = [pickMessage(random), pickMessage(random), pickMessage(random)];
  const payload = buildBytes(
    one.payload.subarray(0, random.integer(1, one.payload.length)),
    other.payload.subarray(random.integer(0, Math.max(0, other.payload.length - 1))),
  );
  return onEthernet(buildFrame({ ...third, payload }));
};

const noise: Builder = (random) => ({
  linkType: random.pick([0, 1, 101, 108, 113, 147, 228, 229, 276]),
  bytes: random.bytes(random.integer(0, 200)),
});

/** Options with any kinds and lengths. */
function buildOptions(random: Random): Uint8Array {
  const options = random.bytes(4 * random.integer(1, 10));
  const kinds = [0, 1, 2, 3, 4, 5, 7, 8, 19, 34, 68, 130, 131, 137, 148, 254] as const;
  for (let at = 0; at + 1 < options.length;) {
    const length = random.pick([0, 1, 2, 3, 4, 8, 10, 40, 255]);
    options[at] = random.pick(kinds);
    options[at + 1] = length;
    at += Math.max(2, length);
  }
  return options;
}

const optionsOfAll: Builder = (random) => {
  const segment = tcp({ options: buildOptions(random), flags: random.integer(0, 255) }, "abc");
  return onEthernet(ethernet(0x0800, ipv4(6, { options: buildOptions(random) }, segment)));
};

const fragment: Builder = (random) => {
  const offset = random.pick([0, 1, 2, 185, 8_191, random.integer(0, 8_191)]);
  const more = random.integer(0, 1);
  const payload = random.pick([udp([7000, 53], random.bytes(20)), tcp({}, "abc"), random.bytes(9)]);
  const protocol = random.pick([6, 17, 1, 50]);
  if (random.integer(0, 1) === 0) {
    const parts = {
      fragment: (more << 13) | offset,
      id: random.integer(1, 3),
      totalLength: random.pick([0, 19, 20, 24, 40, 1_500, 65_535]),
    };
    return onEthernet(ethernet(0x0800, ipv4(protocol, parts, payload)));
  }
  const header = buildBytes([protocol, 0], toUint16((offset << 3) | more), [0, 0, 0, random.integer(1, 3)]);
  return onEthernet(ethernet(0x86dd, ipv6(44, header, random.pick<BytePart>([[], header]), payload)));
};

/** Up to 1,000 of them, of all kinds, with lengths that are right or not. */
const extensionHeaders: Builder = (random) => {
  const kinds = [0, 43, 44, 51, 60, 135, 139, 140] as const;
  let next: number = random.pick([6, 17, 58, 59, 0, 253]);
  let bytes: Uint8Array = tcp({}, "abc");
  for (let left = random.pick([1, 5, 15, 16, 17, 100, 1_000]); left > 0; left -= 1) {
    bytes = extension(next, random.pick([1, 1, 1, 2]), bytes);
    if (random.integer(0, 30) === 0) bytes[1] = random.integer(0, 255);
    next = random.pick(kinds);
  }
  return onEthernet(ethernet(0x86dd, ipv6(next, bytes)));
};

/** Names that point at themselves, at each other, forward, at the header, and behind the end. */
const dnsPointers: Builder = (random) => {
  const places = [0, 2, 11, 12, 13, 14, 20, 0x3fff] as const;
  const parts: BytePart[] = [];
  for (let left = random.integer(1, 60); left > 0; left -= 1) {
    const place = random.integer(0, 1) === 0 ? random.pick(places) : random.integer(12, 160);
    parts.push(
      random.pick<BytePart>([
        toUint16(0xc000 | place),
        buildBytes([1], "a", toUint16(0xc000 | place)),
        buildBytes([63], "x".repeat(63)),
        toUint16(random.pick([1, 5, 6, 12, 15, 16, 28, 33, 41])),
        [0, 0, 1, 0, 1],
        [0x40 | random.integer(0, 0xbf)],
        toUint16(random.pick([0, 2, 4, 16, 65_535])),
      ]),
    );
  }
  const count = () => toUint16(random.pick([0, 1, 2, 5, 1_000, 65_535]));
  const header = buildBytes([0, 7], toUint16(random.pick([0x0100, 0x8180, 0x8183, 0xffff])));
  const message = buildBytes(header, count(), count(), count(), count(), ...parts);
  return random.integer(0, 2) === 0
    ? overIp4(6, tcp({ ports: [45_000, 53], flags: 0x18 }, toUint16(message.length), message))
    : overIp4(17, udp([random.pick([53, 5353, 45_000]), 53], message));
};

const vlanTags: Builder = (random) => {
  let type: number = random.pick([0x0800, 0x86dd, 0x0806, 0x1234]);
  let bytes: Uint8Array = type === 0x86dd ? ipv6(6, tcp({})) : ipv4(6, {}, tcp({}));
  for (let left = random.pick([1, 2, 14, 15, 16, 17, 100]); left > 0; left -= 1) {
    bytes = tag(random.integer(0, 65_535), type, bytes);
    type = random.pick([0x8100, 0x88a8, 0x9100]);
  }
  return onEthernet(ethernet(type, bytes));
};

/** Every tunnel in every other one, and what errors quote in them. */
const tunnels: Builder = (random) => {
  let [protocol, bytes]: [number, Uint8Array] = [6, tcp({}, "abc")];
  const depth = random.pick([1, 2, 3, 5, 8, 20, 60]);
  for (let left = depth; left > 0; left -= 1) {
    const inner4 = ipv4(protocol, {}, bytes);
    [protocol, bytes] = random.pick<[number, Uint8Array]>([
      [4, inner4],
      [41, ipv6(protocol, bytes)],
      [47, gre(0, 0x0800, [], inner4)],
      [47, gre(0x2000, 0x6558, [0, 0, 0, 9], ethernet(0x0800, inner4))],
      [17, vxlan(left, ethernet(0x0800, inner4))],
      [17, vxlan(left, ethernet(0x8100, tag(left, 0x0800, inner4)))],
      [1, icmp(random.pick([3, 5, 11, 12]), 1, [0, 0, 0, 0], inner4)],
      [58, icmp(random.pick([1, 2, 3, 4]), 1, [0, 0, 0, 0], ipv6(protocol, bytes))],
    ]);
  }
  return onEthernet(ethernet(0x0800, ipv4(protocol, {}, bytes)));
};

const builders = [
  flippedFrame,
  flippedMessage,
  mixedMessage,
  noise,
  optionsOfAll,
  fragment,
  extensionHeaders,
  dnsPointers,
  vlanTags,
  tunnels,
] as const;

/** Each kind in turn; one in four is damaged once more, and one in four cut. */
export function buildHostilePacket(seed: number): HostilePacket {
  const random = createRandom(seed);
  const build = builders[seed % builders.length]!;
  const { linkType, bytes: built } = build(random);
  const bytes = built.length > 0 && random.integer(0, 3) === 0 ? flip(built, random) : built;
  const isCut = random.integer(0, 3) === 0;
  return {
    name: `seed ${seed}, ${build.name}${isCut ? ", cut" : ""}`,
    linkType,
    bytes: isCut ? bytes.subarray(0, random.integer(0, bytes.length)) : bytes,
    wireBytes:
      random.integer(0, 40) === 0 ? random.pick([0, 65_535, 0x7fff_ffff, 0xffff_ffff]) : bytes.length,
  };
}
