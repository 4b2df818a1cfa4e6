const widths = [12, 58, 8, 9, 0] as const;

/** One line of the table of faults; the rows come from the tests' own processes, one after the other. */
export function toFaultLine(cells: readonly [string, string, string, string, string]): string {
  return cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
}

/** What stands above the rows; the worst figure is the time of the try that came nearest to its limit. */
export const faultHead = toFaultLine(["row", "faults", "tries", "survived", "worst"]);
