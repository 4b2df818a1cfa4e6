import type { CaptureViewState, Overview, Row } from "../../src/protocol/captureView.ts";

/** How many digits of a second are shown. */
export type Precision = 6 | 9;

type FirstTime = Overview["firstTime"];

/** Seconds with all digits of the precision: `12.000345`. */
export function toSecondsText(nanoseconds: number, precision: Precision): string {
  const sign = nanoseconds < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(nanoseconds) / 1e9);
  const rest = Math.round(Math.abs(nanoseconds) % 1e9);
  return `${sign}${whole}.${String(rest).padStart(9, "0").slice(0, precision)}`;
}

/** The time of a row in the chosen format; empty where there is none. */
export function toTimeText(
  row: Row,
  format: CaptureViewState["timeFormat"],
  firstTime: FirstTime,
  precision: Precision,
): string {
  if (format === "delta")
    return row.deltaNanoseconds === null ? "" : toSecondsText(row.deltaNanoseconds, precision);
  if (row.relativeNanoseconds === null) return "";
  if (format === "relative" || firstTime === null) return toSecondsText(row.relativeNanoseconds, precision);
  const { date, nanoseconds } = toMoment(firstTime, row.relativeNanoseconds);
  return `${toClock(date)}.${toDigits(nanoseconds, precision)}`;
}

/** Date, time of day and offset from UTC where the reader is: `2026-11-24 09:38:28.123456 UTC+08:00`. */
export function toMomentText(
  firstTime: NonNullable<FirstTime>,
  afterNanoseconds: number,
  precision: Precision,
): string {
  const { date, nanoseconds } = toMoment(firstTime, afterNanoseconds);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day} ${toClock(date)}.${toDigits(nanoseconds, precision)} ${toOffsetText(date)}`;
}

/** The offset from UTC where the reader is. */
export function toOffsetText(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function toMoment({ seconds, nanoseconds }: NonNullable<FirstTime>, afterNanoseconds: number) {
  const wholeSeconds = Math.floor(afterNanoseconds / 1e9);
  const rest = nanoseconds + (afterNanoseconds - wholeSeconds * 1e9);
  const carry = Math.floor(rest / 1e9);
  return { date: new Date((seconds + wholeSeconds + carry) * 1_000), nanoseconds: rest - carry * 1e9 };
}

function toClock(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");
}

function toDigits(nanoseconds: number, precision: Precision): string {
  return String(Math.round(nanoseconds)).padStart(9, "0").slice(0, precision);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
