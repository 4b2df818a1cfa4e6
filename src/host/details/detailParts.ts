/* What the extension loads when details are first shown; it is a bundle of its own. */
export { DetailsPanel } from "./detailsPanel.ts";
export { readInstanceJson } from "./instanceJson.ts";
