import { maxLayers, type Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";

/** How deep a header lies: `outermost`, in the one `tunnel` that is opened, or `quoted` by an ICMP error. */
export const nesting = { outermost: 0, tunnel: 1, quoted: 2 } as const;

/** Adds a layer of that protocol code; false where the packet has `maxLayers` already. */
export function addLayer(
  into: Dissection,
  protocol: number,
  start: number,
  payload: number,
  end: number,
): boolean {
  const layer = into.layerCount;
  if (layer >= maxLayers) return false;
  into.protocols[layer] = protocol;
  into.starts[layer] = start;
  into.payloads[layer] = payload;
  into.ends[layer] = end;
  into.protocolSet |= 1 << protocol;
  into.layerCount = layer + 1;
  return true;
}

/** Adds what is not told apart as a `data` layer, unless it is empty or behind the packet's captured bytes. */
export function addData(into: Dissection, start: number, wireEnd: number): void {
  const end = wireEnd < into.end ? wireEnd : into.end;
  if (start < end) addLayer(into, protocolCodes.data, start, end, end);
}

/** Ends a dissection where a header is cut off or cannot be one. What a router quotes may be cut and is no fault. */
export function addBroken(into: Dissection, start: number, wireEnd: number, depth: number): void {
  if (depth !== nesting.quoted) into.isMalformed = true;
  addData(into, start, wireEnd);
}
