import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { toSecretKey } from "../../src/account/accountStore.ts";
import { parseSources, projectFolder, walk } from "./parseSources.ts";
import ts from "typescript";

type Manifest = {
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
};

const read = (file: string) => readFileSync(path.join(projectFolder, file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const text = read("SECURITY.md");
const settings = manifest.contributes.configuration.properties;

/** The cells of the table under a heading, without their code marks. */
function readTable(heading: string): readonly (readonly string[])[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** Every text in the code of the extension itself. */
const literals = new Set(
  parseSources("src/{account,host,task}/**/*.ts")
    .flatMap((source) => [...walk(source)])
    .filter((node) => ts.isStringLiteralLike(node))
    .map((node) => node.text),
);

describe("SECURITY.md", () => {
  it("names each setting of the manifest with its scope", () => {
    const named = readTable("What settings can do").map(([name, scope]) => [name, scope]);
    const declared = Object.entries(settings).map(([name, { scope }]) => [name, scope]);
    assert.deepEqual(named.sort(), declared.sort());
  });

  it("says true of folders that are not trusted", () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, "limited");
    assert.ok(text.includes("Workspace Trust: `limited`"));
    assert.deepEqual([...restrictedConfigurations].sort(), Object.keys(settings).sort());
  });

  it("names what is stored as the code does, all of it", () => {
    const stored = readTable("What is stored where").map(([where]) => where ?? "");
    const files = stored.filter((name) => /^[\w.]+\/?$/.test(name)).map((name) => name.replace(/\/$/, ""));
    for (const file of files) assert.ok(literals.has(file), file);
    for (const file of ["accounts.json", "demoSimulator.txt", "tasks", "results", "locks"])
      assert.ok(files.includes(file), file);
    assert.ok(stored.includes(`Secret storage ${toSecretKey("<id>")}`));
    const keys = stored.flatMap((name) => /^Global state (.+)$/.exec(name)?.[1] ?? []);
    assert.deepEqual(
      keys.filter((key) => !literals.has(key)),
      [],
    );
    assert.ok(keys.length > 0);
    for (const name of stored.flatMap((each) => /^Setting (.+)$/.exec(each)?.[1] ?? []))
      assert.ok(name in settings, name);
    assert.ok(literals.has("task.json") && text.includes("`task.json`"));
  });
});
