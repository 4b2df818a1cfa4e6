import type { ListActions } from "./listActions.ts";
import { closeDialogs, never, type PageCore } from "./pageCore.ts";
import { withNotice, type Notice, type PageState } from "./pageState.ts";
import { toWords } from "./pageWords.ts";

/** What stands in the head of the page and above the list. */
export type ToolActions = {
  readonly copy: (text: string, isCut?: boolean) => void;
  readonly exportPackets: (format: "pcap" | "pcapng", isShare: boolean) => void;
  readonly reload: () => void;
  readonly dismiss: (key: Notice["key"]) => void;
  readonly openDialog: (dialog: PageState["dialog"]) => void;
  readonly closeDialog: () => void;
  /** Goes to the packet of the number that was typed; says so in the dialog where there is none. */
  readonly submitGoTo: (text: string) => void;
  readonly setTimeFormat: (format: PageState["timeFormat"]) => void;
  readonly toggleNames: () => void;
  readonly showTab: (tab: PageState["tab"]) => void;
  readonly set: (
    change: Partial<Pick<PageState, "rateUnit" | "isRateTable" | "openedAt" | "hasAllFindings">>,
  ) => void;
};

export function createToolActions(core: PageCore, list: ListActions): ToolActions {
  const notify = (key: Notice["key"], notice: Omit<Notice, "key"> | undefined) => {
    core.update({ notices: withNotice(core.state().notices, key, notice) });
    if (notice) core.announce(notice.text);
  };
  const words = (...parts: [Parameters<typeof toWords>[1], Parameters<typeof toWords>[2]?]) =>
    toWords(core.state().texts, ...parts);

  return {
    copy: (text, isCut = false) => {
      core.ask({ type: "copy", text }).then((outcome) => {
        if (core.valueOf(outcome) !== undefined)
          notify("copy", { severity: "note", text: words(isCut ? "copiedPart" : "copied") });
      }, never);
    },
    exportPackets: (format, isShare) => {
      if (core.state().isExporting) return;
      closeDialogs();
      core.update({ isExporting: true, dialog: undefined });
      core.announce(words("exporting"));
      core.ask({ type: "export", format, isShare }).then((outcome) => {
        core.update({ isExporting: false });
        const name = core.valueOf(outcome);
        if (typeof name === "string")
          notify("export", { severity: "note", text: words("exported", { name }) });
      }, never);
    },
    reload: () => {
      core.ask({ type: "reload" }).then(core.valueOf, never);
    },
    dismiss: (key) => {
      core.update({ notices: withNotice(core.state().notices, key, undefined) });
    },
    openDialog: (dialog) => {
      core.update({ dialog, goToProblem: "" });
    },
    closeDialog: () => {
      closeDialogs();
      core.update({ dialog: undefined });
    },
    submitGoTo: (text) => {
      const { progress } = core.state();
      const number = /^\s*#?\s*\d{1,12}\s*$/u.test(text) ? Number(text.replaceAll(/\D/gu, "")) : 0;
      if (number < 1 || number > progress.packets) {
        const goToProblem = words("goToWrong", { count: progress.packets });
        core.update({ goToProblem });
        core.announce(goToProblem);
        return;
      }
      list.goTo(number).then((place) => {
        if (place === "none") {
          const goToProblem = words("goToNone", { number: String(number) });
          core.update({ goToProblem });
          core.announce(goToProblem);
          return;
        }
        closeDialogs();
        core.update({ dialog: undefined, tab: "packets" });
        const hidden = { severity: "note", text: words("goToHidden", { number: String(number) }) } as const;
        notify("goTo", place === "next" ? hidden : undefined);
        core.afterPaint(() => document.querySelector<HTMLElement>("#packet-list")?.focus());
      }, never);
    },
    setTimeFormat: (timeFormat) => {
      core.update({ timeFormat });
      core.keep();
    },
    toggleNames: () => {
      core.update({ showNames: !core.state().showNames });
      core.keep();
    },
    showTab: (tab) => {
      core.update({ tab });
    },
    set: core.update,
  };
}
