import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDissection, dissect } from "../../../../../src/capture/packet/dissect.ts";
import type { Dissection } from "../../../../../src/capture/packet/dissection.ts";
import { createPcapWriter } from "../../../../../src/capture/pcapWriter.ts";
import { buildTcpFrame, buildUdpFrame, tcpFlags } from "../../../../../src/simulator/synthetic/frame.ts";
import { readToolOutput } from "../../systemTool.ts";

/** A payload and the ports it goes between. */
export type Message = {
  readonly payload: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly isTcp?: boolean;
};

/** What stands around a payload: it would go on with a line, a name, a number or a text. */
const around = [0x41, 0x0d, 0x0a, 0x3a, 0x20, 0x00, 0x31, 0x03];

/** Bytes with so much room before and behind them that a read past an end is seen. */
export function toPadded(bytes: Uint8Array, before: number, behind: number): Uint8Array {
  const padded = new Uint8Array(before + bytes.length + behind).map(
    (_, at) => around[at % around.length] ?? 0,
  );
  padded.set(bytes, before);
  return padded;
}

/** An Ethernet frame with the message; each port stands for a connection of its own to the same server. */
export function buildFrame({ payload, from, to, isTcp = true }: Message): Uint8Array {
  const isFromServer = from < to;
  const flow = {
    sourceIp: isFromServer ? "10.0.0.2" : "10.0.0.1",
    destIp: isFromServer ? "10.0.0.1" : "10.0.0.2",
    sourcePort: from,
    destPort: to,
  };
  if (!isTcp) return buildUdpFrame(flow, 1, payload);
  const flags = tcpFlags.ack | tcpFlags.psh;
  return buildTcpFrame(flow, 1, { sequence: 1, acknowledgement: 1, flags, windowBytes: 1000, payload });
}

/** The packet as the extension dissects it. */
export function dissectFrame(frame: Uint8Array): Dissection {
  const dissection = createDissection();
  dissect(
    {
      offset: 0,
      bytes: frame,
      start: 0,
      end: frame.length,
      wireBytes: frame.length,
      seconds: 0,
      nanoseconds: 0,
      linkType: 1,
      interfaceNumber: 0,
    },
    dissection,
  );
  return dissection;
}

/** A pcap file with the frames, a millisecond apart. */
export function buildPcap(frames: readonly Uint8Array[], snaplenBytes = 262_144): Uint8Array {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes, resolution: "nanoseconds" });
  const records = frames.map((frame, index) =>
    writer.buildRecord({ seconds: 1_700_000_000, nanoseconds: index * 1_000_000 }, frame),
  );
  return new Uint8Array(Buffer.concat([writer.header, ...records]));
}

/** What tshark prints for a file that holds these bytes. */
export function readTshark(file: Uint8Array, ...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "eci-ops-app-"));
  try {
    const path = join(folder, "capture.pcap");
    writeFileSync(path, file);
    return readToolOutput("tshark", "-n", "-r", path, ...args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
