import type { InstanceRow } from "../world/instanceRow.ts";

/** The JSON of a row as `build` makes it, made once for as long as the row is what it is: a change is another row. */
export function createRowJson(build: (row: InstanceRow) => object): (row: InstanceRow) => string {
  const made = new WeakMap<InstanceRow, string>();
  return (row) => {
    const known = made.get(row);
    if (known !== undefined) return known;
    const text = JSON.stringify(build(row));
    made.set(row, text);
    return text;
  };
}
