import type { Field, Layer } from "../decodedPacket.ts";

const maxFields = 2_000;
const maxDepth = 4;

/** The layers with their first 2,000 fields, and no deeper than 4 levels. */
export function limitFields(layers: readonly Layer[]): readonly Layer[] {
  let left = maxFields;
  const take = (fields: readonly Field[], depth: number): readonly Field[] => {
    const taken: Field[] = [];
    for (const { fields: children, ...field } of fields) {
      if (left === 0) break;
      left -= 1;
      const kept = children === undefined || depth === maxDepth ? [] : take(children, depth + 1);
      taken.push(kept.length > 0 ? { ...field, fields: kept } : field);
    }
    return taken;
  };
  return layers.map((layer) => ({ ...layer, fields: take(layer.fields, 1) }));
}
