import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "./paths.ts";

type PackageFacts = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
};

const ownLicence = path.join(projectFolder, "LICENSE");

/**
 * The notices of the packages whose files are in `bundledFiles` (paths below `folder`), in alphabetical order, and of
 * our files that carry other people's data (`x.json` with `x.LICENSE.md` beside it); throws for a package whose
 * licence text is not known.
 */
export async function buildNotices(folder: string, bundledFiles: readonly string[]): Promise<string> {
  const packages = new Set(bundledFiles.flatMap((file) => toPackageFolder(file) ?? []));
  const sections = await Promise.all([...packages].map((name) => buildSection(path.join(folder, name))));
  const licences = bundledFiles
    .map((file) => path.join(folder, file.replace(/\.[a-z]+$/, ".LICENSE.md")))
    .filter((file) => existsSync(file));
  sections.push(...(await Promise.all(licences.map((file) => readFile(file, "utf8")))));
  const head = "ECI Ops contains these third-party works, each under the licence that follows its name.";
  return `${[head, ...sections.sort()].join(`\n\n${"=".repeat(80)}\n`)}\n`;
}

/** `node_modules/a/node_modules/@b/c/d.js` lies in the package `node_modules/a/node_modules/@b/c`. */
function toPackageFolder(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function buildSection(folder: string): Promise<string> {
  const facts = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as PackageFacts;
  const names = await readdir(folder);
  const texts = names.filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const title = `${facts.name} ${facts.version} (${facts.license ?? "see below"})`;
  const bodies = await Promise.all(texts.map((name) => readFile(path.join(folder, name), "utf8")));
  if (bodies.length === 0) bodies.push(await buildMitText(title, facts));
  return [title, ...bodies.map((body) => body.trim())].join("\n\n");
}

/** The licence of a package that names MIT and its author and ships no text: the licence asks for both in every copy. */
async function buildMitText(title: string, { license, author }: PackageFacts): Promise<string> {
  const holder = typeof author === "object" ? author.name : author;
  if (license !== "MIT" || holder === undefined) throw new Error(`${title} has no licence text.`);
  return (await readFile(ownLicence, "utf8")).replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}
