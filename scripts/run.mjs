/*
 * `node scripts/run.mjs SCRIPT [ARG...]` runs a script of this project under the project's own Node, after
 * installing the locked dependencies where they are missing or stale. Plain JavaScript: the machine's Node 20
 * runs it. Nothing here writes to stdout, which belongs to the script alone.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import "./parentWatch.mjs";

const root = path.dirname(import.meta.dirname);
const node = path.join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

/** npm writes what it installed to a hidden lock file; an optional package of another system may be absent there. */
function isInstalled() {
  const hiddenLock = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(node) || !existsSync(hiddenLock)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hiddenLock, "utf8")).packages;
  return (
    Object.keys(present).every((name) => name in wanted) &&
    Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
      const found = present[name];
      if (name === "") return true;
      return found ? found.version === version && found.integrity === integrity : optional === true;
    })
  );
}

function install() {
  process.stderr.write("Installing the locked dependencies (npm ci)…\n");
  const { npm_execpath: npm, npm_node_execpath: npmNode } = process.env;
  // NODE_ENV=production would leave out the tools, the Node among them.
  const args = ["ci", "--include=dev", "--loglevel=error", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const { status } =
    npm && npmNode
      ? spawnSync(npmNode, [npm, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) {
    process.stderr.write("The dependencies could not be installed: see npm's messages above.\n");
    process.exit(status ?? 1);
  }
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  process.stderr.write("usage: node scripts/run.mjs SCRIPT [ARG...]\n");
  process.exit(2);
}
if (!isInstalled()) install();

const watch = pathToFileURL(path.join(root, "scripts/parentWatch.mjs")).href;
const child = spawn(node, ["--import", watch, path.join(root, script), ...args], {
  stdio: "inherit",
  env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}` },
});
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  for (const name of signals) process.removeAllListeners(name);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
