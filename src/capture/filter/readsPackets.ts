import type { FilterNode } from "./filterNode.ts";

/** Whether an expression asks for anything that is not in the packet index: then the file must be read. */
export function readsPackets(node: FilterNode): boolean {
  switch (node.kind) {
    case "all":
      return false;
    case "not":
      return readsPackets(node.operand);
    case "and":
    case "or":
      return node.operands.some(readsPackets);
    case "present":
    case "number":
    case "time":
    case "bytes":
      return !node.field.isIndexed;
  }
}
