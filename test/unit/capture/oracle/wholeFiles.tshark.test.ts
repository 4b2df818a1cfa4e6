import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Field } from "../../../../src/capture/packet/decodedPacket.ts";
import type { ListedPacket } from "../../../../src/capture/session/listedPacket.ts";
import type { PacketRow } from "../../../../src/capture/session/packetRow.ts";
import { createLiveEngine, liveEngineAvailable } from "../../../../src/simulator/live/liveEngine.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { writeGeneratedCapture } from "../../../captures/writeGeneratedCapture.ts";
import { runCapture } from "../../simulator/synthetic/runCapture.ts";
import { captureFixtures } from "../captureFixtures.ts";
import { openSession, type SessionBed } from "../session/sessionBed.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";

/** Every packet for itself: what was put together of several ones stands at the last of them in tshark. */
const settings = ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE"];
/** tshark's fields that a decoded packet must have with the same values. */
const packetFields = [
  ...["eth.src", "eth.dst", "ip.src", "ip.dst", "ip.proto", "ip.ttl", "ipv6.src", "ipv6.dst", "ipv6.nxt"],
  ...["arp.opcode", "arp.src.proto_ipv4", "icmp.type", "icmp.code", "icmpv6.type", "icmpv6.code"],
  ...["tcp.srcport", "tcp.dstport", "tcp.stream", "tcp.seq", "tcp.ack", "tcp.len", "tcp.flags"],
  ...["udp.srcport", "udp.dstport", "udp.stream", "udp.length"],
  ...["dns.id", "dns.qry.name", "dns.qry.type", "dns.flags.rcode", "dns.a", "dns.aaaa", "dns.cname"],
  ...["http.request.method", "http.request.uri", "http.response.code", "http.host"],
  ...["tls.handshake.extensions_server_name", "tls.handshake.type"],
] as const;
/** Filters, and tshark's fields that are there where those hold. */
const marks = {
  "tcp.analysis.retransmission": "tcp.analysis.retransmission",
  "tcp.analysis.duplicate_ack": "tcp.analysis.duplicate_ack",
  "tcp.analysis.zero_window": "tcp.analysis.zero_window",
  "tcp.analysis.out_of_order": "tcp.analysis.out_of_order",
  "tcp.flags.reset == 1": "tcp.connection.rst",
} as const;
const frameFields = ["frame.time_relative", "frame.len", "frame.cap_len"] as const;

type TsharkRow = ReadonlyMap<string, string>;

function readTshark(file: string, fields: readonly string[]): readonly TsharkRow[] {
  const output = readToolOutput(
    "tshark",
    "-n",
    ...settings.flatMap((setting) => ["-o", setting]),
    ...["-r", file, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=\u0001"],
    ...fields.flatMap((field) => ["-e", field]),
  );
  return output
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const values = line.split("\t");
      return new Map(fields.map((field, column) => [field, values[column] ?? ""]));
    });
}

function isIcmp(row: TsharkRow): boolean {
  return row.get("icmp.type") !== "" || row.get("icmpv6.type") !== "";
}

function toFlat(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...toFlat(field.fields ?? [])]);
}

/** A value as tshark gives it: the number behind its name, and a number in whatever way it is written. */
function toPlain(value: string): string {
  const number = /(?:^|\()(0x[0-9a-f]+|\d+)\)?(?: |$)/iu.exec(value)?.[1];
  return number === undefined ? (value.split(/[ ,(]/u)[0] ?? "").toLowerCase() : String(Number(number));
}

async function readRows({ list }: SessionBed, count: number): Promise<readonly PacketRow[]> {
  const rows: PacketRow[] = [];
  while (rows.length < count) rows.push(...(await list.rows(rows.length, 500)).rows);
  return rows;
}

type Traffic = { readonly packets: number; readonly bytes: number };

/** What each end of the TCP and UDP conversations sent. */
function readTraffic({ session }: SessionBed): ReadonlyMap<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  const range = { order: "first", isDescending: false, count: 500 } as const;
  for (let from = 0, total = 1; from < total; from += range.count) {
    const read = session.conversations.read({ ...range, from });
    total = read.total;
    for (const { protocol, stream, a, b, aToB, bToA } of read.conversations) {
      if (protocol !== "tcp" && protocol !== "udp") continue;
      for (const [{ address, port }, { packets, bytes }] of [[a, aToB] as const, [b, bToA] as const]) {
        if (packets > 0) traffic.set(`${protocol} ${stream} ${address} ${port}`, { packets, bytes });
      }
    }
  }
  return traffic;
}

function toSorted(traffic: ReadonlyMap<string, Traffic>) {
  return [...traffic].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

const folder = mkdtempSync(path.join(tmpdir(), "eci-oracle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

type Source = { readonly name: string; readonly skip?: string | false; readonly make: () => Promise<string> };
const written = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const whyNotLive = (await liveEngineAvailable())
  ? false
  : "live captures need Linux, root, iproute2, util-linux and tcpdump, and leave to make network namespaces";
const sources: readonly Source[] = [
  ...captureFixtures.map(({ name, file }) => ({ name, make: () => Promise.resolve(file) })),
  {
    name: "the simulator's made-up traffic",
    make: () => {
      const options = { instanceIp: "10.0.0.5", peerIps: ["10.0.0.6", "10.0.0.7"], seed: 3, packets: 1_500 };
      return Promise.resolve(written("synthetic.pcap", buildSyntheticCapture(options)));
    },
  },
  {
    name: "a generated capture",
    make: () => {
      const file = path.join(folder, "generated.pcap");
      writeGeneratedCapture(file, 1 << 20, 5);
      return Promise.resolve(file);
    },
  },
  {
    name: "a capture of the live engine",
    skip: whyNotLive,
    make: async () => {
      const engine = await createLiveEngine();
      try {
        return (await runCapture(engine, folder, { durationSeconds: 3 })).file;
      } finally {
        await engine.dispose();
      }
    },
  },
];

for (const { name, skip = false, make } of sources) {
  describe(`${name} beside tshark`, { skip: whyToolsMissing("tshark") || skip }, () => {
    let file = "";
    let bed: SessionBed;
    let theirs: readonly TsharkRow[] = [];
    let ours: readonly PacketRow[] = [];
    before(async () => {
      file = await make();
      theirs = readTshark(file, [...frameFields, ...packetFields, ...Object.values(marks)]);
      bed = await openSession(new Uint8Array(readFileSync(file)));
      await bed.read();
      ours = await readRows(bed, bed.progress.at(-1)?.packets ?? 0);
    });

    it("has the same packets, at the same times, with the same lengths", async () => {
      assert.ok(theirs.length > 0);
      assert.equal(ours.length, theirs.length);
      for (const [index, row] of ours.entries()) {
        const their = theirs[index]!;
        const [seconds = "", fraction = ""] = their.get("frame.time_relative")!.split(".");
        const nanoseconds = Number(seconds) * 1e9 + Number(fraction.padEnd(9, "0"));
        const { bytes } = await bed.session.packet(row.number);
        assert.deepEqual(
          [row.relativeNanoseconds, row.wireBytes, bytes.length],
          [nanoseconds, Number(their.get("frame.len")), Number(their.get("frame.cap_len"))],
          `packet ${row.number}`,
        );
      }
    });

    it("has the same addresses, ports, streams, and fields of TCP, DNS, HTTP and TLS", async () => {
      let compared = 0;
      for (const { number } of ours) {
        const { layers }: ListedPacket = await bed.session.packet(number);
        const fields = toFlat(layers.flatMap((layer) => layer.fields));
        for (const field of packetFields) {
          const values = fields.filter((own) => own.name === field).map(({ value }) => toPlain(value));
          // tshark gives what an ICMP error quotes a stream, of which that packet is none here, and reads the data in it.
          const row = theirs[number - 1]!;
          const isData = /^(dns|http|tls)/u.test(field);
          if ((isData || field.endsWith(".stream")) && isIcmp(row)) continue;
          // Of data that is sent again tshark shows no more than that; here it is read like any other.
          if (isData && row.get("tcp.analysis.retransmission") !== "") continue;
          const their = row.get(field)!;
          const theirValues = their === "" ? [] : their.split("\u0001").map(toPlain);
          assert.deepEqual(values, theirValues, `packet ${number}, ${field}`);
          compared += values.length;
        }
      }
      assert.ok(compared > ours.length);
    });

    it("has as many packets of each kind of TCP trouble", async () => {
      for (const [expression, field] of Object.entries(marks)) {
        const { matched } = await bed.whenMatched(bed.list.setFilter(expression));
        assert.equal(matched, theirs.filter((row) => row.get(field) !== "").length, expression);
      }
      bed.list.setFilter("");
    });

    it("has the same conversations, with as many packets and bytes each way", () => {
      const expected = new Map<string, Traffic>();
      for (const row of theirs) {
        const protocol = row.get("tcp.stream") === "" ? "udp" : "tcp";
        const stream = row.get(`${protocol}.stream`)!;
        // What an ICMP error quotes is a packet of no conversation here.
        if (stream === "" || isIcmp(row)) continue;
        const from = `${row.get("ip.src")}${row.get("ipv6.src")} ${row.get(`${protocol}.srcport`)}`;
        const key = `${protocol} ${stream} ${from}`;
        const { packets, bytes } = expected.get(key) ?? { packets: 0, bytes: 0 };
        expected.set(key, { packets: packets + 1, bytes: bytes + Number(row.get("frame.len")) });
      }
      assert.deepEqual(toSorted(readTraffic(bed)), toSorted(expected));
    });
  });
}
