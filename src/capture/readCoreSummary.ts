import type { ByteSource } from "./byteSource.ts";
import { CaptureError } from "./captureError.ts";
import { readFileFormat } from "./fileFormat.ts";

/** What the header of a core file says. */
export type CoreSummary = {
  readonly kind: "core";
  readonly class: "ELF32" | "ELF64";
  readonly byteOrder: "little" | "big";
  /** The processor, such as x86-64; a bare number (e_machine) for others than those that containers run on. */
  readonly machine: string;
  readonly sizeBytes: number;
};

/** System V ABI, ELF header: e_machine. */
const machines = new Map([
  [3, "i386"],
  [40, "arm"],
  [62, "x86-64"],
  [183, "aarch64"],
  [243, "riscv"],
]);
const coreFileType = 4;

/** Reads the ELF header of a core file; rejects with a CaptureError for everything else. */
export async function readCoreSummary(source: ByteSource): Promise<CoreSummary> {
  const head = await source.read(0, 64);
  if (head.length === 0) throw new CaptureError("empty");
  if (readFileFormat(head) !== "elf") throw new CaptureError("unknownFormat");
  const [, , , , fileClass, order] = head;
  if (fileClass === undefined || order === undefined) throw new CaptureError("truncatedHeader");
  if ((fileClass !== 1 && fileClass !== 2) || (order !== 1 && order !== 2))
    throw new CaptureError("badHeader");
  if (head.length < (fileClass === 2 ? 64 : 52)) throw new CaptureError("truncatedHeader");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const littleEndian = order === 1;
  if (view.getUint16(16, littleEndian) !== coreFileType) throw new CaptureError("notACore");
  const machine = view.getUint16(18, littleEndian);
  return {
    kind: "core",
    class: fileClass === 2 ? "ELF64" : "ELF32",
    byteOrder: littleEndian ? "little" : "big",
    machine: machines.get(machine) ?? String(machine),
    sizeBytes: source.sizeBytes,
  };
}
