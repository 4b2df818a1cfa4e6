import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { parseSources, projectFolder, toPlace, walk } from "./parseSources.ts";

/** What the editor shows of an object, by the name of its property. */
const shownProperties = new Set(
  "title label description detail tooltip placeHolder placeholder prompt message openLabel saveLabel".split(
    " ",
  ),
);
/** What it shows of an item that is made first and filled later, as one in the status bar is. */
const shownOfItems = new Set([...shownProperties, "text", "name"]);
/** Calls whose texts the editor shows, with the positions of these (every one from the first on). */
const shownFrom = new Map([
  ["showInformationMessage", 0],
  ["showWarningMessage", 0],
  ["showErrorMessage", 0],
  ["setStatusBarMessage", 0],
]);
/** Calls and constructors whose sentences are for the log or for us, never for a notification. */
const unseen =
  /^(Error|TypeError|RangeError|AggregateError|debug|info|warn|error|trace|log|appendLine|assert|fail)$/;
const proseWords = /[A-Za-z]{2,}[,.:;]? [a-z]{2,}/;

/** The letters of a literal as they stand in the source; a template's values count as nothing. */
function toText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("\u0000");
}

function calledName(node: ts.CallExpression | ts.NewExpression): string {
  const { expression } = node;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function isTranslation(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText());
}

/** The calls and constructors that a node is an argument of, however deep. */
function* enclosingCalls(node: ts.Node): Generator<ts.CallExpression | ts.NewExpression> {
  for (let { parent } = node; !ts.isSourceFile(parent); { parent } = parent)
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) yield parent;
}

/** Whether a literal is in the value of a template's `class=`. */
function isClassName(node: ts.Node): boolean {
  let span = node;
  while (!ts.isTemplateSpan(span) && !ts.isSourceFile(span)) span = span.parent;
  if (!ts.isTemplateSpan(span)) return false;
  const { head, templateSpans } = span.parent;
  const before = templateSpans[templateSpans.indexOf(span) - 1]?.literal ?? head;
  return /\sclass="?[^"<>]*$/.test(before.text);
}

/** The literals that an expression may be: both branches of a choice, both sides of a fallback. */
function* literalsOf(node: ts.Expression): Generator<ts.Node> {
  if (ts.isConditionalExpression(node)) {
    yield* literalsOf(node.whenTrue);
    yield* literalsOf(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) {
    yield* literalsOf(node.left);
    yield* literalsOf(node.right);
  } else if (ts.isParenthesizedExpression(node)) yield* literalsOf(node.expression);
  else if (toText(node) !== undefined) yield node;
}

/** The expressions that the editor shows as they are. */
function shownExpressions(node: ts.Node): readonly ts.Expression[] {
  if (ts.isCallExpression(node)) {
    const first = shownFrom.get(calledName(node));
    return first === undefined ? [] : node.arguments.slice(first);
  }
  if (ts.isPropertyAssignment(node) && shownProperties.has(node.name.getText())) return [node.initializer];
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) &&
    shownOfItems.has(node.left.name.text)
  )
    return [node.right];
  if (ts.isNewExpression(node) && /TreeItem$|MarkdownString$/.test(calledName(node)))
    return node.arguments?.slice(0, 1) ?? [];
  return [];
}

const host = parseSources("src/{extension.ts,host/**/*.ts}");
const hostNodes = host.flatMap((source) => [...walk(source)]);
const pageNodes = parseSources("media/**/*.ts").flatMap((source) => [...walk(source)]);

describe("every text that a user sees is translatable", () => {
  it("is given to the editor through vscode.l10n.t", () => {
    const plain = hostNodes
      .flatMap(shownExpressions)
      .flatMap((expression) => [...literalsOf(expression)])
      .filter((literal) => /\p{L}{2}/u.test((toText(literal) ?? "").replaceAll(/\$\([a-z~-]+\)/g, "")));
    assert.deepEqual(
      plain.map((literal) => `${toPlace(literal)} ${literal.getText()}`),
      [],
    );
  });

  it("has no sentence in the host that is neither translated nor for the log", () => {
    const plain = hostNodes
      .filter((node) => proseWords.test((toText(node) ?? "").replaceAll(/<[^>]*>/g, "")))
      .filter((node) =>
        [...enclosingCalls(node)].every((call) => !isTranslation(call) && !unseen.test(calledName(call))),
      );
    assert.deepEqual(
      plain.map((node) => `${toPlace(node)} ${node.getText()}`),
      [],
    );
  });

  it("stands in the source as one literal, so that translators get it", () => {
    const translations = hostNodes.filter(isTranslation);
    assert.ok(translations.length > 0);
    const computed = translations.filter(({ arguments: [first] }) => {
      if (first === undefined) return true;
      if (!ts.isObjectLiteralExpression(first)) return !ts.isStringLiteralLike(first);
      const message = first.properties.find((property) => property.name?.getText() === "message");
      return (
        message === undefined ||
        !ts.isPropertyAssignment(message) ||
        toText(message.initializer) === undefined
      );
    });
    assert.deepEqual(
      computed.map((call) => `${toPlace(call)} ${call.getText()}`),
      [],
    );
  });

  it("is in l10n/bundle.l10n.json as the exporter writes it", () => {
    execFileSync(process.execPath, ["scripts/exportTexts.ts", "--check"], { cwd: projectFolder });
  });

  it("comes to a page from the host: its code holds no sentence", () => {
    const plain = pageNodes
      .filter((node) => proseWords.test(toText(node) ?? ""))
      .filter((node) => !ts.isTaggedTemplateExpression(node.parent) && !isClassName(node))
      .filter((node) => [...enclosingCalls(node)].every((call) => !unseen.test(calledName(call))));
    assert.deepEqual(
      plain.map((node) => `${toPlace(node)} ${node.getText()}`),
      [],
    );
  });

  it("comes to a page from the host: a template holds markup alone", () => {
    const templates = pageNodes
      .filter((node) => ts.isTaggedTemplateExpression(node))
      .filter(({ tag }) => /^(html|svg)$/.test(tag.getText()));
    const plain = templates.filter(({ template }) => {
      const markup = (toText(template) ?? "").replaceAll(/<!--.*?-->/gs, "");
      const spoken = [...markup.matchAll(/\s(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)];
      const words = markup.replaceAll(/<[^>]*>/g, " ");
      return [words, ...spoken.map(([, value]) => value ?? "")].some((text) => /\p{L}{2}/u.test(text));
    });
    assert.deepEqual(
      plain.map((node) => `${toPlace(node)} ${path.basename(node.getSourceFile().fileName)}`),
      [],
    );
  });
});
