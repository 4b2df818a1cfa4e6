import { html, nothing, type TemplateResult } from "lit";
import { presets as builtIn, type PresetId } from "../../src/task/tcpdump/presets.ts";
import { tcpdumpFields, toFormInput, type FormInput } from "../../src/task/tcpdump/formInput.ts";
import type { PageActions } from "./pageActions.ts";
import type { PageState } from "./pageState.ts";
import { toWords } from "./pageWords.ts";

const presetIds = Object.keys(builtIn) as PresetId[];

type Choice = { readonly value: string; readonly label: string; readonly input: FormInput };

/** The presets in one row: choosing one fills the form; the one that the form equals stands as chosen. */
export function presetView(state: PageState, actions: PageActions): TemplateResult {
  const choices = toChoices(state);
  const chosen = choices.find((choice) => isSameInput(choice.input, state.input));
  const own = state.presets.own.find((preset) => chosen?.value === `own:${preset.name}`);
  return html`<div class="field presets">
    <vscode-label for="preset">${toWords(state.texts, "preset")}</vscode-label>
    <div class="row wrap">
      <vscode-single-select
        id="preset"
        label=${toWords(state.texts, "preset")}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          const choice = choices.find((each) => each.value === value);
          if (choice) actions.fill(choice.input);
        }}
        ><vscode-option value="" ?selected=${!chosen}>${toWords(state.texts, "presetNone")}</vscode-option
        >${choices.map(
          (choice) =>
            html`<vscode-option value=${choice.value} ?selected=${choice === chosen}
              >${choice.label}</vscode-option
            >`,
        )}</vscode-single-select
      >
      <vscode-button secondary @click=${actions.savePreset}
        >${toWords(state.texts, "presetSave")}</vscode-button
      >
      ${
        own
          ? html`<vscode-button
              secondary
              @click=${() => {
                actions.deletePreset(own.name);
              }}
              >${toWords(state.texts, "presetDelete")}</vscode-button
            >`
          : nothing
      }
    </div>
  </div>`;
}

function toChoices({ texts, presets }: PageState): readonly Choice[] {
  const { lastUsed, own } = presets;
  return [
    ...own.map(({ name, input }) => ({ value: `own:${name}`, label: name, input })),
    ...presetIds.map((id) => ({
      value: `builtIn:${id}`,
      label: toWords(texts, `preset.${id}`),
      input: toFormInput(builtIn[id]),
    })),
    ...(lastUsed ? [{ value: "lastUsed", label: toWords(texts, "presetLastUsed"), input: lastUsed }] : []),
  ];
}

function isSameInput(left: FormInput, right: FormInput): boolean {
  return tcpdumpFields.every((field) => left[field].trim() === right[field].trim());
}
