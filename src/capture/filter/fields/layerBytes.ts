import { protocolCodes, type ProtocolName } from "../../packet/protocol.ts";
import type { BytesField } from "../filterField.ts";

/** An address of `lengthBytes` bytes at each of these places in every layer of a protocol. */
export function createLayerAddress(
  name: string,
  protocol: ProtocolName,
  type: "mac" | "ipv6",
  offsets: readonly number[],
): BytesField {
  const code = protocolCodes[protocol];
  const bit = 1 << code;
  const lengthBytes = type === "mac" ? 6 : 16;
  const read: BytesField["read"] = ({ dissection }, test) => {
    if ((dissection.protocolSet & bit) === 0) return false;
    const { protocols, starts, ends, bytes, layerCount } = dissection;
    for (let layer = 0; layer < layerCount; layer += 1) {
      if (protocols[layer] !== code) continue;
      for (const offset of offsets) {
        const at = (starts[layer] ?? 0) + offset;
        const end = at + lengthBytes;
        if (end <= (ends[layer] ?? 0) && test(bytes, at, end)) return true;
      }
    }
    return false;
  };
  return { name, shape: "bytes", type, source: "packet", read };
}
