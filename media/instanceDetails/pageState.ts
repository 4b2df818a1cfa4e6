import type { DetailsToPage } from "../../src/protocol/instanceDetails.ts";
import type { DetailsState } from "../../src/protocol/instanceDetailsState.ts";
import type { Texts } from "./pageWords.ts";

type Told<Type extends DetailsToPage["type"]> = Extract<DetailsToPage, { type: Type }>;

export type Part = Told<"partFailed">["part"];

/** What was told of a part, and why it could not be read since. */
export type PartState<Message> = {
  readonly told: Message | undefined;
  /** Milliseconds since 1970. */
  readonly toldAt: number;
  readonly failure: string | undefined;
};

/** Everything that the page shows. Replaced as a whole, never mutated. */
export type PageState = {
  readonly texts: Texts;
  readonly instance: PartState<Told<"instance">>;
  readonly events: PartState<Told<"events">>;
  readonly metrics: PartState<Told<"metrics">>;
  readonly range: DetailsState["range"];
  readonly isTable: boolean;
  /** Why the last request failed. */
  readonly failure: string | undefined;
  /** What a screen reader is told next. */
  readonly announcement: string;
  readonly nowMs: number;
};

/** What a person can do on the page. */
export type PageActions = {
  readonly refresh: () => void;
  readonly showRange: (range: DetailsState["range"]) => void;
  readonly showTable: (isTable: boolean) => void;
  readonly showLog: (containerName: string, isPrevious: boolean) => void;
  readonly act: (what: "capture" | "coreDump" | "json") => void;
  readonly explain: (part: Part) => void;
};

/** A part of which nothing was told yet. */
export const untold = { told: undefined, toldAt: 0, failure: undefined } as const;
