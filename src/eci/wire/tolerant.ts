import * as z from "zod/mini";

/** What the schema makes of a value, or undefined where it refuses it: one odd field loses no row. */
export function lenient<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((value): z.output<Schema> | undefined => z.safeParse(schema, value).data),
  );
}

/** A text, or undefined for anything else. */
export const text = lenient(z.string());

/** A text that is not empty, or undefined for anything else: the service writes absent values both ways. */
export const filledText = lenient(z.string().check(z.minLength(1)));

/** A number, or undefined for anything else. */
export const amount = lenient(z.number());

/** True or false, or undefined for anything else. */
export const flag = lenient(z.boolean());

/** The items that the schema accepts; the others are left out, and anything but an array is an empty one. */
export function listOf<Schema extends z.core.$ZodType>(item: Schema) {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((items) =>
      (Array.isArray(items) ? items : []).flatMap((candidate: unknown) => {
        const result = z.safeParse(item, candidate);
        return result.success ? [result.data] : [];
      }),
    ),
  );
}
