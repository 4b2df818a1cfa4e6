import { html, type TemplateResult } from "lit/html.js";

/** A button that opens a menu below it (WAI-ARIA Authoring Practices, "Menu Button Pattern"). */
export function menuView(
  id: string,
  label: string,
  face: TemplateResult,
  isDisabled: boolean,
  items: readonly (readonly [string, () => void])[],
): TemplateResult {
  return html`<div class="menu-frame" @focusout=${closeWhenLeft} @keydown=${onKey}>
    <button
      class="tool"
      id=${id}
      aria-haspopup="menu"
      aria-expanded="false"
      aria-controls=${`${id}-items`}
      aria-label=${label}
      ?disabled=${isDisabled}
      @click=${(event: Event) => {
        const frame = toFrame(event);
        setOpen(frame, !isOpen(frame));
        focusItem(frame, 0);
      }}
    >
      ${face}
    </button>
    <div class="menu" id=${`${id}-items`} role="menu" aria-labelledby=${id} hidden>
      ${items.map(
        ([words, act]) =>
          html`<button
            role="menuitem"
            tabindex="-1"
            @click=${(event: Event) => {
              const frame = toFrame(event);
              setOpen(frame, false);
              frame.querySelector("button")?.focus();
              act();
            }}
          >
            ${words}
          </button>`,
      )}
    </div>
  </div>`;
}

function toFrame(event: Event): HTMLElement {
  const frame =
    event.currentTarget instanceof Element && event.currentTarget.closest<HTMLElement>(".menu-frame");
  if (!frame) throw new Error("A menu's event came from outside of it.");
  return frame;
}

function isOpen(frame: HTMLElement): boolean {
  return frame.querySelector("button")?.ariaExpanded === "true";
}

function setOpen(frame: HTMLElement, shallOpen: boolean): void {
  const menu = frame.querySelector<HTMLElement>(".menu");
  const button = frame.querySelector("button");
  if (menu) menu.hidden = !shallOpen;
  if (button) button.ariaExpanded = `${shallOpen}`;
}

function focusItem(frame: HTMLElement, index: number): void {
  const items = frame.querySelectorAll<HTMLElement>("[role=menuitem]");
  items[(index + items.length) % items.length]?.focus();
}

function closeWhenLeft(event: FocusEvent): void {
  const frame = toFrame(event);
  if (!(event.relatedTarget instanceof Node && frame.contains(event.relatedTarget))) setOpen(frame, false);
}

function onKey(event: KeyboardEvent): void {
  const frame = toFrame(event);
  if (!isOpen(frame)) return;
  const items = [...frame.querySelectorAll("[role=menuitem]")];
  const at = document.activeElement ? items.indexOf(document.activeElement) : -1;
  if (event.key === "ArrowDown") focusItem(frame, at + 1);
  else if (event.key === "ArrowUp") focusItem(frame, at - 1);
  else if (event.key === "Home") focusItem(frame, 0);
  else if (event.key === "End") focusItem(frame, -1);
  else if (event.key === "Escape") {
    setOpen(frame, false);
    frame.querySelector("button")?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
