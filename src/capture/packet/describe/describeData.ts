import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { createLayerPart } from "./layerPart.ts";
import { toBytesText } from "./valueText.ts";

/** What is not told apart. */
export function describeData(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const lengthBytes = part.end - part.at;
  return part.build("data", "Data", `${lengthBytes} bytes`, [
    part.field("data.data", "Data", toBytesText(part.bytes, part.at, part.end), part.at, lengthBytes),
    part.note("data.len", "Length", `${lengthBytes}`),
  ]);
}
