import path from "node:path";
import { outFolder } from "./paths.ts";
import { faultHead } from "./testing/faultTable.ts";
import { runCheck } from "./testing/runCheck.ts";
import { runNodeTests } from "./testing/runNodeTests.ts";
import { addTallies, noTally, toClosingLine, type Tally } from "./testing/tally.ts";
import { findBrowser } from "./vscode/findBrowser.ts";
import { runHostSuite } from "./vscode/runHostSuite.ts";

/*
 * Runs what its arguments name (check, unit, quickFaults, host, e2e, faults), or all but the faults in full, and closes
 * with one line of counts.
 */
const stop = new AbortController();
const { signal } = stop;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());

// Each file of tests is a process of its own, and all of them read much the same code.
process.env["NODE_COMPILE_CACHE"] = path.join(outFolder, "compileCache");

const faultFiles = "test/faults/**/*.test.ts";
/** Those of the packaged extension in a real editor. */
const editorFaults = ["test/faults/editor/*.test.ts", "test/faults/hostileText/editor.test.ts"];
/** What takes its time in a real editor: `npm test` has none left for it. */
const largeTests = "test/large/*.test.ts";
/** What measures how long the event loop is kept wants the processors for itself. */
const lonelyFault = "test/faults/downloads/fullSpeed.test.ts";
const bin = (name: string) => path.join("node_modules", name);
const suites: Readonly<Record<string, () => Promise<Tally>>> = {
  check: async () => {
    type Check = readonly [string, string, ...string[]];
    const runInTurn = async (checks: readonly Check[]): Promise<Tally> => {
      let tally = noTally;
      for (const [name, script, ...args] of checks)
        tally = addTallies(tally, await runCheck(name, script, args, signal));
      return tally;
    };
    // The first takes as long as the others together.
    const [lint, others] = await Promise.all([
      runInTurn([["lint", bin("eslint/bin/eslint.js"), "."]]),
      runInTurn([
        ["types", bin("typescript/bin/tsc"), "-p", "."],
        ["types of the pages", bin("typescript/bin/tsc"), "-p", "media"],
        ["format", bin("prettier/bin/prettier.cjs"), "--check", "."],
        ["unused code", bin("knip/bin/knip.js")],
        ["texts for translators", "scripts/exportTexts.ts", "--check"],
      ]),
    ]);
    return addTallies(lint, others);
  },
  unit: () => runNodeTests("unit tests", "test/unit/**/*.test.ts", { limitSeconds: 180, signal }),
  host: async () => {
    const build = await runCheck("build", "esbuild.mjs", ["--tests"], signal);
    if (build.failed > 0) return build;
    const { passed, failures, skipped } = await runHostSuite();
    for (const { title, error } of failures) console.log(`FAIL ${title}\n${error}\n`);
    for (const title of skipped) console.log(`skip ${title}`);
    console.log(
      `${failures.length === 0 && passed > 0 ? "ok  " : "FAIL"} suite inside the editor: ${passed}`,
    );
    const failed = passed === 0 ? Math.max(1, failures.length) : failures.length;
    return addTallies(build, { passed, failed, skipped: skipped.length });
  },
  e2e: async () => {
    const pack = await runPackage();
    if (pack.failed > 0) return pack;
    // What takes longest begins first.
    const patterns = [...editorFaults, "test/e2e/**/*.test.ts"];
    // More editors than two would make each of them late on two processors.
    const options = { atOnce: 2, limitSeconds: 700, signal };
    return addTallies(pack, await runNodeTests("end to end", patterns, options));
  },
  quickFaults: () =>
    runNodeTests("faults (quick)", faultFiles, {
      limitSeconds: 240,
      signal,
      except: editorFaults,
    }),
  faults: async () => {
    // What test/faults/tries.ts looks at.
    process.env["ECI_OPS_FAULTS"] = "full";
    try {
      console.log(faultHead);
      let tally = addTallies(await runPackage(), await (suites["host"]?.() ?? noTally));
      const options = { limitSeconds: 1800, signal };
      // How soon a window is well again is the editor's own matter: what runs beside it waits for the processors.
      const others = { ...options, atOnce: 1, isPatient: true, except: [...editorFaults, lonelyFault] };
      const sideBySide = await Promise.all([
        runNodeTests("faults in the editor", [...editorFaults, largeTests], { ...options, atOnce: 1 }),
        runNodeTests("faults", faultFiles, others),
      ]);
      tally = sideBySide.reduce(addTallies, tally);
      return addTallies(tally, await runNodeTests("faults alone", lonelyFault, { ...options, atOnce: 1 }));
    } finally {
      delete process.env["ECI_OPS_FAULTS"];
    }
  },
};

/** The package that the tests in a real editor install. */
function runPackage(): Promise<Tally> {
  return runCheck("package", "scripts/package.ts", [path.join(outFolder, "eciOps.vsix")], signal);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")} (known: ${Object.keys(suites).join(", ")})`);
  process.exit(2);
}
// The suite inside the editor mostly waits, and the unit tests take what it leaves of the processors.
const stages =
  asked.length > 0 ? asked.map((name) => [name]) : [["check"], ["unit", "host"], ["quickFaults"], ["e2e"]];
// Where there is none it is installed, which tests side by side would do side by side.
if (stages.flat().some((name) => name !== "check")) {
  try {
    findBrowser();
  } catch {
    // The tests that need one say so.
  }
}
const runSuite = async (name: string): Promise<Tally> => {
  try {
    return (await suites[name]?.()) ?? noTally;
  } catch (error) {
    console.log(`FAIL ${name}:`, error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
};
let total = noTally;
for (const names of stages) {
  if (signal.aborted) break;
  total = (await Promise.all(names.map(runSuite))).reduce(addTallies, total);
}
if (signal.aborted) console.log("Interrupted: what follows is not the whole.");
process.exitCode = total.failed > 0 || total.passed === 0 || signal.aborted ? 1 : 0;
console.log(`\n${toClosingLine(total)}`);
