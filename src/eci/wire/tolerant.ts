import * as z from "zod/mini";

/** A text, or undefined for anything else. */
export const text = z.catch(z.optional(z.string()), undefined);

/** A text that is not empty, or undefined for anything else: the service writes absent values both ways. */
export const filledText = z.catch(z.optional(z.string().check(z.minLength(1))), undefined);

/** A number, or undefined for anything else. */
export const amount = z.catch(z.optional(z.number()), undefined);

/** True or false, or undefined for anything else. */
export const flag = z.catch(z.optional(z.boolean()), undefined);

/** The items that the schema accepts; the others are left out, and anything but an array is an empty one. */
export function listOf<Schema extends z.core.$ZodType>(item: Schema) {
  return z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.transform((items) =>
      items.flatMap((candidate) => {
        const result = z.safeParse(item, candidate);
        return result.success ? [result.data] : [];
      }),
    ),
  );
}
