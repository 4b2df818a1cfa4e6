import { recogniseApplication } from "../app/recogniseApplication.ts";
import type { Dissection } from "../dissection.ts";
import { addData, addLayer } from "./addLayer.ts";

/** Adds what a transport carries, of which at least a byte was captured: as the protocol it looks like, or as data. */
export function addApplication(
  into: Dissection,
  start: number,
  end: number,
  sourcePort: number,
  destinationPort: number,
  isTcp: boolean,
): void {
  const protocol = recogniseApplication(into.bytes, start, end, sourcePort, destinationPort, isTcp);
  const layer = into.layerCount;
  if (protocol < 0) addData(into, start, end);
  else if (addLayer(into, protocol, start, end, end)) into.application = layer;
}
