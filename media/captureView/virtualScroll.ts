/** Browsers cap an element's height near 33 million pixels, and lose precision before that. */
const maxHeightPixels = 8_000_000;
/** Rows that are drawn above and below what is seen, so that a short scroll shows no gap. */
const overscanRows = 8;

/** Where a list of rows of one height stands; the part in sight is all that is drawn of it. */
export type VirtualScroll = {
  /** Takes the scrolling element, which holds a `.spacer` and a `.window`; undefined when it is gone. */
  readonly attach: (element: Element | undefined) => void;
  /** The rows to draw, from `first` to before `end`. */
  readonly span: (count: number) => { readonly first: number; readonly end: number };
  /** Puts what was drawn in its place. To be called after every drawing. */
  readonly settle: () => void;
  /** Scrolls as little as needed to show a row, or puts it in the middle. */
  readonly reveal: (row: number, where: "nearest" | "middle") => void;
  /** How many whole rows are in sight, at least 1. */
  readonly pageRows: () => number;
};

/**
 * Scrolls any number of rows. Where all of them would be too high for a browser, the scroll bar stands for the whole
 * list in proportion, and the wheel still moves by its own pixels.
 */
export function createVirtualScroll(options: {
  readonly rowHeight: () => number;
  readonly changed: () => void;
}): VirtualScroll {
  let element: HTMLElement | undefined;
  let count = 0;
  let top = 0;
  let drawnFirst = 0;
  let expectedScroll = 0;
  /** `top` was set from here, and the element does not stand there yet. */
  let isTopSet = false;
  /** A row that was to be shown before the list had a height to show it in. */
  let revealAwaited: { readonly row: number; readonly where: "nearest" | "middle" } | undefined;
  const resizes = new ResizeObserver(options.changed);

  /** Measured before each drawing: to measure after it costs a layout of the page. */
  let headHeight = 0;
  let viewHeight = 0;
  const measure = () => {
    headHeight = element?.querySelector<HTMLElement>(".list-head")?.offsetHeight ?? 0;
    viewHeight = Math.max(0, (element?.clientHeight ?? 0) - headHeight);
  };

  const fullHeight = () => count * options.rowHeight();
  const isScaled = () => fullHeight() > maxHeightPixels;
  const maxTop = () => Math.max(0, fullHeight() - viewHeight);
  const scrollPerTop = () => (maxHeightPixels - viewHeight) / Math.max(1, maxTop());

  const toTop = (wanted: number) => {
    top = Math.min(Math.max(0, wanted), maxTop());
    isTopSet = true;
  };
  /** Only once the spacer is as high as the list can the element stand at `top`. */
  const scrollToTop = (to: HTMLElement) => {
    to.scrollTop = isScaled() ? top * scrollPerTop() : top;
    expectedScroll = to.scrollTop;
    isTopSet = false;
  };
  const moveTo = (row: number, where: "nearest" | "middle") => {
    const height = options.rowHeight();
    const start = row * height;
    const isInSight = start >= top && start + height <= top + viewHeight;
    if (where === "middle" && !isInSight) toTop(start - (viewHeight - height) / 2);
    else if (start < top) toTop(start);
    else if (start + height > top + viewHeight) toTop(start + height - viewHeight);
  };
  const onScroll = () => {
    if (!element || isTopSet) return;
    const { scrollTop } = element;
    // What was set from here comes back as an event, rounded to the pixels of the screen.
    if (isScaled() && Math.abs(scrollTop - expectedScroll) <= 1) return;
    expectedScroll = scrollTop;
    top = isScaled() ? scrollTop / scrollPerTop() : scrollTop;
    options.changed();
  };
  const onWheel = (event: WheelEvent) => {
    if (!isScaled() || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = [1, options.rowHeight(), viewHeight][event.deltaMode] ?? 1;
    toTop(top + event.deltaY * unit);
    options.changed();
  };

  return {
    attach: (next) => {
      if (next === element) return;
      if (element) resizes.unobserve(element);
      element = next instanceof HTMLElement ? next : undefined;
      if (!element) return;
      element.addEventListener("scroll", onScroll, { passive: true });
      element.addEventListener("wheel", onWheel, { passive: false });
      resizes.observe(element);
    },
    span: (nextCount) => {
      count = nextCount;
      measure();
      top = Math.min(top, maxTop());
      if (revealAwaited && viewHeight > 0) {
        moveTo(revealAwaited.row, revealAwaited.where);
        revealAwaited = undefined;
      }
      const height = options.rowHeight();
      const first = Math.max(0, Math.floor(top / height) - overscanRows);
      const end = Math.min(count, Math.ceil((top + viewHeight) / height) + overscanRows);
      drawnFirst = first;
      return { first, end: viewHeight === 0 ? first : end };
    },
    settle: () => {
      if (!element) return;
      const spacer = element.querySelector<HTMLElement>(".spacer");
      const drawn = element.querySelector<HTMLElement>(".window");
      if (!spacer || !drawn) return;
      setStyle(spacer, "height", `${Math.min(fullHeight(), maxHeightPixels)}px`);
      if (viewHeight > 0 && (isTopSet || isScaled())) scrollToTop(element);
      const offset = drawnFirst * options.rowHeight() - (isScaled() ? top - element.scrollTop : 0);
      setStyle(drawn, "top", `${headHeight + offset}px`);
    },
    reveal: (row, where) => {
      revealAwaited = viewHeight > 0 ? undefined : { row, where };
      if (!revealAwaited) moveTo(row, where);
      options.changed();
    },
    pageRows: () => Math.max(1, Math.floor(viewHeight / options.rowHeight())),
  };
}

function setStyle(element: HTMLElement, name: "height" | "top", value: string): void {
  if (element.style[name] !== value) element.style[name] = value;
}
