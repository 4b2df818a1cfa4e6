import { html, nothing, type TemplateResult } from "lit";
import type { FormInstance } from "../../src/protocol/captureForm.ts";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import type { FormSetup } from "./pageState.ts";
import { toListText, toWords, type Texts } from "./pageWords.ts";

type Facts = readonly (readonly [TextKey, string])[];

/** What stands above the form: the instance, or how many there are and which. */
export function headingView(texts: Texts, { instances, leftOut }: FormSetup): TemplateResult {
  const [first] = instances;
  const count = instances.length;
  const name = first && count === 1 ? first.name : toWords(texts, "titleCount", { count });
  const own: Facts = first && count === 1 ? [["instanceId", first.id]] : [];
  const facts: Facts = [
    ...own,
    ["region", toShares(texts, instances, ({ regionName }) => regionName)],
    ["account", toShares(texts, instances, ({ accountName }) => accountName)],
  ];
  return html`<header>
    <h1>
      ${toWords(texts, "title")} <span class="name">${name}</span>
      ${instances.some(({ isDemo }) => isDemo) ? html`<span class="badge">${toWords(texts, "demo")}</span>` : nothing}
    </h1>
    <dl>
      ${facts.map(
        ([key, value]) =>
          html`<div>
            <dt>${toWords(texts, key)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${count === 1 ? nothing : listView(texts, instances)}
    ${leftOut.map((sentence) => html`<p class="left-out">${sentence}</p>`)}
  </header>`;
}

/** All of them by name, each with what it does not share with the others. */
function listView(texts: Texts, instances: readonly FormInstance[]): TemplateResult {
  const isOneRegion = new Set(instances.map(({ regionName }) => regionName)).size === 1;
  const isOneAccount = new Set(instances.map(({ accountName }) => accountName)).size === 1;
  return html`<details id="which">
    <summary>${toWords(texts, "which")}</summary>
    <ul>
      ${instances.map(({ name, id, regionName, accountName }) => {
        const facts = [id, ...(isOneRegion ? [] : [regionName]), ...(isOneAccount ? [] : [accountName])];
        return html`<li>${name} <span class="help">${facts.join(" · ")}</span></li>`;
      })}
    </ul>
  </details>`;
}

/** A fact that all share, or how many of them have which. */
function toShares(
  texts: Texts,
  instances: readonly FormInstance[],
  toFact: (instance: FormInstance) => string,
): string {
  const counts = new Map<string, number>();
  for (const instance of instances) counts.set(toFact(instance), (counts.get(toFact(instance)) ?? 0) + 1);
  if (counts.size === 1) return [...counts.keys()].join("");
  return toListText([...counts].map(([name, count]) => toWords(texts, "countOf", { name, count })));
}
