import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

/** One Ethernet frame and what is in it. `arp` carries IPv4 addresses too; the rest of `ip6` is of no interest. */
export type Frame = {
  readonly protocol: "tcp" | "udp" | "icmp" | "sctp" | "arp";
  readonly family: "ip" | "ip6" | "arp";
  readonly source?: string | undefined;
  readonly dest?: string | undefined;
  readonly sourcePort?: number | undefined;
  readonly destPort?: number | undefined;
};

const numbers = { tcp: 6, udp: 17, icmp: 1, sctp: 132, arp: 0 };
const addresses = ["10.0.0.1", "10.0.0.2", "192.168.7.9"];
const ports = [53, 443, 40_000];

/** Every protocol between every two addresses and ports, IPv6 and ARP among them. */
export function buildFrames(): readonly Frame[] {
  const frames: Frame[] = [];
  for (const source of addresses)
    for (const dest of addresses) {
      frames.push({ protocol: "arp", family: "arp", source, dest });
      frames.push({ protocol: "icmp", family: "ip", source, dest });
      for (const sourcePort of ports)
        for (const destPort of ports)
          for (const protocol of ["tcp", "udp", "sctp"] as const)
            frames.push({ protocol, family: "ip", source, dest, sourcePort, destPort });
    }
  for (const sourcePort of ports)
    for (const destPort of ports)
      for (const protocol of ["tcp", "udp"] as const)
        frames.push({ protocol, family: "ip6", sourcePort, destPort });
  return frames;
}

/** The frames as a pcap file; the seconds of a packet's time are its index. */
export function toCapture(frames: readonly Frame[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  const packets = frames.flatMap((frame, index) => {
    const bytes = toBytes(frame);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(index, 0);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(bytes.length, 12);
    return [record, bytes];
  });
  return Buffer.concat([header, ...packets]);
}

/** The indexes of the frames that the real tcpdump lets through. */
export function readCaughtFrames(capture: Buffer, filter: string): readonly number[] {
  const run = spawnSync("tcpdump", ["-r", "-", "-w", "-", filter], { input: capture });
  assert.equal(run.status, 0, run.stderr.toString());
  const indexes: number[] = [];
  for (let at = 24; at < run.stdout.length; at += 16 + run.stdout.readUInt32LE(at + 8))
    indexes.push(run.stdout.readUInt32LE(at));
  return indexes;
}

function toBytes(frame: Frame): Buffer {
  const bytes = Buffer.alloc(74);
  const { source, dest } = frame;
  if (frame.family === "arp") {
    bytes.writeUInt16BE(0x0806, 12);
    Buffer.from([0, 1, 8, 0, 6, 4, 0, 1]).copy(bytes, 14);
    toAddress(source).copy(bytes, 28);
    toAddress(dest).copy(bytes, 38);
    return bytes;
  }
  const transportAt = frame.family === "ip" ? 34 : 54;
  if (frame.family === "ip") {
    bytes.writeUInt16BE(0x0800, 12);
    bytes[14] = 0x45;
    bytes.writeUInt16BE(60, 16);
    bytes[23] = numbers[frame.protocol];
    toAddress(source).copy(bytes, 26);
    toAddress(dest).copy(bytes, 30);
  } else {
    bytes.writeUInt16BE(0x86dd, 12);
    bytes[14] = 0x60;
    bytes.writeUInt16BE(20, 18);
    bytes[20] = numbers[frame.protocol];
  }
  bytes.writeUInt16BE(frame.sourcePort ?? 0, transportAt);
  bytes.writeUInt16BE(frame.destPort ?? 0, transportAt + 2);
  return bytes;
}

function toAddress(text = "0.0.0.0"): Buffer {
  return Buffer.from(text.split(".").map(Number));
}
