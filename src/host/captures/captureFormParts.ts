/* What the extension loads when a form is first opened; it is a bundle of its own. */
export { CaptureFormPanel } from "./captureFormPanel.ts";
export { toCaptureFormTexts } from "./captureFormTexts.ts";
export { copyEquivalent } from "./copyEquivalent.ts";
