/** Sequences that colour a terminal, move its cursor or name its window (ECMA-48: CSI, OSC and other strings, the rest). */
const terminalSequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/gu;

/** Controls but tab and line feed; format characters but the two that join letters and emoji; line and paragraph separators. */
const hidden = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A container's log as text that an editor shows harmlessly: without the sequences of a terminal, every other control,
 * bidirectional or invisible character as its code (`<U+202E>`), and lines that end in a line feed alone.
 */
export function toReadableLog(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replace(terminalSequence, "")
    .replace(
      hidden,
      (character) => `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0") ?? ""}>`,
    );
}
