import { html, nothing, type TemplateResult } from "lit";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import { maxFieldLength } from "../../src/protocol/captureForm.ts";
import { defaultSnaplenBytes, type TcpdumpField } from "../../src/task/tcpdump/options.ts";
import { parseFormInput } from "../../src/task/tcpdump/formInput.ts";
import type { PageActions } from "./pageActions.ts";
import { emptyInput, type PageState } from "./pageState.ts";
import { toIssueText, toUnitText, toWords } from "./pageWords.ts";

/** What an empty field means: in words, or as the value that the service takes then. */
const emptyMeanings: Readonly<
  Record<Exclude<TcpdumpField, "protocol">, TextKey | { readonly value: string }>
> = {
  sourceIp: "emptyAny",
  sourceCidr: "emptyAny",
  sourcePort: "emptyAny",
  destIp: "emptyAny",
  destCidr: "emptyAny",
  destPort: "emptyAny",
  interfaceName: { value: "eth0" },
  snaplenBytes: { value: String(defaultSnaplenBytes) },
  durationSeconds: "emptyNoLimit",
  packetCount: "emptyNoLimit",
  fileSizeBytes: "emptyNoLimit",
};

const echoUnits: Partial<Record<TcpdumpField, "second" | "byte">> = {
  durationSeconds: "second",
  fileSizeBytes: "byte",
  snaplenBytes: "byte",
};

/** A text field with its label, its help, and what is wrong with it or how it was understood. */
export function fieldView(
  state: PageState,
  actions: PageActions,
  field: Exclude<TcpdumpField, "protocol">,
): TemplateResult {
  const issue = state.shownIssues.find((each) => each.field === field);
  const meaning = emptyMeanings[field];
  return fieldFrame(
    state,
    field,
    html`<vscode-textfield
      id="field-${field}"
      data-described-by="help-${field} note-${field}"
      spellcheck="false"
      autocomplete="off"
      maxlength=${maxFieldLength}
      placeholder=${typeof meaning === "string" ? toWords(state.texts, meaning) : meaning.value}
      label=${toWords(state.texts, `label.${field}`)}
      ?invalid=${issue !== undefined}
      .value=${state.input[field]}
      @input=${(event: Event) => {
        actions.edit(field, (event.target as HTMLInputElement).value);
      }}
      @blur=${actions.showIssues}
    ></vscode-textfield>`,
  );
}

/** The choice of a protocol. */
export function protocolView(state: PageState, actions: PageActions): TemplateResult {
  const choices = [
    ["", toWords(state.texts, "protocolAny")],
    ["tcp", "TCP"],
    ["udp", "UDP"],
    ["icmpv4", "ICMPv4"],
  ] as const;
  return fieldFrame(
    state,
    "protocol",
    html`<vscode-single-select
      id="field-protocol"
      data-described-by="help-protocol note-protocol"
      label=${toWords(state.texts, "label.protocol")}
      @change=${(event: Event) => {
        actions.edit("protocol", (event.target as HTMLSelectElement).value);
      }}
      >${choices.map(
        ([value, label]) =>
          html`<vscode-option value=${value} ?selected=${value === state.input.protocol}
            >${label}</vscode-option
          >`,
      )}</vscode-single-select
    >`,
  );
}

function fieldFrame(state: PageState, field: TcpdumpField, control: TemplateResult): TemplateResult {
  const issue = state.shownIssues.find((each) => each.field === field);
  const echo = issue ? undefined : (toEcho(state, field) ?? toOwner(state, field));
  return html`<div class="field">
    <vscode-label for="field-${field}">${toWords(state.texts, `label.${field}`)}</vscode-label>
    <p class="help" id="help-${field}">${toWords(state.texts, `help.${field}`)}</p>
    ${control}
    <p class=${issue ? "note error" : "note"} id="note-${field}">
      ${issue ? toIssueText(state.texts, issue) : (echo ?? nothing)}
    </p>
  </div>`;
}

/** How a quantity was understood, in its base unit. */
function toEcho({ texts, input }: PageState, field: TcpdumpField): string | undefined {
  const unit = echoUnits[field];
  const value = unit && parseFormInput({ ...emptyInput, [field]: input[field] }).options?.[field];
  return unit && typeof value === "number"
    ? toWords(texts, "equals", { quantity: toUnitText(value, unit) })
    : undefined;
}

/** The instance that has the address in a field. */
function toOwner({ input, owners }: PageState, field: TcpdumpField): string | undefined {
  return field === "sourceIp" || field === "destIp" ? owners.get(input[field].trim()) : undefined;
}
