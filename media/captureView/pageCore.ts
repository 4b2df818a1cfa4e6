import type { Ask, Outcome } from "./hostLink.ts";
import type { PageState } from "./pageState.ts";
import type { RowCache } from "./rowCache.ts";
import type { VirtualScroll } from "./virtualScroll.ts";

/** What the page's parts share: one state, one painter, one way to the host. */
export type PageCore = {
  readonly state: () => PageState;
  /** Replaces the named parts of the state and paints soon. */
  readonly update: (change: Partial<PageState>) => void;
  /** Keeps with the editor what outlives the page. */
  readonly keep: () => void;
  readonly ask: Ask;
  /** Gives the value of an answer; a failure is shown and gives undefined. */
  readonly valueOf: <Value>(outcome: Outcome<Value>) => Value | undefined;
  /** Tells a screen reader. */
  readonly announce: (text: string) => void;
  readonly rows: RowCache;
  readonly list: VirtualScroll;
  /** Runs once what is painted now stands. */
  readonly afterPaint: (act: () => void) => void;
};

/** Closes the dialog that is open, so that the focus goes back to where it was before. */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
}

/** Moves the focus to the list if what has it now is hidden or gone once the page is painted. */
export function rescueFocus({ afterPaint }: PageCore): void {
  if (!document.activeElement?.closest("#overview,dialog")) return;
  afterPaint(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused.closest("[hidden]"))
      document.getElementById("packet-list")?.focus();
  });
}

/** For promises that do not reject. */
export function never(): void {
  // Nothing to do.
}
