import { protocolCodes } from "../../packet/protocol.ts";
import type { NumberField } from "../filterField.ts";

/** The number of a packet's TCP or UDP conversation among those of its protocol. */
export function createStreamNumber(name: string, protocol: "tcp" | "udp"): NumberField {
  const code = protocolCodes[protocol];
  const read: NumberField["read"] = ({ stream, dissection }, test) =>
    stream >= 0 &&
    dissection.transport >= 0 &&
    dissection.protocols[dissection.transport] === code &&
    test(stream);
  return { name, shape: "number", type: "number", maximum: 0xffff_ffff, source: "index", read };
}
