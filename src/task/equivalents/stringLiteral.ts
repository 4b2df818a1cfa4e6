/** A double-quoted literal that TypeScript, Python and Go read back as the same well-formed text. */
export function toDoubleQuoted(text: string): string {
  return JSON.stringify(text);
}

/** The literal without escapes between `quote` where JSON text can stand so; double-quoted everywhere else. */
export function toReadableQuoted(text: string, quote: "'" | "`"): string {
  const needsNoEscape = /^[ -~]*$/.test(text) && !text.includes(quote) && !text.includes("\\");
  return needsNoEscape && text.includes('"') ? `${quote}${text}${quote}` : toDoubleQuoted(text);
}

/** A Java literal in ASCII, because javac before 18 reads sources in the system's encoding (JEP 400). */
export function toJavaQuoted(text: string): string {
  return toDoubleQuoted(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** One word of a POSIX shell, single-quoted unless it needs no quotes (POSIX XCU 2.2.2). */
export function toShellWord(text: string): string {
  return /^[A-Za-z0-9_.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
