import type { CaptureViewState } from "../../src/protocol/captureView.ts";
import type { Handlers } from "../../src/protocol/dispatch.ts";
import type { ConversationActions } from "./conversationActions.ts";
import type { FilterActions } from "./filterActions.ts";
import type { Told } from "./hostLink.ts";
import type { ListActions } from "./listActions.ts";
import { findAddresses, type NameActions } from "./nameActions.ts";
import { never, type PageCore } from "./pageCore.ts";
import { withNotice } from "./pageState.ts";
import { toShownText, toWords } from "./pageWords.ts";

/** What the page does when the host tells of the file. */
export function createFileEvents(
  core: PageCore,
  list: ListActions,
  filter: FilterActions,
  conversations: ConversationActions,
  names: NameActions,
  kept: CaptureViewState | undefined,
): Handlers<Told, void> {
  /** What was selected before the page was hidden, until it was read again up to there. */
  let toRestore = kept?.filter === "" ? kept.selected : null;
  let hasOpened = kept !== undefined && (kept.selected !== null || kept.filter !== "");

  const restore = () => {
    const { progress, filter: current } = core.state();
    if (toRestore === null || current.applied !== "") return;
    if (progress.packets < toRestore && !progress.isDone) return;
    const number = toRestore;
    toRestore = null;
    if (number <= progress.packets) list.goTo(number).catch(never);
  };
  const openAtWorst = () => {
    const { progress, overview, filter: current, cursor } = core.state();
    if (!progress.isDone || hasOpened) return;
    hasOpened = true;
    const [worst] = overview?.findings ?? [];
    const isUntouched = cursor < 0 && current.applied === "" && current.text === "";
    if (worst && worst.severity !== "note" && isUntouched) list.openAtWorst(worst);
  };

  return {
    texts: ({ texts }) => {
      core.update({ texts });
    },
    opened: ({ fileName, sizeBytes }) => {
      const isFirst = core.state().file === undefined;
      core.update({
        file: { fileName, sizeBytes },
        refused: undefined,
      });
      if (isFirst && kept && kept.filter !== "") filter.filterBy(kept.filter, kept.selected ?? undefined);
    },
    progress: ({ overview, readBytes, sizeBytes, isDone, packets }) => {
      const before = core.state();
      const { texts } = before;
      const damage = overview?.damage;
      const text = damage && toWords(texts, "damaged", { offset: damage.offset, reason: damage.reason });
      core.update({
        progress: { readBytes, sizeBytes, isDone, packets },
        ...(overview && { overview }),
        ...(text && { notices: withNotice(before.notices, "damage", { severity: "warning", text }) }),
      });
      if (overview) names.want(overview.findings.flatMap(({ params }) => findAddresses(params)));
      const hasGrown = before.overview?.packets !== overview?.packets;
      if (overview && (hasGrown || isDone)) conversations.refresh();
      restore();
      openAtWorst();
    },
    matched: filter.matched,
    renamed: names.renew,
    changed: ({ what }) => {
      const { texts, notices } = core.state();
      const severity = what === "gone" ? "warning" : "note";
      const text = toWords(texts, what);
      core.update({
        notices: withNotice(withNotice(notices, "damage", undefined), "file", { severity, text }),
      });
      core.announce(text);
      if (what === "gone") return;
      list.forget();
      core.update({ packet: undefined, node: undefined, byte: -1, openedAt: undefined });
      conversations.refresh();
      filter.renew();
    },
    refused: ({ message, next }) => {
      core.update({ refused: { message: toShownText(message), next: toShownText(next) } });
    },
  };
}
