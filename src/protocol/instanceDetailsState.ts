import * as z from "zod/mini";

/** The time ranges of the charts, in seconds. */
export const detailRanges = [300, 3_600, 21_600, 86_400] as const;

/** Which instance a page is for; enough to find it again after a reload. */
export const detailsTargetSchema = z.strictObject({
  accountId: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
});

export type DetailsTarget = Readonly<z.infer<typeof detailsTargetSchema>>;

/** What a page leaves with the editor. */
export const detailsStateSchema = z.strictObject({
  target: detailsTargetSchema,
  range: z.literal(detailRanges),
});

export type DetailsState = Readonly<z.infer<typeof detailsStateSchema>>;
