import { protocolCodes, protocolNames, type ProtocolName } from "../../packet/protocol.ts";
import type { BytesField, BytesTest, FilterInput } from "../filterField.ts";

/** Each protocol by its bare name; its bytes are its header and all that it carries. */
export const protocolFields: readonly BytesField[] = protocolNames.map((name) => ({
  name,
  shape: "bytes",
  type: "protocol",
  source: "packet",
  read: name === "frame" ? readFrame : createReader(name),
}));

function readFrame({ dissection }: FilterInput, test: BytesTest): boolean {
  return test(dissection.bytes, dissection.start, dissection.end);
}

function createReader(name: ProtocolName): BytesField["read"] {
  const code = protocolCodes[name];
  const bit = 1 << code;
  return ({ dissection }, test) => {
    if ((dissection.protocolSet & bit) === 0) return false;
    const { protocols, starts, ends, bytes, layerCount } = dissection;
    for (let layer = 0; layer < layerCount; layer += 1) {
      if (protocols[layer] === code && test(bytes, starts[layer] ?? 0, ends[layer] ?? 0)) return true;
    }
    return false;
  };
}
