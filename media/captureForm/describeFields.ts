/**
 * Links each control to its help and its error (`data-described-by`), across the shadow root in which it keeps the
 * element that a screen reader meets; an `aria-describedby` in the markup cannot reach in there.
 */
export function describeFields(root: HTMLElement): void {
  requestAnimationFrame(() => {
    for (const control of root.querySelectorAll<HTMLElement>("[data-described-by]")) {
      const inner = control.shadowRoot?.querySelector("input, [role=combobox]");
      if (!inner) continue;
      const ids = control.dataset["describedBy"]?.split(" ") ?? [];
      inner.ariaDescribedByElements = ids
        .map((id) => document.getElementById(id))
        .filter((element) => element !== null);
      inner.ariaInvalid = `${control.hasAttribute("invalid")}`;
    }
  });
}
