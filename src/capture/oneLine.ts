/**
 * Makes somebody else's text one line of at most `maxLength` UTF-16 units: control characters become their pictures
 * (U+2400 and on) or U+FFFD, so do those that turn the direction of what follows (Unicode Bidirectional Algorithm).
 */
export function toOneLine(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replaceAll(/[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, toPicture)
    .toWellFormed();
}

function toPicture(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\uFFFD";
}
