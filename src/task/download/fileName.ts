/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** Somebody else's text as one plain file name for every system: no separators, controls or hidden characters, at most 48 characters. */
export function toFileName(text: string): string {
  const plain = text
    .slice(0, 1000)
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "_");
  const cut = plain.slice(0, 48).toWellFormed().replace("\ufffd", "");
  const trimmed = cut.replace(/^[._-]+|[._-]+$/g, "");
  if (trimmed === "") return "result";
  return reserved.test(trimmed) ? `_${trimmed}` : trimmed;
}
