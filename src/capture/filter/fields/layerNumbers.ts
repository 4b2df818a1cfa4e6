import { protocolCodes, type ProtocolName } from "../../packet/protocol.ts";
import type { FieldReader, NumberField, NumberTest } from "../filterField.ts";

/** Where a number stands in a layer: `sizeBytes` bytes from `offset`, of them the bits of `mask`, shifted down to the lowest. */
type Place = {
  readonly offset: number;
  readonly sizeBytes: 1 | 2 | 4;
  readonly mask?: number;
};

/** A number at one place in every layer of a protocol. */
export function createLayerNumber(
  name: string,
  protocol: ProtocolName,
  place: Place,
  type: NumberField["type"] = "number",
): NumberField {
  const { mask = 2 ** (8 * place.sizeBytes) - 1 } = place;
  const maximum = type === "boolean" ? 1 : mask / lowestBit(mask);
  return { name, shape: "number", type, maximum, source: "packet", read: createLayerReader(protocol, place) };
}

/** A field with the values of several others, such as `tcp.port`. */
export function createEither(name: string, first: NumberField, second: NumberField): NumberField {
  return { ...first, name, read: (input, test) => first.read(input, test) || second.read(input, test) };
}

function createLayerReader(protocol: ProtocolName, place: Place): FieldReader<NumberTest> {
  const code = protocolCodes[protocol];
  const bit = 1 << code;
  const { offset, sizeBytes } = place;
  const end = offset + sizeBytes;
  const mask = place.mask ?? -1;
  const divisor = lowestBit(mask >>> 0);
  return ({ dissection }, test) => {
    if ((dissection.protocolSet & bit) === 0) return false;
    const { protocols, starts, ends, view, layerCount } = dissection;
    for (let layer = 0; layer < layerCount; layer += 1) {
      if (protocols[layer] !== code) continue;
      const at = starts[layer] ?? 0;
      if (at + end > (ends[layer] ?? 0)) continue;
      const word =
        sizeBytes === 1
          ? view.getUint8(at + offset)
          : sizeBytes === 2
            ? view.getUint16(at + offset)
            : view.getUint32(at + offset);
      if (test(((word & mask) >>> 0) / divisor)) return true;
    }
    return false;
  };
}

function lowestBit(mask: number): number {
  return (mask & -mask) >>> 0;
}
