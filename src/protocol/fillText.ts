/**
 * A translated text with each `{name}` replaced by the value of that name, as plain text and in one pass: a value is
 * never searched for placeholders, and a placeholder without a value stays.
 */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? placeholder) : placeholder,
  );
}
