import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const toSha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The files below a folder, with their sha256. */
export async function readHashes(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, toSha256(await readFile(file))] as const)),
  );
}
