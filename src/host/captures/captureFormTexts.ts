import * as vscode from "vscode";
import type { TextKey } from "../../protocol/captureFormTextKeys.ts";
import { toAdviceTexts } from "./adviceTexts.ts";
import { toIssueTexts } from "./issueTexts.ts";

/** Every text of the form page in the editor's language; the page fills the gaps in braces. */
export function toCaptureFormTexts(): Record<TextKey, string> {
  return { ...toPageTexts(), ...toFieldTexts(), ...toIssueTexts(), ...toAdviceTexts() };
}

type FieldKey = Extract<TextKey, `label.${string}` | `help.${string}`>;
type OtherKey = Exclude<TextKey, FieldKey | `issue.${string}` | `advice.${string}`>;

function toPageTexts(): Record<OtherKey, string> {
  return {
    title: vscode.l10n.t("Capture packets of"),
    titleCount: vscode.l10n.t("{count} instances"),
    which: vscode.l10n.t("Which instances"),
    demo: vscode.l10n.t("Demo"),
    instanceId: vscode.l10n.t("Instance"),
    region: vscode.l10n.t("Region"),
    account: vscode.l10n.t("Account"),
    preset: vscode.l10n.t("Preset"),
    presetNone: vscode.l10n.t("Custom"),
    presetLastUsed: vscode.l10n.t("Last used"),
    presetSave: vscode.l10n.t("Save as preset…"),
    presetDelete: vscode.l10n.t("Delete this preset…"),
    "preset.allTraffic": vscode.l10n.t("All traffic, 30 seconds"),
    "preset.http": vscode.l10n.t("HTTP (to port 80)"),
    "preset.https": vscode.l10n.t("HTTPS (to port 443)"),
    "preset.dns": vscode.l10n.t("DNS queries (to port 53)"),
    "preset.ping": vscode.l10n.t("Ping (ICMP)"),
    "preset.mysql": vscode.l10n.t("MySQL (to port 3306)"),
    "preset.postgresql": vscode.l10n.t("PostgreSQL (to port 5432)"),
    "preset.redis": vscode.l10n.t("Redis (to port 6379)"),
    groupWhat: vscode.l10n.t("What"),
    groupSource: vscode.l10n.t("From"),
    groupDest: vscode.l10n.t("To"),
    groupWhere: vscode.l10n.t("Where"),
    groupStop: vscode.l10n.t("Stop after"),
    protocolAny: vscode.l10n.t("Any"),
    emptyAny: vscode.l10n.t("Any"),
    emptyNoLimit: vscode.l10n.t("No limit"),
    pickSource: vscode.l10n.t("Pick source…"),
    pickDest: vscode.l10n.t("Pick destination…"),
    equals: vscode.l10n.t("= {quantity}"),
    andMore: vscode.l10n.t("{names} and {count} more"),
    countOf: vscode.l10n.t("{name}: {count}"),
    preview: vscode.l10n.t("What this captures"),
    previewOpsValue: vscode.l10n.t("OpsValue that is sent"),
    previewFilter: vscode.l10n.t("As a tcpdump expression"),
    previewFilterAll: vscode.l10n.t("(no filter: every packet)"),
    previewInvalid: vscode.l10n.t("Correct the marked fields to see what would be sent."),
    previewAdvice: vscode.l10n.t("What will not be caught, and other notes"),
    previewAdviceNone: vscode.l10n.t("Nothing is left out."),
    previewEstimate: vscode.l10n.t("Largest file"),
    estimateFileSize: vscode.l10n.t("{size}: the size that you set."),
    estimatePackets: vscode.l10n.t(
      "{size}, if every packet is as long as what is kept of it. Usually far less.",
    ),
    estimateServiceLimit: vscode.l10n.t(
      "{size}: the service's own limit. Set a size or a number of packets to stay below.",
    ),
    estimateTotal: vscode.l10n.t("That is for each instance; for all {count}: {size}."),
    warning: vscode.l10n.t("Warning:"),
    note: vscode.l10n.t("Note:"),
    copyOpsValue: vscode.l10n.t("Copy OpsValue"),
    copyFilter: vscode.l10n.t("Copy expression"),
    copied: vscode.l10n.t("Copied: {what}"),
    start: vscode.l10n.t("Start capture"),
    startAll: vscode.l10n.t("Start {count} captures"),
    sending: vscode.l10n.t("Sending…"),
    copyAs: vscode.l10n.t("Copy as…"),
    reset: vscode.l10n.t("Reset"),
    resetDone: vscode.l10n.t("The form is as it was at first."),
    shortcut: vscode.l10n.t("{key} starts the capture from anywhere here; Enter alone in a field does not."),
    sent: vscode.l10n.t("Sent. Follow the capture in Tasks."),
    showTasks: vscode.l10n.t("Show tasks"),
    correct: vscode.l10n.t("Nothing was sent. Please correct: {fields}"),
    fieldProblem: vscode.l10n.t("{field}: {problem}"),
    hostSilent: vscode.l10n.t(
      "The extension does not answer any more. Look into Tasks before you send anything again; Developer: Reload Window brings it back.",
    ),
    wrongAnswer: vscode.l10n.t("The answer could not be read. Reload the window if this goes on."),
    tryAgain: vscode.l10n.t("Try again"),
    more: vscode.l10n.t("More…"),
    changeKey: vscode.l10n.t("Change key…"),
    tryAgainIn: vscode.l10n.t("Try again in {time}"),
  };
}

function toFieldTexts(): Record<FieldKey, string> {
  return {
    "label.protocol": vscode.l10n.t("Protocol"),
    "help.protocol": vscode.l10n.t("Any: no filter by protocol."),
    "label.sourceIp": vscode.l10n.t("Source address"),
    "help.sourceIp": vscode.l10n.t("Such as 192.168.0.10."),
    "label.sourceCidr": vscode.l10n.t("Source network"),
    "help.sourceCidr": vscode.l10n.t("Such as 10.0.0.0/8. Wins over the address."),
    "label.sourcePort": vscode.l10n.t("Source port"),
    "help.sourcePort": vscode.l10n.t("1 to 65535. Not used with ICMPv4."),
    "label.destIp": vscode.l10n.t("Destination address"),
    "help.destIp": vscode.l10n.t("Such as 192.168.0.10."),
    "label.destCidr": vscode.l10n.t("Destination network"),
    "help.destCidr": vscode.l10n.t("Such as 10.0.0.0/8. Wins over the address."),
    "label.destPort": vscode.l10n.t("Destination port"),
    "help.destPort": vscode.l10n.t("1 to 65535. Not used with ICMPv4."),
    "label.interfaceName": vscode.l10n.t("Network interface"),
    "help.interfaceName": vscode.l10n.t("Such as eth0, or lo for loopback."),
    "label.snaplenBytes": vscode.l10n.t("Bytes kept of each packet"),
    "help.snaplenBytes": vscode.l10n.t("Such as 96, for the headers alone."),
    "label.durationSeconds": vscode.l10n.t("Time"),
    "help.durationSeconds": vscode.l10n.t("Such as 30 s, 5 min or 1 h."),
    "label.packetCount": vscode.l10n.t("Packets"),
    "help.packetCount": vscode.l10n.t("Such as 1000."),
    "label.fileSizeBytes": vscode.l10n.t("File size"),
    "help.fileSizeBytes": vscode.l10n.t("Such as 100 MiB, at most 1 GiB."),
  };
}
