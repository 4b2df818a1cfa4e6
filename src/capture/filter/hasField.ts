import type { FilterField } from "./filterField.ts";
import type { FilterNode } from "./filterNode.ts";

/** Whether an expression names a field of that kind, anywhere in it. */
export function hasField(node: FilterNode, isMeant: (field: FilterField) => boolean): boolean {
  switch (node.kind) {
    case "all":
      return false;
    case "not":
      return hasField(node.operand, isMeant);
    case "and":
    case "or":
      return node.operands.some((operand) => hasField(operand, isMeant));
    case "present":
    case "number":
    case "time":
    case "bytes":
      return isMeant(node.field);
  }
}

/** Whether an expression asks for anything that is not in the packet index: then the file must be read. */
export function readsPackets(node: FilterNode): boolean {
  return hasField(node, (field) => field.source !== "index");
}
