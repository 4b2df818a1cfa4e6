/** A number as `0x` and at least so many hexadecimal digits. */
export function toHexText(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** `Name (value)`, or `Unknown (value)` for a value without a name. */
export function toNamedText(names: ReadonlyMap<number, string>, value: number): string {
  return `${names.get(value) ?? "Unknown"} (${value})`;
}

/** A bit as people read it. */
export function toBitText(isSet: boolean): string {
  return isSet ? "Set" : "Not set";
}

const maxShownBytes = 64;

/** Bytes as hexadecimal pairs without gaps; what is behind the first 64 is an ellipsis. */
export function toBytesText(bytes: Uint8Array, start: number, end: number): string {
  const shownEnd = Math.min(end, start + maxShownBytes, bytes.length);
  let text = "";
  for (let at = start; at < shownEnd; at += 1) text += (bytes[at] ?? 0).toString(16).padStart(2, "0");
  return shownEnd < end ? `${text}…` : text;
}
