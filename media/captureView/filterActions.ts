import { completeFilter } from "../../src/capture/filter/completeFilter.ts";
import type { ToView } from "../../src/protocol/captureView.ts";
import { maxFilterLength } from "../../src/protocol/captureView.ts";
import { findFilterProblem, toProblemText } from "./filterCheck.ts";
import type { ListActions } from "./listActions.ts";
import { never, rescueFocus, type PageCore } from "./pageCore.ts";
import type { FilterState } from "./pageState.ts";
import { toWords } from "./pageWords.ts";

/** How long typing must pause before what is wrong is shown and read out, in milliseconds. */
const pauseMs = 500;
const maxHistory = 20;

/** What a person does with the filter. */
export type FilterActions = {
  /** The text of the field and where the caret is. */
  readonly edit: (text: string, caret: number) => void;
  readonly completeAt: (caret: number) => void;
  readonly showHistory: () => void;
  readonly closeProposals: () => void;
  readonly moveActive: (by: number) => void;
  /** Puts a proposal into the text; a filter of the history is applied at once. */
  readonly accept: (index: number) => void;
  /** Filters by the text of the field; shows what is wrong with it otherwise. */
  readonly apply: () => void;
  /** Filters by an expression, then goes to that packet, or stays at the selected one. */
  readonly filterBy: (expression: string, goTo?: number) => void;
  /** Filters a file that was read again as the one before it, and goes on to the selected packet. */
  readonly renew: () => void;
  /** Goes to a packet, without the filter where that hides it. */
  readonly unhide: (number: number) => void;
  readonly clear: () => void;
  /** Puts the caret into the field. */
  readonly focus: () => void;
  readonly matched: (message: Extract<ToView, { type: "matched" }>) => void;
};

export function createFilterActions(core: PageCore, list: ListActions): FilterActions {
  let pause: ReturnType<typeof setTimeout> | undefined;
  /** The packet to go to once the filter has seen all. */
  let goToWhenDone: number | undefined;
  let lastMatched: Extract<ToView, { type: "matched" }> | undefined;
  let generation = 0;

  const set = (change: Partial<FilterState>) => {
    core.update({ filter: { ...core.state().filter, ...change } });
  };
  const showProblem = () => {
    const { filter, texts } = core.state();
    if (!filter.problem || filter.isProblemShown) return;
    set({ isProblemShown: true });
    core.announce(toProblemText(texts, filter.problem));
  };
  const edit = (text: string, caret: number) => {
    const problem = findFilterProblem(text);
    set({ text, problem, isProblemShown: false });
    clearTimeout(pause);
    pause = setTimeout(showProblem, pauseMs);
    completeAt(caret);
  };
  const completeAt = (caret: number) => {
    const { text } = core.state().filter;
    if (text.trim() === "") {
      set({ proposals: undefined });
      return;
    }
    const { from, to, proposals } = completeFilter(text, caret);
    const items = proposals.map((proposal) => proposal.text).filter((each) => each !== text.slice(from, to));
    set({ proposals: items.length > 0 ? { kind: "completion", items, from, to, active: -1 } : undefined });
  };
  const remember = (expression: string) => {
    if (expression === "") return;
    const others = core.state().history.filter((each) => each !== expression);
    core.update({ history: [expression, ...others].slice(0, maxHistory) });
  };
  const filterBy = (expression: string, goTo?: number) => {
    const text = expression.trim().slice(0, maxFilterLength);
    clearTimeout(pause);
    const problem = findFilterProblem(text);
    const before = core.state().filter;
    core.update({ tab: "packets", filter: { ...before, text, problem, proposals: undefined } });
    rescueFocus(core);
    if (problem) {
      showProblem();
      return;
    }
    remember(text);
    request(text, goTo ?? core.state().selected);
    core.keep();
  };
  const request = (text: string, goTo: number | undefined) => {
    const before = core.state().filter;
    generation += 1;
    const asked = generation;
    goToWhenDone = goTo;
    set({ applied: text, filterId: undefined, matched: 0, isDone: text === "", isProblemShown: false });
    core.update({ cursor: -1 });
    core.rows.reset(undefined);
    core.ask({ type: "filter", expression: text }).then((outcome) => {
      if (asked !== generation) return;
      const answer = core.valueOf(outcome);
      if (!answer) {
        set({ applied: before.applied, filterId: before.filterId, matched: before.matched, isDone: true });
        core.rows.reset(before.filterId);
        return;
      }
      core.rows.reset(answer.filterId);
      set({ filterId: answer.filterId });
      if (lastMatched?.filterId === answer.filterId) matched(lastMatched);
      if (text === "") settle();
    }, never);
  };
  /** The list stands as filtered. */
  const settle = () => {
    const { filter, texts, progress } = core.state();
    const of = { matched: filter.matched, count: progress.packets };
    core.announce(
      filter.applied === "" ? toWords(texts, "filterAll", of) : toWords(texts, "filterMatched", of),
    );
    const number = goToWhenDone;
    goToWhenDone = undefined;
    if (number === undefined) {
      core.list.reveal(0, "nearest");
      return;
    }
    list.goTo(number).then((place) => {
      if (place === "none") core.list.reveal(0, "nearest");
    }, never);
  };
  const matched = (message: Extract<ToView, { type: "matched" }>) => {
    lastMatched = message;
    const { filter } = core.state();
    if (filter.applied === "" || message.filterId !== filter.filterId) return;
    const wasDone = filter.isDone;
    set({ matched: message.matched, isDone: message.isDone });
    if (message.isDone && !wasDone) settle();
  };

  return {
    edit,
    completeAt,
    showHistory: () => {
      const { history, filter } = core.state();
      if (history.length === 0) return;
      const to = filter.text.length;
      set({ proposals: { kind: "history", items: history, from: 0, to, active: -1 } });
    },
    closeProposals: () => {
      if (core.state().filter.proposals) set({ proposals: undefined });
    },
    moveActive: (by) => {
      const { proposals } = core.state().filter;
      if (!proposals) return;
      const count = proposals.items.length;
      // From no active one, down goes to the first and up to the last.
      const active = proposals.active < 0 && by < 0 ? count - 1 : (proposals.active + by + count) % count;
      set({ proposals: { ...proposals, active } });
    },
    accept: (index) => {
      const { text, proposals } = core.state().filter;
      const item = proposals?.items[index];
      if (!proposals || item === undefined) return;
      if (proposals.kind === "history") {
        filterBy(item);
        return;
      }
      const next = text.slice(0, proposals.from) + item + text.slice(proposals.to);
      const caret = proposals.from + item.length;
      edit(next, caret);
      set({ proposals: undefined });
      core.afterPaint(() => {
        const field = document.querySelector<HTMLInputElement>("#filter");
        field?.focus();
        field?.setSelectionRange(caret, caret);
      });
    },
    apply: () => {
      filterBy(core.state().filter.text);
    },
    filterBy,
    renew: () => {
      request(core.state().filter.applied, core.state().selected);
    },
    unhide: (number) => {
      core.update({ tab: "packets" });
      rescueFocus(core);
      list.find(number).then((place) => {
        if (place?.isExact) list.select(place.row, "middle");
        else filterBy("", number);
      }, never);
    },
    clear: () => {
      const { applied } = core.state().filter;
      if (applied !== "") filterBy("");
      else set({ text: "", problem: undefined, isProblemShown: false, proposals: undefined });
    },
    focus: () => {
      const select = () => {
        const field = document.querySelector<HTMLInputElement>("#filter");
        field?.focus();
        field?.select();
      };
      // At once where it can be, so that what is typed next goes there; a hidden field takes no focus.
      select();
      if (core.state().tab === "packets") return;
      core.update({ tab: "packets" });
      core.afterPaint(select);
    },
    matched,
  };
}
