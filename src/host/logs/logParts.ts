/* What the extension loads when a container's log is first opened; it is a bundle of its own. */
export { chooseLogLines, showLog } from "./logCommands.ts";
export { registerLogEditors } from "./logEditors.ts";
export { openLogs } from "./openLogs.ts";
