import * as vscode from "vscode";
import type { IssueCode } from "../../task/tcpdump/fieldIssue.ts";

/** Why a field is refused, in words that say what to type instead. */
export function toIssueTexts(): Record<`issue.${IssueCode}`, string> {
  return {
    "issue.notNumber": vscode.l10n.t("This is not a number."),
    "issue.ambiguousNumber": vscode.l10n.t(
      "This can be read in two ways. Write the number without separators, such as 1500 or 1.5.",
    ),
    "issue.unknownUnit": vscode.l10n.t("“{unit}” is not a known unit."),
    "issue.notWhole": vscode.l10n.t("This must come to a whole number."),
    "issue.notPositive": vscode.l10n.t("This must be above 0. Leave the field empty for no limit."),
    "issue.tooLarge": vscode.l10n.t("The largest value here is {max}."),
    "issue.unknownProtocol": vscode.l10n.t("Choose a protocol from the list."),
    "issue.notIpv4": vscode.l10n.t(
      "Write an IPv4 address with four numbers from 0 to 255, such as 192.168.0.10.",
    ),
    "issue.ipv6NotSupported": vscode.l10n.t("The service filters by IPv4 addresses only."),
    "issue.hostnameNotSupported": vscode.l10n.t(
      "Write numbers and not a name: the service does not look names up.",
    ),
    "issue.leadingZero": vscode.l10n.t("Write the numbers without leading zeros: 1.2.3.4 and not 01.2.3.4."),
    "issue.addressWithPort": vscode.l10n.t("The port has a field of its own."),
    "issue.networkInAddressField": vscode.l10n.t("This is a network: it belongs in the field beside."),
    "issue.notCidr": vscode.l10n.t("Write an IPv4 network such as 192.168.0.0/24."),
    "issue.cidrWithoutLength": vscode.l10n.t(
      "A network needs its length, such as /24. A single address belongs in the address field.",
    ),
    "issue.cidrLengthRange": vscode.l10n.t("The length after the slash goes from 0 to 32."),
    "issue.netmaskNotSupported": vscode.l10n.t(
      "Write the length and not the mask: /24 stands for 255.255.255.0.",
    ),
    "issue.portNotNumber": vscode.l10n.t("Write the port as a number."),
    "issue.portListNotSupported": vscode.l10n.t(
      "The service takes one port. Send a capture for each, or leave it empty.",
    ),
    "issue.portRange": vscode.l10n.t("A port goes from 1 to 65535."),
    "issue.badInterface": vscode.l10n.t(
      "An interface name has 1 to 15 plain characters, without spaces, slashes or colons.",
    ),
  };
}
