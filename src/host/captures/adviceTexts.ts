import * as vscode from "vscode";
import type { AdviceCode } from "../../task/tcpdump/advice.ts";

/**
 * What a valid capture will not do. The service does not document whether it also catches the other direction of its
 * filter, so these words say "may".
 */
export function toAdviceTexts(): Record<`advice.${AdviceCode}`, string> {
  return {
    "advice.regionNotOffered": vscode.l10n.t(
      "Alibaba Cloud's documentation says that captures are not offered in this region. The service may refuse this one.",
    ),
    "advice.regionsNotOffered": vscode.l10n.t(
      "Alibaba Cloud's documentation says that captures are not offered in {regions}. The service may refuse those of {names}.",
    ),
    "advice.noLimit": vscode.l10n.t(
      "Nothing ends this capture by itself. Set a time, a number of packets or a size.",
    ),
    "advice.portsIgnored": vscode.l10n.t("ICMP has no ports: the ports are ignored."),
    "advice.sourceNetworkWins": vscode.l10n.t(
      "The source network {network} wins: the source address {address} is ignored and not sent.",
    ),
    "advice.destNetworkWins": vscode.l10n.t(
      "The destination network {network} wins: the destination address {address} is ignored and not sent.",
    ),
    "advice.sourceHostBitsCleared": vscode.l10n.t(
      "The source network {typed} is sent as {network}, which is the same.",
    ),
    "advice.destHostBitsCleared": vscode.l10n.t(
      "The destination network {typed} is sent as {network}, which is the same.",
    ),
    "advice.repliesFromPortMissing": vscode.l10n.t(
      "Replies from port {port} may be missing: add a second capture, or leave the port empty.",
    ),
    "advice.repliesFromAddressMissing": vscode.l10n.t(
      "Replies from {address} may be missing: add a second capture, or leave the destination empty.",
    ),
    "advice.repliesFromEndpointMissing": vscode.l10n.t(
      "Replies from {address}, port {port}, may be missing: add a second capture, or leave the destination empty.",
    ),
    "advice.packetsToPortMissing": vscode.l10n.t(
      "What is sent to port {port} may be missing: add a second capture, or leave the port empty.",
    ),
    "advice.packetsToAddressMissing": vscode.l10n.t(
      "What is sent to {address} may be missing: add a second capture, or leave the source empty.",
    ),
    "advice.packetsToEndpointMissing": vscode.l10n.t(
      "What is sent to {address}, port {port}, may be missing: add a second capture, or leave the source empty.",
    ),
    "advice.otherDirectionMissing": vscode.l10n.t(
      "Only {source} to {dest} is asked for. What flows back may be missing: add a second capture with both sides swapped.",
    ),
    "advice.sourceEqualsDest": vscode.l10n.t(
      "Source and destination are both {address}: probably nothing will be caught.",
    ),
    "advice.neitherSideIsInstance": vscode.l10n.t(
      "Neither side is this instance ({instanceIp}): probably nothing will be caught.",
    ),
    "advice.instancesOnNeitherSide": vscode.l10n.t(
      "Neither side is one of these instances, for which probably nothing will be caught: {names}.",
    ),
    "advice.loopbackNeedsInterface": vscode.l10n.t(
      "Loopback addresses do not pass this interface. To see them, set the network interface to lo.",
    ),
    "advice.loopbackInterface": vscode.l10n.t(
      "Interface lo shows only what the containers of this instance send to each other.",
    ),
    "advice.ipv6NotCaught": vscode.l10n.t("IPv6 packets will not be caught."),
    "advice.ipv6Uncertain": vscode.l10n.t("IPv6 packets may be missing: the service does not say."),
    "advice.headersCut": vscode.l10n.t(
      "With {bytes} bytes kept of each packet, even the headers are cut. Keep 96 or more.",
    ),
    "advice.payloadCut": vscode.l10n.t(
      "Only the first {bytes} bytes of each packet are kept: long contents are cut.",
    ),
  };
}
