import type { Request } from "../../src/protocol/captureForm.ts";
import { parseFormInput, type FormInput } from "../../src/task/tcpdump/formInput.ts";
import type { TcpdumpField } from "../../src/task/tcpdump/options.ts";
import type { Answer, HostLink } from "./hostLink.ts";
import { emptyInput, isSameIssues, toRemainingIssues, type Outcome, type PageState } from "./pageState.ts";
import { toIssueText, toListText, toWords } from "./pageWords.ts";

/** Everything that a person can do on the page. */
export type PageActions = {
  /** Asks the host for everything that the page shows. */
  readonly connect: () => void;
  readonly edit: (field: TcpdumpField, text: string) => void;
  readonly fill: (input: FormInput) => void;
  /** Asks which instances have the addresses in the form. */
  readonly askOwners: () => void;
  readonly reset: () => void;
  /** Shows and announces what is wrong now, without waiting for the typing to pause. */
  readonly showIssues: () => void;
  readonly start: () => void;
  readonly copy: (what: "opsValue" | "filter") => void;
  readonly copyAs: () => void;
  readonly pickPeer: (side: "source" | "dest") => void;
  readonly savePreset: () => void;
  readonly deletePreset: (name: string) => void;
  readonly showTasks: () => void;
  readonly explain: () => void;
  /** Asks for another key of the account, then for everything that the page shows. */
  readonly changeKey: () => void;
};

type Failure = Extract<Answer, { type: "failed" }>;

const addressFields = ["sourceIp", "destIp"] as const;

/** How long typing must pause before a new issue is shown and read out, in milliseconds. */
const pauseMs = 500;

/** The actions over one page's state; `update` replaces the named parts of it and paints. */
export function buildPageActions(
  readState: () => PageState,
  update: (change: Partial<PageState>) => void,
  link: HostLink,
  defaultInput: FormInput,
): PageActions {
  let pause: ReturnType<typeof setTimeout> | undefined;

  const showIssues = () => {
    clearTimeout(pause);
    const { input, shownIssues, texts } = readState();
    const { issues } = parseFormInput(input);
    if (isSameIssues(issues, shownIssues)) return;
    const words = issues.map((issue) =>
      toWords(texts, "fieldProblem", {
        field: toWords(texts, `label.${issue.field}`),
        problem: toIssueText(texts, issue),
      }),
    );
    update({ shownIssues: issues, announcement: words.join(" ") });
  };

  const fill = (input: FormInput) => {
    const { setup, outcome } = readState();
    if (setup) link.keepState({ targets: setup.targets, input });
    // What was sent or refused was another form; a countdown goes on, for the service still wants its pause.
    update({
      input,
      shownIssues: toRemainingIssues(readState(), input),
      outcome: isCountdown(outcome) ? outcome : undefined,
    });
    clearTimeout(pause);
    pause = setTimeout(showIssues, pauseMs);
    askOwners();
  };

  const askOwners = () => {
    const { input, owners } = readState();
    for (const field of addressFields) {
      const address = parseFormInput({ ...emptyInput, [field]: input[field] }).options?.[field];
      if (address === undefined || owners.has(address)) continue;
      const tell = (text: string) => {
        update({ owners: new Map([...readState().owners, [address, text]]) });
      };
      tell("");
      link.ask({ type: "whose", address }).then((answer) => {
        // A name that cannot be had is no reason to disturb anybody.
        if (answer.type === "done" && answer.value !== undefined) tell(answer.value);
      }, never);
    }
  };

  /** Asks the host; a failure is shown, a value handed on. */
  const ask = (request: Request, then: (value: string) => void = () => undefined) => {
    link.ask(request).then((answer) => {
      if (answer.type === "failed") update({ outcome: toOutcome(answer), nowMs: Date.now() });
      else if (answer.value !== undefined) then(answer.value);
    }, never);
  };

  const toReason = ({ message }: Failure) =>
    message === "" ? toWords(readState().texts, "wrongAnswer") : message;
  const toOutcome = (answer: Answer): Outcome | undefined => {
    if (answer.type === "done") {
      if (answer.value === undefined) return undefined;
      // Of several the host says how many; of one there is no more to say than that.
      const { texts, setup } = readState();
      const text = setup?.targets.length === 1 ? toWords(texts, "sent") : answer.value;
      return { kind: "sent", text };
    }
    const { retryAfterSeconds, hasMore } = answer;
    const retryAt = retryAfterSeconds === undefined ? undefined : Date.now() + retryAfterSeconds * 1_000;
    return { kind: "failed", message: toReason(answer), retryAt, hasMore };
  };

  const whenValid = (act: (input: FormInput) => void) => {
    const { input, texts } = readState();
    const { issues } = parseFormInput(input);
    const [first] = issues;
    if (!first) {
      act(input);
      return;
    }
    clearTimeout(pause);
    const labels = issues.map((issue) => toWords(texts, `label.${issue.field}`));
    update({
      shownIssues: issues,
      outcome: { kind: "invalid", text: toWords(texts, "correct", { fields: toListText(labels) }) },
    });
    document.getElementById(`field-${first.field}`)?.focus();
  };

  const start = (input: FormInput) => {
    if (readState().sending) return;
    update({ sending: true, outcome: undefined });
    link.ask({ type: "start", input }).then((answer) => {
      update({ sending: false, outcome: toOutcome(answer), nowMs: Date.now() });
    }, never);
  };

  const tellCopied = (value: string) => {
    const { outcome, texts } = readState();
    const text = toWords(texts, "copied", { what: value });
    update({ announcement: text, ...(!isCountdown(outcome) && { outcome: { kind: "copied", text } }) });
  };

  const connect = () => {
    link.ask({ type: "ready" }).then((answer) => {
      const blocked =
        answer.type === "failed"
          ? { reason: toReason(answer), needsKey: answer.needsKey === true }
          : undefined;
      update({ blocked });
    }, never);
  };

  return {
    connect,
    edit: (field, text) => {
      fill({ ...readState().input, [field]: text });
    },
    fill,
    askOwners,
    reset: () => {
      fill(defaultInput);
      update({ shownIssues: [], announcement: toWords(readState().texts, "resetDone") });
    },
    showIssues,
    start: () => {
      whenValid(start);
    },
    copy: (what) => {
      whenValid((input) => {
        ask({ type: "copy", what, input }, tellCopied);
      });
    },
    copyAs: () => {
      whenValid((input) => {
        ask({ type: "copyAs", input }, tellCopied);
      });
    },
    pickPeer: (side) => {
      ask({ type: "pickPeer", side }, (address) => {
        // The network would win over the address that was just picked.
        const picked =
          side === "source" ? { sourceIp: address, sourceCidr: "" } : { destIp: address, destCidr: "" };
        fill({ ...readState().input, ...picked });
      });
    },
    savePreset: () => {
      whenValid((input) => {
        ask({ type: "savePreset", input });
      });
    },
    deletePreset: (name) => {
      ask({ type: "deletePreset", name });
    },
    showTasks: () => {
      ask({ type: "showTasks" });
    },
    explain: () => {
      ask({ type: "explain" });
    },
    changeKey: () => {
      link.ask({ type: "changeKey" }).then(connect, never);
    },
  };
}

function isCountdown(outcome: Outcome | undefined): boolean {
  return outcome?.kind === "failed" && outcome.retryAt !== undefined;
}

/** `HostLink.ask` does not reject. */
function never(): void {
  // Nothing to do.
}
