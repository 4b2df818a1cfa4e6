import type { Field } from "../../../../../src/capture/packet/decodedPacket.ts";

/** All fields of a tree, parents first. */
export function fieldsOf(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...fieldsOf(field.fields ?? [])]);
}
