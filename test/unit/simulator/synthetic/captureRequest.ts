import type { CaptureRequest } from "../../../../src/simulator/engine.ts";

/** The request of an unfiltered capture with the given limits and choices. */
export function buildCaptureRequest(changes: Partial<CaptureRequest>): CaptureRequest {
  return {
    interfaceName: "eth0",
    snaplenBytes: 65_535,
    instanceIp: "172.16.1.5",
    peerIps: ["172.16.1.6", "172.16.2.7"],
    ...changes,
  };
}
