import { html, type TemplateResult } from "lit/html.js";
import type { Overview } from "../../src/protocol/captureView.ts";
import { isFilter } from "./filterCheck.ts";
import type { PageParts } from "./pageParts.ts";
import { toNumberText, toPercentText, toShownText, toSizeText, toWords } from "./pageWords.ts";

type ProtocolNode = Overview["protocols"][number];

/** Which protocols lie in which, and how much of the file each makes up. */
export function protocolsView(parts: PageParts): TemplateResult {
  const { texts, overview } = parts.state;
  const nodes = toTree(overview?.protocols ?? []);
  return html`<section class="protocols" aria-labelledby="protocols-title">
    <h2 id="protocols-title">${toWords(texts, "protocols")}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">${toWords(texts, "protocol")}</th>
          <th scope="col">${toWords(texts, "share")}</th>
          <th scope="col" class="amount">${toWords(texts, "packets")}</th>
          <th scope="col" class="amount">${toWords(texts, "bytes")}</th>
        </tr>
      </thead>
      <tbody>
        ${nodes.map((node) => nodeView(parts, node, overview?.packets ?? 0))}
      </tbody>
    </table>
  </section>`;
}

function nodeView({ state, filter }: PageParts, node: ProtocolNode, packets: number): TemplateResult {
  const name = node.path.at(-1) ?? "";
  const share = packets === 0 ? 0 : node.packets / packets;
  const shown = toShownText(name);
  return html`<tr>
    <th scope="row" class=${`indent-${Math.min(node.path.length - 1, 10)}`}>
      ${
        isFilter(name)
          ? html`<button
              class="link"
              title=${toWords(state.texts, "filterBy", { filter: name })}
              @click=${() => {
                filter.filterBy(name);
              }}
            >
              ${shown}
            </button>`
          : shown
      }
    </th>
    <td class="share">
      <svg class="bar" aria-hidden="true"><rect width=${`${share * 100}%`} height="100%" /></svg
      ><span>${toPercentText(share)}</span>
    </td>
    <td class="amount">${toNumberText(node.packets)}</td>
    <td class="amount">${toSizeText(node.bytes)}</td>
  </tr>`;
}

/** Each protocol after the one it lies in, the larger of siblings first. */
function toTree(nodes: Overview["protocols"]): readonly ProtocolNode[] {
  const children = new Map<string, ProtocolNode[]>();
  for (const node of nodes) {
    const parent = node.path.slice(0, -1).join("\u0000");
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const ordered: ProtocolNode[] = [];
  const add = (parent: string) => {
    const own = children.get(parent) ?? [];
    children.delete(parent);
    for (const node of own.sort((left, right) => right.packets - left.packets)) {
      ordered.push(node);
      add(node.path.join("\u0000"));
    }
  };
  add("");
  return ordered;
}
