import "./captureForm.css";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-label/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { render } from "lit";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import { toFormInput } from "../../src/task/tcpdump/formInput.ts";
import { presets } from "../../src/task/tcpdump/presets.ts";
import { describeFields } from "./describeFields.ts";
import { buildHostLink } from "./hostLink.ts";
import { buildPageActions } from "./pageActions.ts";
import { toWaitSeconds, type PageState } from "./pageState.ts";
import { pageView } from "./pageView.ts";
import { toWords } from "./pageWords.ts";

const defaultInput = toFormInput(presets.allTraffic);

let state: PageState = {
  texts: {} as Readonly<Record<TextKey, string>>,
  setup: undefined,
  blocked: undefined,
  presets: { own: [] },
  input: defaultInput,
  owners: new Map(),
  shownIssues: [],
  sending: false,
  outcome: undefined,
  announcement: "",
  nowMs: Date.now(),
};

function update(change: Partial<PageState>): void {
  state = { ...state, ...change };
  render(pageView(state, actions), document.body);
  describeFields(document.body);
}

const link = buildHostLink(
  {
    texts: ({ texts }) => {
      update({ texts });
    },
    setup: ({ input, presets, ...setup }) => {
      const shown = input ?? link.keptState()?.input ?? state.input;
      link.keepState({ targets: setup.targets, input: shown });
      update({ setup, presets, input: shown });
      actions.askOwners();
      actions.showIssues();
    },
    presets: ({ presets }) => {
      update({ presets });
    },
  },
  () => toWords(state.texts, "hostSilent"),
);
const actions = buildPageActions(() => state, update, link, defaultInput);

// Enter in a field does nothing, so that nobody sends by accident; buttons must not take Ctrl+Enter as their own.
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    actions.start();
  },
  { capture: true },
);

setInterval(() => {
  if (toWaitSeconds(state.outcome, state.nowMs) > 0) update({ nowMs: Date.now() });
}, 1_000);

actions.connect();
