import { writeFileSync } from "node:fs";
import { packetMarks } from "../../../../src/capture/analysis/packetMarks.ts";
import { createPcapWriter, type PcapWriterOptions } from "../../../../src/capture/pcapWriter.ts";
import { readToolOutput } from "../systemTool.ts";
import type { TestFrame } from "./tcpScenario.ts";

/** What tshark says of one packet. */
export type TsharkTcp = {
  readonly tcpStream: string;
  readonly udpStream: string;
  /** Relative, as tshark shows it. */
  readonly sequence: string;
  readonly acknowledgment: string;
  /** Names of `packetMarks`, in their order. */
  readonly marks: readonly string[];
  /** Seconds, or "undefined" where tshark made an empty field of it. */
  readonly initialRtt: string;
};

const markNames = Object.keys(packetMarks).filter((name) => name !== "cut");
const fields = [
  ...["tcp.stream", "udp.stream", "tcp.seq", "tcp.ack", "tcp.analysis.initial_rtt"],
  ...markNames.map(
    (name) => `tcp.analysis.${name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)}`,
  ),
];

/** Writes the frames as a pcap file of Ethernet. */
export function writePcap(
  path: string,
  frames: readonly TestFrame[],
  resolution: PcapWriterOptions["resolution"] = "nanoseconds",
): void {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes: 262_144, resolution });
  writeFileSync(
    path,
    Buffer.concat([writer.header, ...frames.map((one) => writer.buildRecord(one, one.bytes))]),
  );
}

/** What tshark's analysis says of every packet of a file. */
export function readTsharkTcp(path: string): readonly TsharkTcp[] {
  const print = fields.flatMap((field) => ["-e", field]);
  const output = readToolOutput("tshark", "-n", "-r", path, "-T", "fields", ...print);
  return output
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [tcpStream = "", udpStream = "", sequence = "", acknowledgment = "", initialRtt = "", ...marks] =
        line.split("\t");
      const set = markNames.filter((_, place) => marks[place] !== "");
      return { tcpStream, udpStream, sequence, acknowledgment, initialRtt, marks: set };
    });
}

/** The names of the marks but for `cut`, in their order. */
export function toMarkNames(marks: number): readonly string[] {
  return Object.entries(packetMarks)
    .filter(([name, bit]) => name !== "cut" && (marks & bit) !== 0)
    .map(([name]) => name);
}
