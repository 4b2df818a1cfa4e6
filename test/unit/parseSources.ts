import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export const projectFolder = path.join(import.meta.dirname, "../..");

/** The syntax trees of the project's files that match, named by their path in the project. */
export function parseSources(pattern: string): readonly ts.SourceFile[] {
  return globSync(pattern, { cwd: projectFolder }).map((file) =>
    ts.createSourceFile(
      file.replaceAll(path.sep, "/"),
      readFileSync(path.join(projectFolder, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    ),
  );
}

/** The node and everything below it. */
export function* walk(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* walk(child);
}

/** "src/host/a.ts:12", for a failure's message. */
export function toPlace(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
