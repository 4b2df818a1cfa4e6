import path from "node:path";

/** The folder of the project. */
export const projectFolder = path.dirname(import.meta.dirname);

/** Where editors, browsers' profiles and what was learned about this machine are kept; git ignores it. */
export const editorFolder = path.join(projectFolder, ".vscode-test");

/** Where builds of tests, screenshots and reports go; git ignores it. */
export const outFolder = path.join(projectFolder, "out");
