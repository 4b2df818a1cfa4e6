import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** The captures that real tools wrote, with their paths for those tools. */
export const captureFixtures = globSync(path.join(import.meta.dirname, "../../fixtures/captures/*"))
  .toSorted()
  .map((file) => ({ file, name: path.basename(file), bytes: new Uint8Array(readFileSync(file)) }));
