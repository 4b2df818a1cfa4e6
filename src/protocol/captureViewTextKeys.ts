import { findingIds } from "../capture/findings/finding.ts";

/** What the page says; the host has the words for each key, with gaps in braces that the page fills. */
const pageTextKeys = ["loading"] as const;

/** `finding` is the sentence for a count of 1, `findings` for more, `next` what to look at. */
const findingTextKeys = findingIds.flatMap(
  (id) => [`finding.${id}`, `findings.${id}`, `next.${id}`] as const,
);

export const captureViewTextKeys = [...pageTextKeys, ...findingTextKeys] as const;

export type CaptureViewTextKey = (typeof captureViewTextKeys)[number];
