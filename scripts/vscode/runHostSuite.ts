import { once } from "node:events";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import type { SuiteResult } from "../../test/host/run.ts";
import { outFolder, projectFolder } from "../paths.ts";
import { runInVscode } from "./runInVscode.ts";

/** Runs the bundled suite of out/test/host inside a real VS Code and prints its rows of the table of faults; rejects when the suite left no result of its own. */
export async function runHostSuite(): Promise<SuiteResult> {
  const resultFile = path.join(outFolder, "suiteResult.json");
  const rowsFile = path.join(outFolder, "suiteRows.txt");
  await mkdir(outFolder, { recursive: true });
  for (const file of [resultFile, rowsFile]) await rm(file, { force: true });
  const authority = path.join(projectFolder, "test/fixtures/tls/authority.pem");
  const suiteFolder = path.join(outFolder, "test/host");
  const ended = await runInVscode(path.join(suiteFolder, "run.cjs"), projectFolder, {
    ECI_OPS_SUITE_FOLDER: suiteFolder,
    ECI_OPS_SUITE_RESULT: resultFile,
    ECI_OPS_SUITE_ROWS: rowsFile,
    // For the tests of proxies and certificates: what a company would have set for the whole computer.
    HTTPS_PROXY: `http://127.0.0.1:${await findFreePort()}`,
    NODE_EXTRA_CA_CERTS: authority,
    SSL_CERT_FILE: authority,
  }).catch((error: unknown) => error);
  process.stdout.write(await readFile(rowsFile, "utf8").catch(() => ""));
  const result = await readFile(resultFile, "utf8").catch(() => undefined);
  if (result === undefined) throw new Error("The suite inside the editor left no result.", { cause: ended });
  const suite = JSON.parse(result) as SuiteResult;
  // A suite that passed in an editor that failed is a failure too.
  if (ended instanceof Error && suite.failures.length === 0 && suite.passed > 0) throw ended;
  return suite;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
