import type { FormInstance, FormPresets, FormTarget } from "../../src/protocol/captureForm.ts";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import { parseFormInput, tcpdumpFields, type FormInput } from "../../src/task/tcpdump/formInput.ts";
import type { FieldIssue } from "../../src/task/tcpdump/fieldIssue.ts";

/** What the last request came to, as the page shows it beside the actions. */
export type Outcome =
  | { readonly kind: "sent"; readonly text: string }
  | { readonly kind: "copied"; readonly text: string }
  | { readonly kind: "invalid"; readonly text: string }
  /** `retryAt` in milliseconds since 1970: when trying again makes sense, if ever. */
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly retryAt: number | undefined;
      readonly hasMore: boolean;
    };

/** What the page is about; the host says it once the page is ready. */
export type FormSetup = {
  /** All that were chosen, those too that nothing is sent to. */
  readonly targets: FormTarget[];
  /** Those that are captured on: one or more. */
  readonly instances: readonly FormInstance[];
  /** Sentences about those that are left out. */
  readonly leftOut: readonly string[];
};

/** Everything that the page shows. Replaced as a whole, never mutated. */
export type PageState = {
  readonly texts: Readonly<Record<TextKey, string>>;
  readonly setup: FormSetup | undefined;
  /** Why there is no form: the instance is gone, or its account, or the account's key. */
  readonly blocked: { readonly reason: string; readonly needsKey: boolean } | undefined;
  readonly presets: FormPresets;
  readonly input: FormInput;
  /** Which instance has an address that was typed; an empty text where nobody knows, or was not told yet. */
  readonly owners: ReadonlyMap<string, string>;
  /** The issues that stand at their fields now; a new one waits until the typing pauses. */
  readonly shownIssues: readonly FieldIssue[];
  readonly sending: boolean;
  readonly outcome: Outcome | undefined;
  /** What a screen reader is told next. */
  readonly announcement: string;
  readonly nowMs: number;
};

/** A form with nothing in it: every packet, no limit. */
export const emptyInput = Object.fromEntries(tcpdumpFields.map((field) => [field, ""])) as FormInput;

/** The issues that may be shown at once after an edit: what was shown and still holds. */
export function toRemainingIssues(state: PageState, input: FormInput): readonly FieldIssue[] {
  const { issues } = parseFormInput(input);
  const shown = new Set(state.shownIssues.map((issue) => issue.field));
  return issues.filter((issue) => shown.has(issue.field));
}

/** Whether two lists of issues say the same. */
export function isSameIssues(left: readonly FieldIssue[], right: readonly FieldIssue[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ field, code }, index) => field === right[index]?.field && code === right[index].code)
  );
}

/** Whole seconds until trying again makes sense; 0 when it does already. */
export function toWaitSeconds(outcome: Outcome | undefined, nowMs: number): number {
  if (outcome?.kind !== "failed" || outcome.retryAt === undefined) return 0;
  return Math.max(0, Math.ceil((outcome.retryAt - nowMs) / 1_000));
}
