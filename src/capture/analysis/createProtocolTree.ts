import type { Dissection } from "../packet/dissection.ts";
import { protocolNames } from "../packet/protocol.ts";
import type { ProtocolNode } from "./captureAnalysis.ts";

/** Counts packets by their layers. */
export type ProtocolTree = {
  add(dissection: Dissection): void;
  protocols(): readonly ProtocolNode[];
  counts(): ReadonlyMap<string, number>;
};

/** Real captures have some dozens; hostile tags in every order count for the deepest layer that has a node. */
const maxNodes = 4_096;

/** An empty tree. What an ICMP error quotes is no part of a path, but is counted in `counts`. */
export function createProtocolTree(): ProtocolTree {
  return new Tree();
}

class Tree implements ProtocolTree {
  // Node 0 is the root. Packets and bytes are those that end at a node; its whole is summed when it is asked for.
  readonly #codes = new Uint8Array(maxNodes);
  readonly #parents = new Uint16Array(maxNodes);
  readonly #firstChildren = new Uint16Array(maxNodes);
  readonly #nextSiblings = new Uint16Array(maxNodes);
  readonly #packets = new Float64Array(maxNodes);
  readonly #bytes = new Float64Array(maxNodes);
  #nodeCount = 1;
  readonly #counts = new Float64Array(32);
  // Packets in a row that have the same protocols are put down at once.
  #set = 0;
  #setPackets = 0;

  add(dissection: Dissection): void {
    const { protocols, quotedFrom, layerCount } = dissection;
    const depth = quotedFrom < layerCount ? quotedFrom : layerCount;
    let node = 0;
    for (let layer = 0; layer < depth; layer += 1) {
      const child = this.#childOf(node, protocols[layer] ?? 0);
      if (child === 0) break;
      node = child;
    }
    this.#packets[node] = (this.#packets[node] ?? 0) + 1;
    this.#bytes[node] = (this.#bytes[node] ?? 0) + dissection.wireBytes;
    if (dissection.protocolSet !== this.#set) {
      this.#flush();
      this.#set = dissection.protocolSet;
    }
    this.#setPackets += 1;
  }

  protocols(): readonly ProtocolNode[] {
    const packets = this.#packets.slice(0, this.#nodeCount);
    const bytes = this.#bytes.slice(0, this.#nodeCount);
    // A child is always younger than its parent.
    for (let node = this.#nodeCount - 1; node > 0; node -= 1) {
      const parent = this.#parents[node] ?? 0;
      packets[parent] = (packets[parent] ?? 0) + (packets[node] ?? 0);
      bytes[parent] = (bytes[parent] ?? 0) + (bytes[node] ?? 0);
    }
    const rows: ProtocolNode[] = [];
    const open = [{ node: this.#firstChildren[0] ?? 0, above: [] as readonly string[] }];
    for (let top = open.pop(); top; top = open.pop()) {
      const { node, above } = top;
      if (node === 0) continue;
      const path = [...above, protocolNames[this.#codes[node] ?? 0] ?? ""];
      rows.push({ path, packets: packets[node] ?? 0, bytes: bytes[node] ?? 0 });
      open.push({ node: this.#nextSiblings[node] ?? 0, above });
      open.push({ node: this.#firstChildren[node] ?? 0, above: path });
    }
    return rows;
  }

  counts(): ReadonlyMap<string, number> {
    this.#flush();
    const counted = protocolNames.map((name, code) => [name, this.#counts[code] ?? 0] as const);
    return new Map(counted.filter(([, count]) => count > 0));
  }

  /** The child with that protocol, made where there is none yet; 0 when the tree is full. */
  #childOf(node: number, code: number): number {
    let last = 0;
    let child = this.#firstChildren[node] ?? 0;
    while (child !== 0) {
      if (this.#codes[child] === code) return child;
      last = child;
      child = this.#nextSiblings[child] ?? 0;
    }
    if (this.#nodeCount === maxNodes) return 0;
    child = this.#nodeCount;
    this.#nodeCount += 1;
    this.#codes[child] = code;
    this.#parents[child] = node;
    if (last === 0) this.#firstChildren[node] = child;
    else this.#nextSiblings[last] = child;
    return child;
  }

  #flush(): void {
    for (let rest = this.#set; rest !== 0; rest &= rest - 1) {
      const code = 31 - Math.clz32(rest & -rest);
      this.#counts[code] = (this.#counts[code] ?? 0) + this.#setPackets;
    }
    this.#setPackets = 0;
  }
}
