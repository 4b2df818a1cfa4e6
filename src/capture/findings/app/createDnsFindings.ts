import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import type { Endpoint } from "../../analysis/conversation.ts";
import { readDnsName } from "../../packet/app/dnsName.ts";
import { dnsHeaderBytes } from "../../packet/app/startsDns.ts";
import { protocolCodes } from "../../packet/protocol.ts";
import { readEndpoint } from "../endpointText.ts";
import { addFiltered } from "../filteredFindings.ts";
import { toNameFilter } from "../filterText.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups, type FindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { createRecentMap } from "../recentMap.ts";
import { wouldKeep } from "../requestFilter.ts";
import { createNameFindings, toShownName } from "./createNameFindings.ts";

export type DnsFindings = {
  /** Takes a packet whose application layer is DNS. */
  observe(packet: ObservedPacket): void;
  build(input: FindingInput, endNanoseconds: number, filtered: FindingGroups): readonly Finding[];
};

type Query = {
  readonly name: string;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly nanoseconds: number;
  /** The first one, and the repetitions that are kept. */
  readonly packets: number[];
};
type Lost = { readonly name: string; readonly server: string; count: number; readonly packets: number[] };

/** So many queries are waited for at a time; then the oldest count as unanswered. */
const maxWaiting = 20_000;
const maxLost = 1_000;
const maxKeptPackets = 20;
/** An answer may come after the capture's end: resolvers wait for some seconds, servers need milliseconds. */
const leastWaitNanoseconds = 1e9;
/** RFC 1035 section 4.1.1: the server could not, or would not, answer. */
const failures = new Map([
  [2, "SERVFAIL"],
  [5, "REFUSED"],
]);
const nameError = 3;

/** DNS queries that got no answer or a bad one. A query that is sent again with its number is one query. */
export function createDnsFindings(): DnsFindings {
  const lost = new Map<string, Lost>();
  let lostOthers = 0;
  const names = createNameFindings();
  const failed = createFindingGroups("dnsServerFailure", "dns.flags.rcode in {2, 5}");

  const addLost = (query: Query) => {
    const server = query.server.address;
    const key = `${server} ${query.name}`;
    let entry = lost.get(key);
    if (entry === undefined) {
      if (lost.size >= maxLost) {
        lostOthers += 1;
        return;
      }
      entry = { name: query.name, server, count: 0, packets: [] };
      lost.set(key, entry);
    }
    entry.count += 1;
    if (entry.packets.length < maxKeptPackets) entry.packets.push(...query.packets.slice(0, 1));
  };

  const waiting = createRecentMap<Query>(maxWaiting, addLost);

  const noteQuery = (packet: ObservedPacket, key: number, name: string) => {
    const before = waiting.get(key);
    if (before?.name === name) {
      if (before.packets.length < maxKeptPackets) before.packets.push(packet.number);
      return;
    }
    if (before !== undefined) addLost(before);
    waiting.set(key, {
      name,
      client: readEndpoint(packet.dissection, "source"),
      server: readEndpoint(packet.dissection, "destination"),
      nanoseconds: packet.relativeNanoseconds,
      packets: [packet.number],
    });
  };

  const noteAnswer = (packet: ObservedPacket, key: number, name: string, rcode: number) => {
    waiting.delete(key);
    if (rcode === 0) {
      names.addFound(name);
      return;
    }
    const code = failures.get(rcode);
    if (rcode !== nameError && code === undefined) return;
    const server = readEndpoint(packet.dissection, "source").address;
    if (code === undefined) names.addMissing(name, server, packet.number);
    else {
      failed.add(`${code} ${server} ${name}`, { packets: [packet.number] }, () => ({
        severity: "error",
        params: { server, name: toShownName(name), code },
        filter: toNameFilter(server, name),
      }));
    }
  };

  const noteMessage = (packet: ObservedPacket, start: number, end: number) => {
    const { bytes } = packet.dissection;
    const first = bytes[start + 2] ?? 0;
    const isQueryOfNames =
      (first & 0x78) === 0 && (((bytes[start + 4] ?? 0) << 8) | (bytes[start + 5] ?? 0)) > 0;
    if (!isQueryOfNames) return;
    const name = readDnsName(bytes, start, end, start + dnsHeaderBytes)?.text;
    if (name === undefined) return;
    const key = packet.conversation * 65_536 + (((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0));
    if ((first & 0x80) === 0) noteQuery(packet, key, name);
    else noteAnswer(packet, key, name, (bytes[start + 3] ?? 0) & 15);
  };

  return {
    observe: (packet) => {
      const { bytes, starts, ends, application, transport, protocols } = packet.dissection;
      const end = ends[application] ?? 0;
      let at = starts[application] ?? 0;
      if (protocols[transport] !== protocolCodes.tcp) {
        noteMessage(packet, at, end);
        return;
      }
      // RFC 1035 section 4.2.2: each message has its length before it.
      while (at + 2 + dnsHeaderBytes <= end) {
        const next = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
        noteMessage(packet, at + 2, Math.min(next, end));
        at = next;
      }
    },
    build: ({ conversations, request }, endNanoseconds, filtered) => {
      const unanswered = createFindingGroups("dnsUnanswered", "dns.flags.response == 0");
      const add = (server: string, name: string, packets: readonly number[], count: number) =>
        unanswered.add(`${server} ${name}`, { packets, count }, () => ({
          severity: "error",
          params: { server, name: toShownName(name) },
          filter: toNameFilter(server, name),
        }));
      for (const { server, name, packets, count } of lost.values()) add(server, name, packets, count);
      unanswered.addMore(lostOthers);
      for (const { name, client, server, nanoseconds, packets } of waiting.values()) {
        if (endNanoseconds - nanoseconds < leastWaitNanoseconds) continue;
        if (!wouldKeep(request, server, client)) addFiltered(filtered, request, { packets });
        else add(server.address, name, packets, 1);
      }
      return [unanswered, failed]
        .flatMap((groups) => groups.build(conversations))
        .concat(names.build(conversations));
    },
  };
}
