import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { projectFolder } from "./parseSources.ts";

type Manifest = {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
  };
};

const read = (file: string) => readFileSync(path.join(projectFolder, file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const texts = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string | { message: string }>>;
const readme = read("README.md");

/** The cells of the first column of the table under a heading, without their code marks. */
function readFirstColumn(heading: string): readonly string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => (row.split("|")[1] ?? "").trim().replaceAll("`", ""));
}

/** "ECI: Add Account…", as the palette shows it. */
function toPaletteTitle({ title, category }: Manifest["contributes"]["commands"][number]): string {
  const text = texts[title.slice(1, -1)];
  const words = typeof text === "object" ? text.message : text;
  return category === undefined ? String(words) : `${category}: ${String(words)}`;
}

describe("the README", () => {
  it("lists the commands of the manifest", () => {
    const titles = manifest.contributes.commands.map(toPaletteTitle);
    assert.deepEqual([...readFirstColumn("Commands")].sort(), titles.sort());
  });

  it("lists the settings of the manifest", () => {
    const settings = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual([...readFirstColumn("Settings")].sort(), settings.sort());
  });

  it("shows pictures and links to files that exist", () => {
    const targets = [...readme.matchAll(/\]\((?!https?:|#|command:|mailto:)([^)#\s]+)/g)].map(
      ([, file]) => file ?? "",
    );
    assert.deepEqual(
      targets.filter((file) => !existsSync(path.join(projectFolder, file))),
      [],
    );
  });
});
