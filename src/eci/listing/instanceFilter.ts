import type { Instance, Tag } from "../model.ts";

/** The fields that a filter can name; a word without one is looked for in all but the tags. */
export const filterFieldNames = ["name", "id", "status", "ip", "image", "tag"] as const;
export type FilterFieldName = (typeof filterFieldNames)[number];

/** One condition; all values but those of tags are in lower case. */
export type FilterTerm =
  | { readonly field: Exclude<FilterFieldName, "tag"> | "any"; readonly text: string }
  /** A tag without a value stands for any value. */
  | { readonly field: "tag"; readonly key: string; readonly value?: string | undefined };

/** The conditions that an instance must all meet. */
export type InstanceFilter = readonly FilterTerm[];

/**
 * Reads what a user typed: words with spaces between them, each of which must be found, `field:value` in that field
 * alone (`status:` at its beginning), `tag:key=value` or `tag:key`, a text with spaces in double quotes. Takes any text.
 */
export function toInstanceFilter(text: string): InstanceFilter {
  const words = text.match(/(?:[^\s"]|"[^"]*"?)+/gu) ?? [];
  return words.flatMap((word): FilterTerm[] => {
    const plain = word.replaceAll('"', "");
    const cut = plain.indexOf(":");
    const field = filterFieldNames.find((name) => name === plain.slice(0, cut).toLowerCase());
    const value = plain.slice(cut + 1);
    if (field === undefined) return plain === "" ? [] : [{ field: "any", text: plain.toLowerCase() }];
    if (value === "") return [];
    if (field !== "tag") return [{ field, text: value.toLowerCase() }];
    const [key = "", ...rest] = value.split("=");
    if (key === "") return [];
    return [rest.length === 0 ? { field, key } : { field, key, value: rest.join("=") }];
  });
}

/** The tags that a filter names: what the service itself can be asked for. */
export function toFilterTags(filter: InstanceFilter): readonly { key: string; value?: string | undefined }[] {
  return filter.flatMap((term) => (term.field === "tag" ? [{ key: term.key, value: term.value }] : []));
}

/**
 * Tells whether an instance meets the filter. Of one that is not whole the tags are unknown: `hasTags` then tells
 * whether the service says that it carries all of the filter's.
 */
export function meetsFilter(
  instance: Instance,
  filter: InstanceFilter,
  hasTags: (id: string) => boolean,
): boolean {
  return filter.every((term) => {
    if (term.field === "tag") {
      return instance.isWhole ? instance.tags.some((tag) => isOfTag(tag, term)) : hasTags(instance.id);
    }
    const { field, text } = term;
    // Whoever asks for Failed does not mean ScheduleFailed.
    if (field === "status") return instance.status.toLowerCase().startsWith(text);
    if (field !== "any") return toTexts[field](instance).some((own) => own.toLowerCase().includes(text));
    return Object.values(toTexts).some((toFieldTexts) =>
      toFieldTexts(instance).some((own) => own.toLowerCase().includes(text)),
    );
  });
}

const toTexts: Readonly<Record<Exclude<FilterFieldName, "tag">, (instance: Instance) => readonly string[]>> =
  {
    name: ({ name }) => [name],
    id: ({ id }) => [id],
    status: ({ status }) => [status],
    ip: ({ privateIp, internetIp, ipv6Address }) =>
      [privateIp, internetIp, ipv6Address].filter((ip) => ip !== undefined),
    image: ({ containers }) => containers.map(({ image }) => image),
  };

function isOfTag(
  tag: Tag,
  { key, value }: { readonly key: string; readonly value?: string | undefined },
): boolean {
  return tag.key === key && (value === undefined || tag.value === value);
}
