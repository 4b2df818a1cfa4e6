import { html, nothing, type TemplateResult } from "lit/html.js";
import { toFieldFilter } from "./filterCheck.ts";
import { chevronIcon, copyIcon, filterIcon } from "./icons.ts";
import { findNode, toVisibleNodes, type PacketNode } from "./packetNodes.ts";
import type { PageParts } from "./pageParts.ts";
import { toShownText, toWords } from "./pageWords.ts";

/** The layers of the selected packet as a tree, and what can be done with the selected field. */
export function layersView(parts: PageParts): TemplateResult {
  const { state, packet: actions } = parts;
  const { packet, texts, opened } = state;
  const nodes = packet ? toVisibleNodes(packet.layers, opened) : [];
  const selected = nodes.find(({ path }) => path === state.node);
  return html`<div
      id="packet-layers"
      class="scroller tree"
      role="tree"
      tabindex="0"
      aria-label=${toWords(texts, "layers")}
      aria-activedescendant=${selected ? toId(selected.path) : nothing}
      @focus=${() => {
        const [first] = nodes;
        if (first && state.node === undefined) actions.selectNode(first.path);
      }}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, parts);
      }}
    >
      ${nodes.map((node) => nodeView(parts, node))}
    </div>
    ${packet ? fieldBar(parts) : nothing}`;
}

function nodeView({ state, packet: actions }: PageParts, node: PacketNode): TemplateResult {
  const isSelected = node.path === state.node;
  return html`<div
    id=${toId(node.path)}
    class=${`node level-${Math.min(node.level, 12)}`}
    role="treeitem"
    aria-level=${node.level}
    aria-posinset=${node.position}
    aria-setsize=${node.siblings}
    aria-expanded=${node.hasChildren ? node.isOpen : nothing}
    aria-selected=${isSelected}
    @click=${() => {
      actions.selectNode(node.path);
    }}
    @dblclick=${() => {
      if (node.hasChildren) actions.setOpen(node, !node.isOpen);
    }}
  >
    <span
      class=${node.isOpen ? "twistie open" : "twistie"}
      @click=${() => {
        if (node.hasChildren) actions.setOpen(node, !node.isOpen);
      }}
      >${node.hasChildren ? chevronIcon : nothing}</span
    ><span class="label">${toShownText(node.label)}</span>${
      node.value === ""
        ? nothing
        : html`<span class="separator">${node.level === 1 ? "," : ":"}</span
            ><span class="value">${toShownText(node.value)}</span>`
    }
  </div>`;
}

/** The selected field's filter name, and what can be done with it. */
function fieldBar({ state, filter, tools }: PageParts): TemplateResult {
  const { texts } = state;
  const item = state.packet && findNode(state.packet.layers, state.node);
  if (!item) return html`<div class="field-bar"><span class="help">${toWords(texts, "noField")}</span></div>`;
  const isLayer = "protocol" in item;
  const name = isLayer ? item.protocol : item.name;
  const value = isLayer ? item.summary : item.value;
  const expression = toFieldFilter(name, isLayer ? "" : value);
  return html`<div class="field-bar">
    <code title=${expression ?? name}>${name === "" ? toShownText(item.label) : name}</code>
    ${
      expression === undefined
        ? nothing
        : html`<button
            class="tool"
            id="apply-field"
            title=${expression}
            @click=${() => {
              filter.filterBy(expression);
            }}
          >
            ${filterIcon}<span>${toWords(texts, "applyAsFilter")}</span>
          </button>`
    }
    <button
      class="tool"
      id="copy-field"
      @click=${() => {
        tools.copy(toShownText(value || item.label));
      }}
    >
      ${copyIcon}<span>${toWords(texts, "copyValue")}</span>
    </button>
  </div>`;
}

function onKey(event: KeyboardEvent, { packet: actions, now }: PageParts): void {
  const { packet, opened, node: path } = now();
  const nodes = packet ? toVisibleNodes(packet.layers, opened) : [];
  const selected = nodes.find((node) => node.path === path);
  const index = selected ? nodes.indexOf(selected) : -1;
  const go = (to: number) => {
    const node = nodes[Math.min(Math.max(0, to), nodes.length - 1)];
    if (node) actions.selectNode(node.path);
  };
  const parent = selected?.path.split(".").slice(0, -1).join(".");
  switch (event.key) {
    case "ArrowDown":
      go(index + 1);
      break;
    case "ArrowUp":
      go(index - 1);
      break;
    case "Home":
      go(0);
      break;
    case "End":
      go(nodes.length - 1);
      break;
    case "ArrowRight":
      if (selected?.hasChildren && !selected.isOpen) actions.setOpen(selected, true);
      else if (selected?.isOpen) go(index + 1);
      break;
    case "ArrowLeft":
      if (selected?.isOpen) actions.setOpen(selected, false);
      else if (parent) actions.selectNode(parent);
      break;
    case "Enter":
    case " ":
      if (selected?.hasChildren) actions.setOpen(selected, !selected.isOpen);
      break;
    case "Escape":
      document.getElementById("packet-list")?.focus();
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function toId(path: string): string {
  return `node-${path.replaceAll(".", "-")}`;
}
