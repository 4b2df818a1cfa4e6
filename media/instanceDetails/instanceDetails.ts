import "./instanceDetails.css";
import { render } from "lit/html.js";
import type { DetailsRequest } from "../../src/protocol/instanceDetails.ts";
import type { DetailsState } from "../../src/protocol/instanceDetailsState.ts";
import { buildHostLink } from "./hostLink.ts";
import { createMetricCharts } from "./metricCharts.ts";
import { untold, type PageActions, type PageState } from "./pageState.ts";
import { pageView } from "./pageView.ts";
import { toWords, type Texts } from "./pageWords.ts";

let state: PageState = {
  texts: {} as Texts,
  ...{ instance: untold, events: untold, metrics: untold, range: 300, isTable: false },
  ...{ failure: undefined, announcement: "", nowMs: Date.now() },
};
let hasTexts = false;
const charts = createMetricCharts();

function update(change: Partial<PageState>): void {
  state = { ...state, ...change, nowMs: Date.now() };
  if (!hasTexts) return;
  render(pageView(state, actions), document.body);
  charts.show(state.isTable ? undefined : state.metrics.told);
}

const toldNow = <Message>(told: Message) => ({ told, toldAt: Date.now(), failure: undefined });

const link = buildHostLink(
  {
    texts: ({ texts }) => {
      hasTexts = true;
      update({ texts });
    },
    instance: (told) => {
      update({ instance: toldNow(told) });
      keep(told.target);
    },
    events: (told) => {
      update({ events: toldNow(told) });
    },
    metrics: (told) => {
      // Of another range than the one that is chosen by now.
      if (told.range === state.range) update({ metrics: toldNow(told) });
    },
    partFailed: ({ part, message }) => {
      update({ [part]: { ...state[part], failure: message } });
    },
  },
  () => (hasTexts ? toWords(state.texts, "hostSilent") : ""),
);

function keep(target: DetailsState["target"] | undefined): void {
  if (target) link.keepState({ target, range: state.range });
}

function ask(request: DetailsRequest, done = ""): void {
  link.ask(request).then((answer) => {
    if (answer.type === "done") update({ failure: undefined, announcement: done });
    else update({ failure: answer.message || (hasTexts ? toWords(state.texts, "wrongAnswer") : "") });
  }, never);
}

const actions: PageActions = {
  refresh: () => {
    update({ announcement: "" });
    ask({ type: "refresh" }, toWords(state.texts, "refreshed"));
  },
  showRange: (range) => {
    update({ range, metrics: untold, announcement: "" });
    keep(state.instance.told?.target);
    ask({ type: "range", range }, toWords(state.texts, "refreshed"));
  },
  showTable: (isTable) => {
    update({ isTable });
  },
  showLog: (containerName, isPrevious) => {
    ask({ type: "showLog", containerName, isPrevious });
  },
  act: (what) => {
    ask({ type: "act", what });
  },
  explain: (part) => {
    ask({ type: "explain", part });
  },
};

/** `HostLink.ask` does not reject. */
function never(): void {
  // Nothing to do.
}

// The theme is told by the body's classes and the document's variables.
const themes = new MutationObserver(() => {
  charts.recolour();
});
themes.observe(document.body, { attributeFilter: ["class"] });
themes.observe(document.documentElement, { attributeFilter: ["class", "style"] });

state = { ...state, range: link.keptState()?.range ?? state.range };
ask({ type: "ready", range: state.range });
