import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { parseSources, projectFolder, toPlace, walk } from "./parseSources.ts";

type Entry = { readonly command?: string; readonly when?: string; readonly [key: string]: unknown };
type Manifest = {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly Entry[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly keybindings?: readonly Entry[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(projectFolder, file), "utf8"));
const manifest = readJson("package.json") as Manifest;
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
const settings = Object.keys(contributes.configuration.properties);
const panels = manifest.activationEvents.flatMap((event) => /^onWebviewPanel:(.+)$/.exec(event)?.[1] ?? []);

const customEditors = contributes.customEditors.map(({ viewType }) => viewType);

const sources = parseSources("src/{extension.ts,host/**/*.ts}");
const nodes = sources.flatMap((source) => [...walk(source)]);
const literals = nodes
  .filter((node) => ts.isStringLiteralLike(node))
  .filter(({ text }) => /^eciOps\.[A-Za-z.]+$/.test(text));

/** The name of what is called: `registerCommand` for `vscode.commands.registerCommand(…)`. */
function calledName(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : undefined;
}

/** The first arguments of the calls of these names. */
function firstArguments(...names: readonly string[]): readonly ts.Expression[] {
  return nodes
    .filter((node) => ts.isCallExpression(node))
    .filter((node) => names.includes(calledName(node) ?? ""))
    .flatMap((node) => node.arguments.slice(0, 1));
}

/** Names that the editor does not learn from the manifest: status-bar items, and keys of what is stored (constants called …Key). */
const ownNames = [
  ...firstArguments("createStatusBarItem"),
  ...nodes
    .filter((node) => ts.isVariableDeclaration(node))
    .filter(({ name }) => /[a-z]Key$/.test(name.getText()))
    .flatMap(({ initializer }) => initializer ?? []),
].flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []));

/** A command is registered where its name comes first: in a call, in a pair, or as the key of a table of handlers. */
function isRegistration(literal: ts.StringLiteralLike): boolean {
  const { parent } = literal;
  if (ts.isPropertyAssignment(parent)) return parent.name === literal;
  if (ts.isArrayLiteralExpression(parent)) return parent.elements[0] === literal;
  return (
    ts.isCallExpression(parent) && parent.arguments[0] === literal && calledName(parent) !== "executeCommand"
  );
}

/** The names that the code reads, asks about or writes of `getConfiguration("eciOps")`, directly or through a constant. */
function findSettings(): ReadonlySet<string> {
  const opens = (node: ts.Node) => /getConfiguration\("eciOps"\)/.test(node.getText());
  const constants = new Set(
    nodes
      .filter((node) => ts.isVariableDeclaration(node))
      .filter(({ initializer }) => initializer !== undefined && ts.isCallExpression(initializer))
      .filter(
        ({ initializer }) => initializer !== undefined && calledName(initializer) === "getConfiguration",
      )
      .filter((node) => opens(node))
      .map((node) => `${node.getSourceFile().fileName}#${node.name.getText()}`),
  );
  return new Set(
    nodes
      .filter((node) => ts.isCallExpression(node))
      .filter((node) => ["get", "has", "inspect", "update"].includes(calledName(node) ?? ""))
      .flatMap((node) => {
        const [name] = node.arguments;
        const target = ts.isPropertyAccessExpression(node.expression)
          ? node.expression.expression
          : node.expression;
        const known =
          calledName(target) === "getConfiguration"
            ? opens(target)
            : constants.has(`${node.getSourceFile().fileName}#${target.getText()}`);
        return known && name !== undefined && ts.isStringLiteralLike(name) ? [`eciOps.${name.text}`] : [];
      }),
  );
}

describe("the manifest and the code", () => {
  it("name the same commands, each registered at one place", () => {
    const places = new Map<string, string[]>();
    for (const literal of literals.filter(isRegistration)) {
      if ([...views, ...settings, ...panels, ...customEditors, ...ownNames].includes(literal.text)) continue;
      places.set(literal.text, [...(places.get(literal.text) ?? []), toPlace(literal)]);
    }
    assert.deepEqual([...places.keys()].sort(), [...commands].sort());
    assert.deepEqual(
      [...places].filter(([, list]) => list.length > 1),
      [],
    );
    assert.equal(new Set(commands).size, commands.length);
  });

  it("know every eciOps name that the code holds", () => {
    const contextKeys = nodes
      .filter((node) => ts.isCallExpression(node))
      .filter((node) => node.arguments[0]?.getText() === '"setContext"')
      .map((node) => node.arguments[1]?.getText().slice(1, -1) ?? "");
    const known = [
      ...commands,
      ...views.flatMap((id) => [id, `${id}.focus`]),
      ...settings,
      ...panels,
      ...customEditors,
      ...contextKeys,
      ...ownNames,
    ];
    const strangers = literals.filter(({ text }) => !known.includes(text));
    assert.deepEqual(
      strangers.map((literal) => `${toPlace(literal)} ${literal.text}`),
      [],
    );
    const clauses = JSON.stringify(contributes);
    const asked = [...clauses.matchAll(/"when":"((?:[^"\\]|\\.)*)"/g)].flatMap(([, when]) =>
      [...(when ?? "").matchAll(/eciOps\.[A-Za-z.]+/g)].map(([name]) => name),
    );
    assert.deepEqual(
      asked.filter((name) => !views.includes(name) && !contextKeys.includes(name)),
      [],
    );
    assert.deepEqual(
      contextKeys.filter((name) => !asked.includes(name)),
      [],
      "context keys that nothing asks for",
    );
  });

  it("name the same views", () => {
    const created = firstArguments("createTreeView", "registerTreeDataProvider").map((name) =>
      ts.isStringLiteralLike(name) ? name.text : name.getText(),
    );
    assert.deepEqual(created.sort(), [...views].sort());
    const welcomed = contributes.viewsWelcome.map(({ view }) => String(view));
    assert.deepEqual(
      welcomed.filter((view) => !views.includes(view)),
      [],
    );
    for (const panel of panels)
      assert.ok(
        literals.some(({ text }) => text === panel),
        panel,
      );
  });

  it("name the same custom editors", () => {
    const registered = firstArguments("registerCustomEditorProvider").map((name) =>
      name.getText().slice(1, -1),
    );
    assert.deepEqual(registered.sort(), [...customEditors].sort());
  });

  it("name the same settings", () => {
    assert.deepEqual([...findSettings()].sort(), [...settings].sort());
  });

  it("offer in menus and keybindings only commands that exist", () => {
    const offered = [...Object.values(contributes.menus).flat(), ...(contributes.keybindings ?? [])];
    assert.deepEqual(
      offered.map(({ command }) => command ?? "").filter((name) => name !== "" && !commands.includes(name)),
      [],
    );
    const welcome = JSON.stringify(readJson("package.nls.json"));
    for (const [, command] of welcome.matchAll(/\(command:(eciOps\.[A-Za-z.]+)/g))
      assert.ok(commands.includes(command ?? ""), command);
  });

  it("point at icons that exist", () => {
    const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    for (const icon of icons) assert.ok(existsSync(path.join(projectFolder, icon)), icon);
  });
});

describe("the texts of the manifest", () => {
  const text = readFileSync(path.join(projectFolder, "package.json"), "utf8");
  const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? ""));
  const translations = globSync("package.nls*.json", { cwd: projectFolder });

  it("are there, in every language, and none is left over", () => {
    assert.ok(used.size > 0);
    assert.ok(translations.includes("package.nls.json"));
    for (const file of translations)
      assert.deepEqual(Object.keys(readJson(file) as object).sort(), [...used].sort(), file);
  });

  it("are all translatable", () => {
    const shown =
      /^(title|name|contents|description|markdownDescription|contextualTitle|label|(enum|markdownEnum)(Item)?(Label|Description)s?|deprecationMessage)$/;
    const brands = ["ECI", "ECI Ops"];
    const plain: string[] = [];
    const visit = (value: unknown, key: string): void => {
      if (typeof value === "string") {
        if (shown.test(key) && !/^%.+%$/.test(value) && !brands.includes(value))
          plain.push(`${key}: ${value}`);
      } else if (Array.isArray(value)) for (const item of value) visit(item, key);
      else if (typeof value === "object" && value !== null)
        for (const [name, item] of Object.entries(value)) {
          // The properties of a settings object are names, not texts.
          if (name !== "properties" || key === "configuration") visit(item, name);
        }
    };
    visit(contributes, "contributes");
    assert.deepEqual(plain, []);
  });
});
