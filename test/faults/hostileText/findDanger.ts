/** What a place makes of a text, as the editor's own source has it (`iconLabels.ts`, `linkedText.ts`). */
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/u;
const link = /\[[^\]]+\]\s*\(|:\/\/|www\./iu;
/** Controls, format characters and separators; the zero-width space stands where it breaks an icon or a link. */
const hidden = /(?!\u200b)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export type Place = {
  /** Whether several lines may stand there. */
  readonly lines?: boolean;
  /** What our own text begins with there, with an icon in it. */
  readonly own?: string;
  readonly maxLength?: number;
  /** A name of a file, in which nobody looks for a link. */
  readonly isFileName?: boolean;
};

/** What a text would do where the editor shows it as a label, a message or a tooltip; undefined for nothing. */
export function findDanger(
  text: unknown,
  { lines = false, own = "", maxLength = 1_000, isFileName = false }: Place = {},
): string | undefined {
  if (typeof text !== "string") return "no plain text";
  if (!text.startsWith(own)) return `no ${own}`;
  const theirs = text.slice(own.length);
  if (!theirs.isWellFormed()) return "a lone surrogate";
  if (icon.test(theirs)) return "an icon";
  if (!isFileName && link.test(theirs)) return "a link";
  if (hidden.test(lines ? theirs.replaceAll("\n", "") : theirs)) return "a hidden character";
  return text.length > maxLength ? `${text.length} characters` : undefined;
}
