const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What no reader sees, or what breaks or turns a line; and what stands for bytes that are no UTF-8. */
const unprintable = /[\p{Cc}\p{Cn}\p{Co}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]/gu;

/** Bytes as UTF-8 text of many lines: line breaks as `\n`, tabs kept, all else that cannot be printed as dots. */
export function toStreamText(bytes: Uint8Array): string {
  return decoder
    .decode(bytes)
    .replace(/\r\n?/g, "\n")
    .replace(unprintable, (character) => (character === "\n" || character === "\t" ? character : "."));
}

/** How many bytes a line of `toHexLines` shows. */
const lineBytes = 16;

/**
 * Bytes as lines of 16: the place in hexadecimal counted from `offset`, the bytes, and what of them is printable ASCII.
 * Lines are joined by `\n`.
 */
export function toHexLines(bytes: Uint8Array, offset: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += lineBytes) {
    let hex = "";
    let text = "";
    for (let index = at; index < at + lineBytes; index += 1) {
      const byte = bytes[index];
      if (index === at + lineBytes / 2) hex += " ";
      hex += byte === undefined ? "   " : ` ${byte.toString(16).padStart(2, "0")}`;
      if (byte !== undefined) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
    }
    lines.push(`${(offset + at).toString(16).padStart(8, "0")} ${hex}  ${text}`);
  }
  return lines.join("\n");
}
