import type { Packet, PageField } from "../../src/protocol/captureView.ts";

type Layer = Packet["layers"][number];

/** A layer or a field as one line of the tree. */
export type PacketNode = {
  /** The places from the layer down to it, such as `2.0.1`: unique in the packet. */
  readonly path: string;
  /** What kind of thing it is: the same in every packet. */
  readonly kind: string;
  /** 1 for layers. */
  readonly level: number;
  /** Wireshark's filter name; empty where it has none. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** Its place among those of the same parent, from 1, and how many these are. */
  readonly position: number;
  readonly siblings: number;
};

/** The deepest place that is looked into. */
const maxDepth = 24;

/** The lines of the tree that are in sight; a layer or field stands open where `opened` says so for its kind. */
export function toVisibleNodes(
  layers: Packet["layers"],
  opened: ReadonlyMap<string, boolean>,
): readonly PacketNode[] {
  const nodes: PacketNode[] = [];
  const add = (
    item: Layer | PageField,
    at: {
      path: string;
      kind: string;
      level: number;
      position: number;
      siblings: number;
      isOpenAtFirst: boolean;
    },
  ) => {
    const { level, kind } = at;
    const isLayer = "protocol" in item;
    const fields = (item.fields ?? []).slice();
    const hasChildren = fields.length > 0 && level < maxDepth;
    const isOpen = hasChildren && (opened.get(kind) ?? at.isOpenAtFirst);
    nodes.push({
      path: at.path,
      kind,
      level,
      position: at.position,
      siblings: at.siblings,
      name: isLayer ? item.protocol : item.name,
      label: item.label,
      value: isLayer ? item.summary : item.value,
      start: item.start,
      end: item.end,
      hasChildren,
      isOpen,
    });
    if (!isOpen) return;
    for (const [index, field] of fields.entries()) {
      add(field, {
        path: `${at.path}.${index}`,
        kind: `${kind}/${field.name || field.label}`,
        level: level + 1,
        position: index + 1,
        siblings: fields.length,
        isOpenAtFirst: false,
      });
    }
  };
  for (const [index, layer] of layers.entries()) {
    add(layer, {
      path: `${index}`,
      kind: layer.protocol,
      level: 1,
      position: index + 1,
      siblings: layers.length,
      isOpenAtFirst: index === layers.length - 1,
    });
  }
  return nodes;
}

/** The path of the layer or field with the fewest bytes that holds a byte; the deeper one of equals. */
export function findInnermost(layers: Packet["layers"], offset: number): string | undefined {
  let best: { readonly path: string; readonly size: number } | undefined;
  const look = (items: readonly (Layer | PageField)[], parent: string, level: number) => {
    for (const [index, item] of items.entries()) {
      const path = parent === "" ? `${index}` : `${parent}.${index}`;
      const size = item.end - item.start;
      if (offset >= item.start && offset < item.end && (!best || size <= best.size)) best = { path, size };
      if (level < maxDepth) look(item.fields ?? [], path, level + 1);
    }
  };
  look(layers, "", 1);
  return best?.path;
}

/** The layer or field at a path. */
export function findNode(layers: Packet["layers"], path: string | undefined): Layer | PageField | undefined {
  if (path === undefined) return undefined;
  let items: readonly (Layer | PageField)[] = layers;
  let found: Layer | PageField | undefined;
  for (const place of path.split(".")) {
    found = items[Number(place)];
    items = found?.fields ?? [];
  }
  return found;
}

/** The kinds of all that a path lies in, outermost first, without its own. */
export function toAncestorKinds(layers: Packet["layers"], path: string): readonly string[] {
  const kinds: string[] = [];
  let items: readonly (Layer | PageField)[] = layers;
  let kind = "";
  for (const place of path.split(".").slice(0, -1)) {
    const item = items[Number(place)];
    if (!item) break;
    const own = "protocol" in item ? item.protocol : item.name || item.label;
    kind = kind === "" ? own : `${kind}/${own}`;
    kinds.push(kind);
    items = item.fields ?? [];
  }
  return kinds;
}
