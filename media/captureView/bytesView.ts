import { html, nothing, type TemplateResult } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { ref } from "lit/directives/ref.js";
import { findNode } from "./packetNodes.ts";
import type { PageParts } from "./pageParts.ts";
import { toWords } from "./pageWords.ts";

const noBytes = new Uint8Array();

type Marks = { readonly start: number; readonly end: number; readonly byte: number };

/** The bytes of the selected packet as hexadecimal numbers and as text; those of the selected field are marked. */
export function bytesView(parts: PageParts): TemplateResult {
  const { state, scrolls, packet: actions, bytesPerRow } = parts;
  const { packet, texts, byte } = state;
  const bytes = packet?.bytes ?? noBytes;
  const count = Math.ceil(bytes.length / bytesPerRow);
  const { first, end } = scrolls.bytes.span(count);
  const node = packet && findNode(packet.layers, state.node);
  const marks: Marks = { start: node?.start ?? 0, end: node?.end ?? 0, byte };
  const isDrawn = byte >= first * bytesPerRow && byte < end * bytesPerRow;
  const digits = bytes.length > 0x10000 ? 6 : 4;
  const rows = Array.from({ length: end - first }, (_, index) => first + index);
  return html`<div
      id="packet-bytes"
      class=${`scroller bytes per-${bytesPerRow}`}
      role="grid"
      tabindex="0"
      aria-label=${toWords(texts, "packetBytes")}
      aria-rowcount=${count}
      aria-colcount=${bytesPerRow + 1}
      aria-activedescendant=${isDrawn ? `byte-${byte}` : nothing}
      ${ref(scrolls.bytes.attach)}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, parts, bytes.length);
      }}
      @mousedown=${(event: MouseEvent) => {
        const cell = event.target instanceof Element && event.target.closest<HTMLElement>("[data-byte]");
        if (cell && event.button === 0) actions.selectByte(Number(cell.dataset["byte"]));
      }}
    >
      <div class="spacer" role="presentation"></div>
      <div class="window" role="rowgroup">
        ${guard([bytes, first, end, bytesPerRow, byte, node], () =>
          rows.map((row) => byteRow(bytes, row, bytesPerRow, digits, marks)),
        )}
      </div>
    </div>
    ${packet ? barView(parts, bytes) : nothing}`;
}

function byteRow(
  bytes: Uint8Array,
  row: number,
  perRow: number,
  digits: number,
  marks: Marks,
): TemplateResult {
  const start = row * perRow;
  const offsets = Array.from({ length: Math.min(perRow, bytes.length - start) }, (_, index) => start + index);
  return html`<div class="byte-row" role="row" aria-rowindex=${row + 1}>
    <span class="offset" role="rowheader">${start.toString(16).padStart(digits, "0")}</span
    ><span class="hex" role="presentation"
      >${offsets.map(
        (offset) =>
          html`<span
            class=${toClass(offset, perRow, marks)}
            role="gridcell"
            id=${`byte-${offset}`}
            data-byte=${offset}
            aria-selected=${isMarked(offset, marks)}
            >${(bytes[offset] ?? 0).toString(16).padStart(2, "0")}</span
          >`,
      )}</span
    ><span class="ascii" aria-hidden="true"
      >${offsets.map(
        (offset) =>
          html`<span class=${toClass(offset, perRow, marks)} data-byte=${offset}
            >${toCharacter(bytes[offset] ?? 0)}</span
          >`,
      )}</span
    >
  </div>`;
}

/** Where the bytes of the field are, and what is missing of the packet. */
function barView({ state, tools }: PageParts, bytes: Uint8Array): TemplateResult {
  const { texts, packet, byte } = state;
  const node = packet && findNode(packet.layers, state.node);
  const size = (node?.end ?? 0) - (node?.start ?? 0);
  const place =
    byte >= 0
      ? toWords(texts, "byteAt", { offset: String(byte), hex: byte.toString(16) })
      : toWords(texts, "bytesOf", { size: size > 0 ? size : bytes.length, count: bytes.length });
  const cut = (packet?.wireBytes ?? 0) - bytes.length;
  return html`<div class="field-bar">
    <span class="help">${place}</span>
    ${cut > 0 ? html`<span class="help">${toWords(texts, "bytesCut", { count: cut })}</span>` : nothing}
    <button
      class="tool"
      id="copy-bytes"
      @click=${() => {
        const part = node && size > 0 ? bytes.subarray(node.start, node.end) : bytes;
        tools.copy([...part].map((each) => each.toString(16).padStart(2, "0")).join(""));
      }}
    >
      <span>${toWords(texts, "copyBytes")}</span>
    </button>
  </div>`;
}

function isMarked(offset: number, { start, end }: Marks): boolean {
  return offset >= start && offset < end;
}

function toClass(offset: number, perRow: number, marks: Marks): string {
  const middle = perRow === 16 && offset % 16 === 8 ? "middle " : "";
  const marked = isMarked(offset, marks) ? "marked " : "";
  return `${middle}${marked}${offset === marks.byte ? "current" : ""}`;
}

function toCharacter(value: number): string {
  return value > 0x20 && value < 0x7f ? String.fromCharCode(value) : value === 0x20 ? "\u00a0" : "·";
}

function onKey(event: KeyboardEvent, parts: PageParts, count: number): void {
  const { now, packet, bytesPerRow, scrolls } = parts;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: bytesPerRow,
    ArrowUp: -bytesPerRow,
    PageDown: bytesPerRow * scrolls.bytes.pageRows(),
    PageUp: -bytesPerRow * scrolls.bytes.pageRows(),
    Home: -count,
    End: count,
  };
  const step = steps[event.key];
  if (event.key === "Escape") document.getElementById("packet-list")?.focus();
  if (step === undefined || event.altKey) return;
  event.preventDefault();
  const state = now();
  const node = state.packet && findNode(state.packet.layers, state.node);
  packet.selectByte(state.byte < 0 ? (node?.start ?? 0) : state.byte + step);
}
