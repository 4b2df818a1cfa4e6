/* Prints what stands in a capture or core file as JSON: summarize FILE. Exit code 1 and one line for what it cannot read. */
import { open, type FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import type { ByteSource } from "../src/capture/byteSource.ts";
import { CaptureError } from "../src/capture/captureError.ts";
import { readFileFormat } from "../src/capture/fileFormat.ts";
import { readCaptureSummary } from "../src/capture/readCaptureSummary.ts";
import { readCoreSummary } from "../src/capture/readCoreSummary.ts";

const problems: Record<CaptureError["code"], string> = {
  empty: "the file is empty",
  unknownFormat: "neither a capture nor a core file",
  truncatedHeader: "the file ends within its header",
  badHeader: "the header contradicts itself",
  notACore: "an ELF file, but not a core file",
};

async function summarize(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const source = await toByteSource(file);
    const isElf = readFileFormat(await source.read(0, 4)) === "elf";
    return JSON.stringify(await (isElf ? readCoreSummary : readCaptureSummary)(source), undefined, 2);
  } finally {
    await file.close();
  }
}

async function toByteSource(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: async (offset, lengthBytes) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(lengthBytes), 0, lengthBytes, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

function toReason(error: unknown): string {
  if (error instanceof CaptureError) return problems[error.code];
  return error instanceof Error ? error.message.replaceAll(/\s+/gu, " ") : String(error);
}

const [path, ...others] = process.argv.slice(2);
try {
  if (path === undefined || others.length > 0) throw new Error("usage: npm run --silent summarize -- FILE");
  // npm runs its scripts in the package's folder, whatever folder the person stands in.
  console.log(await summarize(resolve(process.env["INIT_CWD"] ?? "", path)));
} catch (error) {
  console.error(`summarize: ${toReason(error)}`);
  process.exitCode = 1;
}
