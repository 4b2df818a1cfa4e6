/** How long a live region rests between two texts, in milliseconds. */
const restMs = 1_000;

/** Puts texts into the live region, the last one at most once a second; `element` finds the region. */
export function createAnnouncer(element: () => Element | null): (text: string) => void {
  let next: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = () => {
    timer = undefined;
    const region = element();
    if (next === undefined || !region) return;
    // The same words twice are read out twice only where the text changes.
    region.textContent = region.textContent === next ? `${next}\u00a0` : next;
    next = undefined;
    timer = setTimeout(speak, restMs);
  };
  return (text) => {
    next = text;
    timer ??= setTimeout(speak, 0);
  };
}
