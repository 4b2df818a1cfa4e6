import type { InstanceRow } from "../world/instanceRow.ts";

/** The JSON of a row as `build` makes it, made once for as long as the row is what it is: a change is another row. */
export function createRowJson(build: (row: InstanceRow) => object): (row: InstanceRow) => Uint8Array {
  const made = new WeakMap<InstanceRow, Uint8Array>();
  return (row) => {
    const known = made.get(row);
    if (known !== undefined) return known;
    const bytes = Buffer.from(JSON.stringify(build(row)));
    made.set(row, bytes);
    return bytes;
  };
}
