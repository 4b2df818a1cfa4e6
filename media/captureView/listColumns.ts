import type { Row } from "../../src/protocol/captureView.ts";
import { toRowCount, type PageState } from "./pageState.ts";

/** Longer than an IPv4 address or a MAC address. */
const usualAddressCharacters = 17;

/** What rows that came say about the columns: how exact times are, and how long addresses. */
export function toColumnNeeds(state: PageState, rows: readonly Row[]): Partial<PageState> {
  const isExact = rows.some(({ relativeNanoseconds }) => (relativeNanoseconds ?? 0) % 1_000 !== 0);
  const isLong = rows.some(
    ({ source, destination }) => Math.max(source.length, destination.length) > usualAddressCharacters,
  );
  return {
    ...(isExact && state.precision === 6 && { precision: 9 as const }),
    ...(isLong && !state.hasLongAddresses && { hasLongAddresses: true }),
  };
}

/** Sets the widths of the columns, in characters, on the list. */
export function setColumns(list: HTMLElement, state: PageState): void {
  const { timeFormat, precision, overview, progress, hasLongAddresses } = state;
  const seconds = Math.floor((overview?.durationNanoseconds ?? 0) / 1e9);
  const whole = timeFormat === "absolute" ? 8 : Math.max(2, String(seconds).length);
  const widths = {
    number: Math.max(5, String(Math.max(progress.packets, toRowCount(state))).length) + 2,
    time: whole + 1 + precision,
    address: hasLongAddresses ? 26 : usualAddressCharacters,
  };
  for (const [name, characters] of Object.entries(widths)) {
    const value = `${characters}ch`;
    const property = `--${name}-width`;
    if (list.style.getPropertyValue(property) !== value) list.style.setProperty(property, value);
  }
}
