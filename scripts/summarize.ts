/*
 * Prints what stands in a capture or core file as JSON: summarize FILE [--filter EXPR]. Exit code 1 and one line for
 * what it cannot read.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CaptureError } from "../src/capture/captureError.ts";
import { readFileFormat } from "../src/capture/fileFormat.ts";
import { FilterError } from "../src/capture/filter/filterError.ts";
import type { Finding } from "../src/capture/findings/finding.ts";
import { readCoreSummary } from "../src/capture/readCoreSummary.ts";
import type { CaptureReport } from "../src/capture/session/captureReport.ts";
import { readCaptureReport } from "../src/capture/session/readCaptureReport.ts";
import { openFileSource } from "../src/host/captures/fileSource.ts";
import { fillText } from "../src/protocol/fillText.ts";
import "./untranslated.ts";

const problems: Record<CaptureError["code"], string> = {
  empty: "the file is empty",
  unknownFormat: "neither a capture nor a core file",
  truncatedHeader: "the file ends within its header",
  badHeader: "the header contradicts itself",
  notACore: "an ELF file, but not a core file",
};

async function summarize(path: string, filter: string | undefined): Promise<string> {
  const file = openFileSource(path);
  try {
    const isElf = readFileFormat(await file.source.read(0, 4)) === "elf";
    const summary = isElf
      ? await readCoreSummary(file.source)
      : await toWorded(await readCaptureReport(file.source, { openPass: () => file.openPass(), filter }));
    return JSON.stringify(summary, undefined, 2);
  } finally {
    file.close();
  }
}

/** A report whose findings are told in the words of the extension, as far as a reader of JSON wants to know. */
async function toWorded({ findings, ...report }: CaptureReport) {
  // Only now `vscode` is a module that can be imported.
  const { toFindingTexts } = await import("../src/host/captures/findingTexts.ts");
  const texts = toFindingTexts();
  const toText = ({ id, count, params }: Finding) => {
    const values = Object.entries({ ...params, count }).map(
      ([name, value]) => [name, String(value)] as const,
    );
    return fillText(texts[`${count === 1 ? "finding" : "findings"}.${id}`], Object.fromEntries(values));
  };
  return {
    ...report,
    findings: findings.map((finding) => ({
      id: finding.id,
      severity: finding.severity,
      text: toText(finding),
      packets: finding.packets,
      count: finding.count,
      filter: finding.filter,
    })),
  };
}

async function toReason(error: unknown): Promise<string> {
  if (error instanceof CaptureError) return problems[error.code];
  if (error instanceof FilterError)
    return `--filter, character ${error.start + 1}: ${await toFilterReason(error)}`;
  return error instanceof Error ? error.message.replaceAll(/\s+/gu, " ") : String(error);
}

async function toFilterReason({ code, params }: FilterError): Promise<string> {
  const { toFilterErrorTexts } = await import("../src/host/captures/view/filterErrorTexts.ts");
  const isNear = code === "unknownField" && params["suggestion"] !== "";
  return fillText(toFilterErrorTexts()[`filterError.${isNear ? "unknownFieldNear" : code}`], toTexts(params));
}

/** What fills the gaps of a text, in one line. */
function toTexts(params: Readonly<Record<string, string | number>>): Record<string, string> {
  const texts = Object.entries(params).map(([name, value]) => [name, String(value).replaceAll(/\s+/gu, " ")]);
  return Object.fromEntries(texts) as Record<string, string>;
}

function readArguments() {
  const { values, positionals } = parseArgs({
    options: { filter: { type: "string" } },
    allowPositionals: true,
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) {
    throw new Error("usage: npm run --silent summarize -- FILE [--filter EXPR]");
  }
  return { path, filter: values.filter };
}

try {
  const { path, filter } = readArguments();
  // npm runs its scripts in the package's folder, whatever folder the person stands in.
  console.log(await summarize(resolve(process.env["INIT_CWD"] ?? "", path), filter));
} catch (error) {
  console.error(`summarize: ${await toReason(error)}`);
  process.exitCode = 1;
}
