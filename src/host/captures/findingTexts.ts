import * as vscode from "vscode";
import type { FindingId } from "../../capture/findings/finding.ts";

type FindingTextKey = `${"finding" | "findings" | "next"}.${FindingId}`;

/**
 * What each finding says, in the editor's language: `finding` for one, `findings` for `{count}` of them, `next` what
 * to look at. The gaps are the finding's params.
 */
export function toFindingTexts(): Record<FindingTextKey, string> {
  return { ...toConnectionTexts(), ...toFlowTexts(), ...toApplicationTexts(), ...toFileTexts() };
}

type KeyOf<Id extends FindingId> = `${"finding" | "findings" | "next"}.${Id}`;
type ConnectionKey = KeyOf<
  "synUnanswered" | "connectionRefused" | "resetAfterRequest" | "resetAfterIdle" | "resetByPeer"
>;
type FlowKey = KeyOf<
  | "retransmissions"
  | "zeroWindow"
  | "oneDirection"
  | "oneDirectionFiltered"
  | "slowFirstAnswer"
  | "icmpUnreachable"
  | "fragmentationNeeded"
>;
type FileKey = KeyOf<"cutPackets" | "emptyCapture" | "emptyCaptureFiltered" | "damagedFile">;
type ApplicationKey = Exclude<FindingTextKey, ConnectionKey | FlowKey | FileKey>;

function toConnectionTexts(): Record<ConnectionKey, string> {
  return {
    "finding.synUnanswered": vscode.l10n.t("{to} did not answer when {from} tried to connect."),
    "findings.synUnanswered": vscode.l10n.t("{to} did not answer: {count} connection attempts got no reply."),
    "next.synUnanswered": vscode.l10n.t(
      "Something drops the packets on the way: check the security groups and network ACLs of both sides, the route, and that the address is in use. A port where nothing listens would refuse instead.",
    ),
    "finding.connectionRefused": vscode.l10n.t("{to} refused a connection of {from}."),
    "findings.connectionRefused": vscode.l10n.t("{to} refused {count} connections."),
    "next.connectionRefused": vscode.l10n.t(
      "The host is there, but nothing listens on the port, or only on another address such as 127.0.0.1. Check that the service runs and which address and port it listens on.",
    ),
    "finding.resetAfterRequest": vscode.l10n.t(
      "{from} reset the connection instead of answering {to}, {seconds} s after the request.",
    ),
    "findings.resetAfterRequest": vscode.l10n.t(
      "{from} reset {count} connections instead of answering {to}.",
    ),
    "next.resetAfterRequest": vscode.l10n.t(
      "Look at what was sent last before the reset, and in the log of {from} at that time: a crash, a limit, or a protocol that it does not speak on this port.",
    ),
    "finding.resetAfterIdle": vscode.l10n.t(
      "{from} reset the connection with {to} after {seconds} s without traffic.",
    ),
    "findings.resetAfterIdle": vscode.l10n.t(
      "{from} reset {count} connections with {to} after {seconds} s or less without traffic.",
    ),
    "next.resetAfterIdle": vscode.l10n.t(
      "An idle timeout of the server, a load balancer or a NAT gateway ended it. Keep connections in the pool for a shorter time than that, or send TCP keep-alives.",
    ),
    "finding.resetByPeer": vscode.l10n.t(
      "{from} reset the connection with {to} in the middle, after {seconds} s and {bytes} bytes.",
    ),
    "findings.resetByPeer": vscode.l10n.t("{from} reset {count} connections with {to} in the middle."),
    "next.resetByPeer": vscode.l10n.t(
      "Follow the stream to see how far it came, and look in the log of {from} at that time: who resets has given up, has crashed, or closed with data unread.",
    ),
  };
}

function toFlowTexts(): Record<FlowKey, string> {
  return {
    "finding.retransmissions": vscode.l10n.t(
      "{from} had to send {retransmissions} of {packets} packets to {to} again ({percent} %).",
    ),
    "findings.retransmissions": vscode.l10n.t(
      "{from} had to send many packets to {to} again, in {count} connections: up to {percent} % of them.",
    ),
    "next.retransmissions": vscode.l10n.t(
      "Packets are lost or late on the way. Compare with a capture on the other side to see which, and check the bandwidth and packet limits of the instances.",
    ),
    "finding.zeroWindow": vscode.l10n.t(
      "{from} could not take more data from {to} for {seconds} s: its receive buffer was full.",
    ),
    "findings.zeroWindow": vscode.l10n.t(
      "{from} could not take more data from {to} in {count} connections, for up to {seconds} s: its receive buffer was full.",
    ),
    "next.zeroWindow": vscode.l10n.t(
      "The program on {from} reads more slowly than data comes: look at its CPU, its locks, and what it waits for. The network is not at fault.",
    ),
    "finding.oneDirection": vscode.l10n.t("Only packets from {from} to {to} were seen, none back."),
    "findings.oneDirection": vscode.l10n.t(
      "Only packets from {from} to {to} were seen, none back, in {count} connections.",
    ),
    "next.oneDirection": vscode.l10n.t(
      "Either the answers take another way than this interface, or the capture was told to leave them out. Capture again on all interfaces and without a filter by source or destination.",
    ),
    "finding.oneDirectionFiltered": vscode.l10n.t(
      "One conversation shows one direction only, because the capture kept only: {filter}.",
    ),
    "findings.oneDirectionFiltered": vscode.l10n.t(
      "{count} conversations show one direction only, because the capture kept only: {filter}.",
    ),
    "next.oneDirectionFiltered": vscode.l10n.t(
      "Whether they were answered cannot be told from this file. Capture again without the filter by source or destination, or add a second capture for the other direction.",
    ),
    "finding.slowFirstAnswer": vscode.l10n.t(
      "{to} took {milliseconds} ms for its first answer; the network takes {handshakeMilliseconds} ms there and back.",
    ),
    "findings.slowFirstAnswer": vscode.l10n.t(
      "{to} was slow with its first answer in {count} connections: up to {milliseconds} ms, where the network takes {handshakeMilliseconds} ms there and back.",
    ),
    "next.slowFirstAnswer": vscode.l10n.t(
      "The time passes in the program behind {to}, not in the network. Look at what this request does there: a slow query, a cold start, or a call to another service.",
    ),
    "finding.icmpUnreachable": vscode.l10n.t("{from} says that {to} cannot be reached: {reason}."),
    "findings.icmpUnreachable": vscode.l10n.t(
      "{from} says {count} times that {to} cannot be reached: {reason}.",
    ),
    "next.icmpUnreachable": vscode.l10n.t(
      "When the answer comes from the destination itself, nothing listens on that port. When it comes from a router, check the route table and the firewall there.",
    ),
    "finding.fragmentationNeeded": vscode.l10n.t(
      "{from} cannot pass on large packets to {to}: the way takes {mtu} bytes at most.",
    ),
    "findings.fragmentationNeeded": vscode.l10n.t(
      "{from} says {count} times that packets to {to} are too large: the way takes {mtu} bytes at most.",
    ),
    "next.fragmentationNeeded": vscode.l10n.t(
      "Once is normal: the sender adapts. When it goes on, the sender does not hear of it; allow ICMP to it or lower the MTU of its interface.",
    ),
  };
}

function toApplicationTexts(): Record<ApplicationKey, string> {
  return {
    "finding.dnsUnanswered": vscode.l10n.t("The DNS server {server} did not answer a query for {name}."),
    "findings.dnsUnanswered": vscode.l10n.t(
      "The DNS server {server} did not answer {count} queries for {name}.",
    ),
    "next.dnsUnanswered": vscode.l10n.t(
      "Check that {server} is the right DNS server for this instance, and that UDP and TCP port 53 to it are allowed.",
    ),
    "finding.dnsNameNotFound": vscode.l10n.t(
      "The DNS server {server} says that the name {name} does not exist.",
    ),
    "findings.dnsNameNotFound": vscode.l10n.t(
      "{count} queries to the DNS server {server} were for a name that does not exist: {name}.",
    ),
    "next.dnsNameNotFound": vscode.l10n.t(
      "Check the spelling of the name, its namespace and domain, and that {server} serves the private zone that the name is in.",
    ),
    "finding.dnsSearchList": vscode.l10n.t(
      "One query for {name} failed with a domain from the search list before the name itself was found.",
    ),
    "findings.dnsSearchList": vscode.l10n.t(
      "{count} queries for {name} failed with domains from the search list before the name itself was found.",
    ),
    "next.dnsSearchList": vscode.l10n.t(
      "This is normal, but each takes time: write the name with a dot at its end, or lower ndots in the DNS settings of the container group.",
    ),
    "finding.dnsServerFailure": vscode.l10n.t(
      "The DNS server {server} could not answer a query for {name}: {code}.",
    ),
    "findings.dnsServerFailure": vscode.l10n.t(
      "The DNS server {server} could not answer {count} queries for {name}: {code}.",
    ),
    "next.dnsServerFailure": vscode.l10n.t(
      "The name may exist, but the server cannot reach who knows it (SERVFAIL) or may not answer this client (REFUSED). Ask another DNS server for the same name to compare.",
    ),
    "finding.tlsAlert": vscode.l10n.t("{from} ended the TLS connection with {to} ({name}): {description}."),
    "findings.tlsAlert": vscode.l10n.t(
      "{from} ended {count} TLS connections with {to} ({name}): {description}.",
    ),
    "next.tlsAlert": vscode.l10n.t(
      "An alert about a certificate comes from who does not trust it: check its names, dates and issuer. Handshake failure and protocol version mean that the two sides share no cipher suite or TLS version.",
    ),
    "finding.httpServerError": vscode.l10n.t("{server} answered {method} {target} with {code}."),
    "findings.httpServerError": vscode.l10n.t(
      "{server} answered {method} {target} with {code}, {count} times.",
    ),
    "next.httpServerError": vscode.l10n.t(
      "Follow the stream to read the answer, and look in the log of {server} at that time. 502, 503 and 504 come from a proxy whose backend is at fault.",
    ),
    "finding.httpClientError": vscode.l10n.t("{server} refused {method} {target} with {code}."),
    "findings.httpClientError": vscode.l10n.t(
      "{server} refused {method} {target} with {code}, {count} times.",
    ),
    "next.httpClientError": vscode.l10n.t(
      "The request is at fault: check its path, method, credentials and body against what the service expects. Follow the stream to read what the answer says.",
    ),
  };
}

function toFileTexts(): Record<FileKey, string> {
  return {
    "finding.cutPackets": vscode.l10n.t(
      "One packet was not captured in full: {keptBytes} of up to {wireBytes} bytes were kept.",
    ),
    "findings.cutPackets": vscode.l10n.t(
      "{count} packets were not captured in full: {keptBytes} of up to {wireBytes} bytes were kept.",
    ),
    "next.cutPackets": vscode.l10n.t(
      "What lies behind is missing in streams and findings. Capture again with more bytes kept of each packet, or leave that field empty.",
    ),
    "finding.emptyCapture": vscode.l10n.t("The capture holds no packet."),
    "findings.emptyCapture": vscode.l10n.t("The capture holds no packet."),
    "next.emptyCapture": vscode.l10n.t(
      "Nothing passed the interface while it ran. Check the interface's name, let the capture run longer, and cause the traffic meanwhile.",
    ),
    "finding.emptyCaptureFiltered": vscode.l10n.t(
      "The capture holds no packet: none passed that fits {filter}.",
    ),
    "findings.emptyCaptureFiltered": vscode.l10n.t(
      "The capture holds no packet: none passed that fits {filter}.",
    ),
    "next.emptyCaptureFiltered": vscode.l10n.t(
      "All parts of the filter must fit at once, and addresses are those that the instance itself sees, not those outside of a NAT gateway or load balancer. Capture again with fewer of them.",
    ),
    "finding.damagedFile": vscode.l10n.t(
      "The file cannot be read beyond byte {offset} ({reason}). What stands before it is shown.",
    ),
    "findings.damagedFile": vscode.l10n.t(
      "The file cannot be read beyond byte {offset} ({reason}). What stands before it is shown.",
    ),
    "next.damagedFile": vscode.l10n.t(
      "The download or the capture may have been cut off: download the result again, or stop the capture before its time is over.",
    ),
  };
}
