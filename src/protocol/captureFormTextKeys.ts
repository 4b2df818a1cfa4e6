import type { IssueCode } from "../task/tcpdump/fieldIssue.ts";
import type { AdviceCode } from "../task/tcpdump/advice.ts";
import { presets, type PresetId } from "../task/tcpdump/presets.ts";
import { tcpdumpFields } from "../task/tcpdump/formInput.ts";
import type { TcpdumpField } from "../task/tcpdump/options.ts";

/** Every key once, in a table: the compiler refuses a missing one and a superfluous one. */
type Table<Key extends string> = Readonly<Record<Key, true>>;

function toKeys<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[];
}

const issueCodes: Table<IssueCode> = {
  notNumber: true,
  ambiguousNumber: true,
  unknownUnit: true,
  notWhole: true,
  notPositive: true,
  tooLarge: true,
  unknownProtocol: true,
  notIpv4: true,
  ipv6NotSupported: true,
  hostnameNotSupported: true,
  leadingZero: true,
  addressWithPort: true,
  networkInAddressField: true,
  notCidr: true,
  cidrWithoutLength: true,
  cidrLengthRange: true,
  netmaskNotSupported: true,
  portNotNumber: true,
  portListNotSupported: true,
  portRange: true,
  badInterface: true,
};

const adviceCodes: Table<AdviceCode> = {
  regionNotOffered: true,
  regionsNotOffered: true,
  noLimit: true,
  portsIgnored: true,
  sourceNetworkWins: true,
  destNetworkWins: true,
  sourceHostBitsCleared: true,
  destHostBitsCleared: true,
  repliesFromPortMissing: true,
  repliesFromAddressMissing: true,
  repliesFromEndpointMissing: true,
  packetsToPortMissing: true,
  packetsToAddressMissing: true,
  packetsToEndpointMissing: true,
  otherDirectionMissing: true,
  sourceEqualsDest: true,
  neitherSideIsInstance: true,
  instancesOnNeitherSide: true,
  loopbackNeedsInterface: true,
  loopbackInterface: true,
  ipv6NotCaught: true,
  ipv6Uncertain: true,
  headersCut: true,
  payloadCut: true,
};

const pageKeys = [
  "title",
  "titleCount",
  "which",
  "demo",
  "instanceId",
  "region",
  "account",
  "preset",
  "presetNone",
  "presetLastUsed",
  "presetSave",
  "presetDelete",
  "groupWhat",
  "groupSource",
  "groupDest",
  "groupWhere",
  "groupStop",
  "protocolAny",
  "emptyAny",
  "emptyNoLimit",
  "pickSource",
  "pickDest",
  "equals",
  "countOf",
  "andMore",
  "preview",
  "previewOpsValue",
  "previewFilter",
  "previewFilterAll",
  "previewInvalid",
  "previewAdvice",
  "previewAdviceNone",
  "previewEstimate",
  "estimateFileSize",
  "estimatePackets",
  "estimateServiceLimit",
  "estimateTotal",
  "warning",
  "note",
  "copyOpsValue",
  "copyFilter",
  "copied",
  "start",
  "startAll",
  "sending",
  "copyAs",
  "reset",
  "resetDone",
  "shortcut",
  "sent",
  "showTasks",
  "correct",
  "fieldProblem",
  "tryAgain",
  "tryAgainIn",
  "changeKey",
  "wrongAnswer",
  "hostSilent",
  "more",
] as const;

/** What a text on the page is for. The host has the words, the page only keys. */
export type TextKey =
  | (typeof pageKeys)[number]
  | `label.${TcpdumpField}`
  | `help.${TcpdumpField}`
  | `issue.${IssueCode}`
  | `advice.${AdviceCode}`
  | `preset.${PresetId}`;

/** Every key, so that the border can check that a table of texts is complete. */
export const textKeys: readonly TextKey[] = /* @__PURE__ */ toTextKeys();

/** The host, which never asks for them, bundles none of the tables. */
function toTextKeys(): readonly TextKey[] {
  return [
    ...pageKeys,
    ...tcpdumpFields.flatMap((field) => [`label.${field}`, `help.${field}`] as const),
    ...toKeys(issueCodes).map((code) => `issue.${code}` as const),
    ...toKeys(adviceCodes).map((code) => `advice.${code}` as const),
    ...toKeys(presets).map((id) => `preset.${id}` as const),
  ];
}
