import type { PageCore } from "./pageCore.ts";
import { findInnermost, toAncestorKinds, toVisibleNodes, type PacketNode } from "./packetNodes.ts";

/** What a person does with the layers and the bytes of the selected packet. */
export type PacketActions = {
  /** Selects a layer or field and marks its bytes. */
  readonly selectNode: (path: string) => void;
  /** Selects a byte and the innermost field that holds it. */
  readonly selectByte: (offset: number) => void;
  readonly setOpen: (node: PacketNode, isOpen: boolean) => void;
};

export function createPacketActions(core: PageCore, revealByte: (offset: number) => void): PacketActions {
  const openTo = (path: string) => {
    const { packet, opened } = core.state();
    if (!packet) return;
    const kinds = toAncestorKinds(packet.layers, path);
    const shown = new Set(toVisibleNodes(packet.layers, opened).map((node) => node.path));
    if (!shown.has(path))
      core.update({ opened: new Map([...opened, ...kinds.map((kind) => [kind, true] as const)]) });
  };
  const revealNode = () => {
    core.afterPaint(() => {
      document.querySelector("#packet-layers [aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    });
  };
  return {
    selectNode: (path) => {
      const { packet, opened } = core.state();
      if (!packet) return;
      core.update({ node: path, byte: -1 });
      const node = toVisibleNodes(packet.layers, opened).find((each) => each.path === path);
      if (node && node.end > node.start) revealByte(node.start);
      revealNode();
    },
    selectByte: (offset) => {
      const { packet } = core.state();
      if (!packet || packet.bytes.length === 0) return;
      const byte = Math.min(Math.max(0, offset), packet.bytes.length - 1);
      const node = findInnermost(packet.layers, byte);
      if (node !== undefined) openTo(node);
      core.update({ byte, node });
      revealByte(byte);
      revealNode();
    },
    setOpen: (node, isOpen) => {
      core.update({ opened: new Map([...core.state().opened, [node.kind, isOpen]]) });
    },
  };
}
