import type { FieldOrNone, LayerPart } from "./layerPart.ts";
import { readOptions, type HeaderOption } from "./readOptions.ts";
import {
  isWellFormed,
  toRelativeSequence,
  toWindowMultiplier,
  tcpOptionKinds as kinds,
} from "./tcpOption.ts";
import { toBytesText } from "./valueText.ts";

const optionNames = new Map<number, string>([
  [kinds.end, "End of Option List (EOL)"],
  [kinds.noOperation, "No-Operation (NOP)"],
  [kinds.maximumSegmentSize, "Maximum segment size"],
  [kinds.windowScale, "Window scale"],
  [kinds.sackPermitted, "SACK permitted"],
  [kinds.sack, "SACK"],
  [kinds.timestamps, "Timestamps"],
  [19, "MD5 signature"],
  [28, "User Timeout"],
  [29, "Authentication"],
  [30, "Multipath TCP"],
  [34, "Fast Open Cookie"],
]);

/** The options of a TCP header as a field with a child an option; edges of SACK blocks count from `baseAcknowledgment`. */
export function describeTcpOptions(
  part: LayerPart,
  start: number,
  end: number,
  baseAcknowledgment: number | undefined,
): FieldOrNone {
  if (start >= end) return undefined;
  const options = readOptions(part.bytes, start, end);
  const names = options.map(({ kind }) => toOptionName(kind)).join(", ");
  return part.field(
    "tcp.options",
    "Options",
    `${end - start} bytes: ${names}`,
    start,
    end - start,
    options.map((option) => describeOption(part, option, baseAcknowledgment)),
  );
}

function toOptionName(kind: number): string {
  return optionNames.get(kind) ?? `Unknown option ${kind}`;
}

function describeOption(part: LayerPart, option: HeaderOption, base: number | undefined): FieldOrNone {
  const { at, kind, lengthBytes } = option;
  const isFine = isWellFormed(option);
  const fields = [part.field("tcp.option_kind", "Kind", `${kind}`, at, 1)];
  if (kind > 1 && lengthBytes > 1) {
    fields.push(part.field("tcp.option_len", "Length", `${part.uint8(at + 1)}`, at + 1, 1));
  }
  if (isFine) fields.push(...describeValue(part, option, base));
  const name = toOptionName(kind);
  return part.field(
    "",
    "TCP Option",
    isFine ? name : `${name}, its length is wrong`,
    at,
    lengthBytes,
    fields,
  );
}

function describeValue(
  part: LayerPart,
  { at, kind, lengthBytes }: HeaderOption,
  base: number | undefined,
): readonly FieldOrNone[] {
  switch (kind) {
    case kinds.maximumSegmentSize:
      return [part.field("tcp.options.mss_val", "MSS Value", `${part.uint16(at + 2)}`, at + 2, 2)];
    case kinds.windowScale: {
      const shift = part.uint8(at + 2);
      return [
        part.field("tcp.options.wscale.shift", "Shift count", `${shift}`, at + 2, 1),
        part.note("tcp.options.wscale.multiplier", "Multiplier", `${toWindowMultiplier(shift)}`),
      ];
    }
    case kinds.sack:
      return describeSackBlocks(part, at + 2, at + lengthBytes, base);
    case kinds.timestamps:
      return [
        part.field("tcp.options.timestamp.tsval", "Timestamp value", `${part.uint32(at + 2)}`, at + 2, 4),
        part.field(
          "tcp.options.timestamp.tsecr",
          "Timestamp echo reply",
          `${part.uint32(at + 6)}`,
          at + 6,
          4,
        ),
      ];
    default:
      return lengthBytes <= 2
        ? []
        : [
            part.field(
              "tcp.options.unknown.payload",
              "Payload",
              toBytesText(part.bytes, at + 2, at + lengthBytes),
              at + 2,
              lengthBytes - 2,
            ),
          ];
  }
}

function describeSackBlocks(
  part: LayerPart,
  start: number,
  end: number,
  base: number | undefined,
): readonly FieldOrNone[] {
  const fields: FieldOrNone[] = [];
  for (let at = start; at + 8 <= end; at += 8) {
    const left = toRelativeSequence(part.uint32(at), base);
    const right = toRelativeSequence(part.uint32(at + 4), base);
    fields.push(
      part.field("tcp.options.sack_le", "TCP SACK Left Edge", `${left}`, at, 4),
      part.field("tcp.options.sack_re", "TCP SACK Right Edge", `${right}`, at + 4, 4),
    );
  }
  return fields;
}
