import { toIpv4Text } from "../address.ts";
import type { FieldOrNone, LayerPart } from "./layerPart.ts";
import { readOptions, type HeaderOption } from "./readOptions.ts";
import { toBytesText } from "./valueText.ts";

const optionNames = new Map([
  [0, "End of Options List (EOL)"],
  [1, "No Operation (NOP)"],
  [7, "Record Route"],
  [25, "Quick-Start"],
  [68, "Time Stamp"],
  [82, "Traceroute"],
  [130, "Security"],
  [131, "Loose Source Route"],
  [133, "Extended Security"],
  [134, "Commercial Security"],
  [136, "Stream ID"],
  [137, "Strict Source Route"],
  [148, "Router Alert"],
]);

const routeNames = new Map([
  [7, "ip.rec_rt"],
  [131, "ip.src_rt"],
  [137, "ip.src_rt"],
]);

/** The options of an IPv4 header (RFC 791 section 3.1, IANA IP option numbers). */
export function describeIpv4Options(part: LayerPart, start: number, end: number): readonly FieldOrNone[] {
  return readOptions(part.bytes, start, end).map((option) => {
    const name = optionNames.get(option.kind) ?? `Unknown option ${option.kind}`;
    const value = option.isBroken ? `${name}, its length is wrong` : name;
    return part.field("", "IP Option", value, option.at, option.lengthBytes, describeParts(part, option));
  });
}

function describeParts(part: LayerPart, option: HeaderOption): readonly FieldOrNone[] {
  const { at, kind, lengthBytes } = option;
  const end = at + lengthBytes;
  const type = part.field("ip.opt.type", "Type", `${kind}`, at, 1);
  if (kind <= 1 || option.isBroken) return [type];
  const fields = [type, part.field("ip.opt.len", "Length", `${lengthBytes}`, at + 1, 1)];
  const route = routeNames.get(kind);
  if (route !== undefined && lengthBytes >= 3) {
    fields.push(part.field("ip.opt.ptr", "Pointer", `${part.uint8(at + 2)}`, at + 2, 1));
    for (let place = at + 3; place + 4 <= end; place += 4) {
      fields.push(part.field(route, "Address", toIpv4Text(part.bytes, place), place, 4));
    }
  } else if (kind === 148 && lengthBytes === 4) {
    fields.push(part.field("ip.opt.ra", "Router Alert", `${part.uint16(at + 2)}`, at + 2, 2));
  } else if (lengthBytes > 2) {
    fields.push(part.field("", "Data", toBytesText(part.bytes, at + 2, end), at + 2, lengthBytes - 2));
  }
  return fields;
}
