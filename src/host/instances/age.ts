import * as vscode from "vscode";

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago a time was, in the display language ("3 hours ago"); undefined for what is no time. */
export function toAge(time: string | undefined, nowMs: number): string | undefined {
  const thenMs = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(thenMs)) return undefined;
  const seconds = Math.round((thenMs - nowMs) / 1000);
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  return format.format(Math.trunc(seconds / size), unit);
}
