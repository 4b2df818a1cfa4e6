import { appendFileSync } from "node:fs";
import { toFaultLine } from "../../scripts/testing/faultTable.ts";
import { isFull } from "./tries.ts";

/** A row of the table of faults as it is printed. */
export type ToldRow = {
  /** As the list of faults names it. */
  readonly row: string;
  readonly what: string;
  readonly tries: number;
  readonly survived: number;
  /** The worst figure with its unit. */
  readonly worst: string;
};

/** Prints a row of a full run; the suite inside the editor, whose output nobody sees, leaves it to its runner in a file. */
export function tellRow({ row, what, tries, survived, worst }: ToldRow): void {
  if (!isFull) return;
  const line = toFaultLine([row, what, String(tries), String(survived), worst]);
  const { ECI_OPS_SUITE_ROWS: file } = process.env;
  if (file === undefined) console.log(line);
  else appendFileSync(file, `${line}\n`);
}
