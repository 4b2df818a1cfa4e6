import { inspect } from "node:util";
import { tellRow } from "./tellRow.ts";

/** Counts the tries of one row of the table of faults whose worst figure is not a time over bytes. */
export type CountedRow = {
  /** Makes a try; what it throws is kept for the end. It gives the figure that the row watches, or nothing. */
  attempt(name: string, act: () => Promise<number | undefined>): Promise<void>;
  /** Prints the row of a full run, the largest figure with its unit; throws where a try did not survive. */
  end(unit: string): void;
};

const shownFailures = 3;

/** A row that is named as in the table of faults. */
export function createCountedRow(row: string, what: string): CountedRow {
  const failures: string[] = [];
  let tries = 0;
  let failed = 0;
  let worst: number | undefined;
  return {
    attempt: async (name, act) => {
      tries += 1;
      try {
        const figure = await act();
        if (figure !== undefined) worst = Math.max(worst ?? figure, figure);
      } catch (error) {
        failed += 1;
        if (failed <= shownFailures) failures.push(`try ${tries}, ${name}: ${inspect(error)}`);
      }
    },
    end: (unit) => {
      const worstText = worst === undefined ? "" : `${Number(worst.toFixed(1))} ${unit}`;
      tellRow({ row, what, tries, survived: tries - failed, worst: worstText });
      if (failed > 0)
        throw new Error(`${row}, ${what}: ${failed} of ${tries} failed.\n${failures.join("\n")}`);
      if (tries === 0) throw new Error(`${row}, ${what}: nothing was tried`);
    },
  };
}
