/** The longest text that a reader keeps of one value; what is shown of it is cut further. */
export const maxValueText = 4_096;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Controls, and the marks that break a line or turn its direction: shown raw they would forge what stands around them. */
const unsafe = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** Bytes as UTF-8 text in one line of at most `maxLength` UTF-16 units, what cannot be seen written as an escape. */
export function toPacketText(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxLength: number = maxValueText,
): string {
  // A UTF-16 unit takes at most three bytes of UTF-8: more than these would be cut away again.
  const last = Math.max(start, Math.min(end, start + maxLength * 3 + 3));
  return cutText(decoder.decode(bytes.subarray(start, last)).replace(unsafe, toEscape), maxLength);
}

/** The text itself, or its begin with an ellipsis: never longer than `maxLength`, never half a character at its end. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 2);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, maxLength - (isHalf ? 2 : 1))}…`;
}

function toEscape(character: string): string {
  switch (character) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default: {
      const code = character.charCodeAt(0);
      return code < 0x100 ? `\\x${toHex(code, 2)}` : `\\u${toHex(code, 4)}`;
    }
  }
}

/** A number in hexadecimal with at least so many digits. */
export function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
