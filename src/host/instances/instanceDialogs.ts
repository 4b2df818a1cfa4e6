/* What asks the user something about instances: a bundle of its own, loaded at the first question. */
export { pickInstance } from "./pickInstance.ts";
export { askFilter, askGrouping, askOrder } from "./viewDialogs.ts";
