import { toErrorText } from "../errors/errorText.ts";
import { UserError } from "../errors/userError.ts";
import { defaultWaitSeconds } from "../errors/waitToRetry.ts";
import type { ToPage } from "../../protocol/captureForm.ts";

type Failed = Extract<ToPage, { type: "failed" }>;

/** What the page is told of an error: plain text, when trying again makes sense, and whether there is more to show. */
export function toFormFailure(error: unknown): Omit<Failed, "type" | "id"> {
  const { what, next, retry, retryAfterSeconds, remedy } = toErrorText(error);
  const waitSeconds = {
    never: undefined,
    later: retryAfterSeconds ?? 0,
    countdown: retryAfterSeconds ?? defaultWaitSeconds,
  }[retry];
  return {
    message: `${what} ${next}`,
    // What the service asks for is not always a whole number, nor one that a person would wait for.
    ...(waitSeconds !== undefined && { retryAfterSeconds: Math.min(Math.ceil(waitSeconds), 86_400) }),
    hasMore: !(error instanceof UserError),
    ...(remedy === "eciOps.changeSecret" && { needsKey: true }),
  };
}
