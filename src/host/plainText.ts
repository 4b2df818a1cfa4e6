/** Controls, line separators and format characters, the bidirectional and the invisible ones among them (Unicode, general categories). */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

const zeroWidthSpace = "\u200b";

/**
 * A text of somebody else as one line of plain text for a label, a tooltip or a notification: no control or
 * bidirectional characters, at most `maxLength` UTF-16 units before that, and nothing that the editor would turn
 * into an icon (`$(name)`) or a link (`[text](target)`, and in the hovers of picks, which are Markdown, `https://host`
 * and `www.host` too), not even where two such texts stand side by side.
 */
export function toPlainText(text: string, maxLength = 200): string {
  // Cut before replacing, so that a text of megabytes costs no more than a short one.
  const head = text
    .slice(0, maxLength * 2)
    .toWellFormed()
    .replace(invisible, " ")
    .trim();
  const cut = head.length > maxLength ? `${head.slice(0, maxLength - 1).toWellFormed()}…` : head;
  return cut.replace(/\$(?=\(|$)|\]|:(?=\/\/)|www(?=\.)/gi, `$&${zeroWidthSpace}`);
}
