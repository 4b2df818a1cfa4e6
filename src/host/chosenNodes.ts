/**
 * The rows that a command of a view's menu is meant for: the editor hands over the row that it was called on and, where
 * that is one of several selected ones, all of these. Rows of another kind are left out.
 */
export function toChosenNodes<Node extends { readonly kind: string }, Kind extends Node["kind"]>(
  kind: Kind,
  node: Node | undefined,
  nodes: readonly Node[] | undefined,
): readonly Extract<Node, { kind: Kind }>[] {
  const all = nodes && nodes.length > 0 ? nodes : node ? [node] : [];
  return all.filter((each): each is Extract<Node, { kind: Kind }> => each.kind === kind);
}
