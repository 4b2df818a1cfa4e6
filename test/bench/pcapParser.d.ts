declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";

  /** Parses a pcap file; the package has no types of its own. */
  export function parse(path: string): EventEmitter;
}
