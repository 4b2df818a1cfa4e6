import { html, type TemplateResult } from "lit/html.js";

/** Where a splitter may stand, in percent of what it divides. */
const limits = { least: 15, most: 85 } as const;
const stepPercent = 4;

/**
 * A bar between two panes that is dragged, or moved with the arrow keys (WAI-ARIA Authoring Practices, "Window Splitter
 * Pattern"). It sets `--NAME`, a percentage, on the element that it stands in.
 */
export function splitterView(
  name: string,
  label: string,
  direction: "columns" | "rows",
  atFirst: number,
): TemplateResult {
  return html`<div
    class=${`splitter ${direction}`}
    data-name=${name}
    data-direction=${direction}
    role="separator"
    tabindex="0"
    aria-label=${label}
    aria-orientation=${direction === "columns" ? "vertical" : "horizontal"}
    aria-valuemin=${limits.least}
    aria-valuemax=${limits.most}
    aria-valuenow=${atFirst}
    @pointerdown=${onPress}
    @pointermove=${onDrag}
    @keydown=${onKey}
  ></div>`;
}

function onPress(event: PointerEvent): void {
  if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
}

function onDrag(event: PointerEvent): void {
  const bar = event.currentTarget;
  if (!(bar instanceof HTMLElement) || !bar.hasPointerCapture(event.pointerId)) return;
  const area = bar.parentElement?.getBoundingClientRect();
  if (!area) return;
  const part =
    bar.dataset["direction"] === "columns"
      ? (event.clientX - area.left) / area.width
      : (event.clientY - area.top) / area.height;
  place(bar, part * 100);
}

function onKey(event: KeyboardEvent): void {
  const bar = event.currentTarget;
  if (!(bar instanceof HTMLElement)) return;
  const steps: Readonly<Record<string, number>> =
    bar.dataset["direction"] === "columns"
      ? { ArrowLeft: -stepPercent, ArrowRight: stepPercent, Home: -100, End: 100 }
      : { ArrowUp: -stepPercent, ArrowDown: stepPercent, Home: -100, End: 100 };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  place(bar, Number(bar.ariaValueNow ?? 50) + step);
}

function place(bar: HTMLElement, percent: number): void {
  const kept = Math.round(Math.min(limits.most, Math.max(limits.least, percent)));
  bar.ariaValueNow = `${kept}`;
  bar.parentElement?.style.setProperty(`--${bar.dataset["name"] ?? ""}`, `${kept}%`);
}
