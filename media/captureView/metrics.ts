/** Sizes that follow the editor's fonts. */
export type Metrics = {
  /** Of a line in a list, in pixels. */
  readonly lineHeight: number;
  /** Of a character of the editor's font in the lists, in pixels. */
  readonly characterWidth: number;
};

/** Measures the fonts as they are now, and sets `--line-height` for the styles. */
export function measureFonts(): Metrics {
  const probe = document.createElement("span");
  probe.className = "probe";
  probe.textContent = "0".repeat(40);
  document.body.append(probe);
  const { width, height } = probe.getBoundingClientRect();
  probe.remove();
  const lineHeight = Math.max(18, Math.round(height));
  const { style } = document.documentElement;
  if (style.getPropertyValue("--line-height") !== `${lineHeight}px`)
    style.setProperty("--line-height", `${lineHeight}px`);
  return { lineHeight, characterWidth: width / 40 || 7 };
}
