import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import type { CaptureSession, ExportOptions } from "../../../capture/session/captureSession.ts";

/**
 * Writes the packets of a list into a new file, safely on the disk when it resolves; removes it again when it rejects.
 * `assertFresh` is called at the end and throws when the bytes may have come from another file.
 */
export async function writeExport(
  session: CaptureSession,
  options: ExportOptions,
  path: string,
  assertFresh: () => void,
): Promise<number> {
  const descriptor = openSync(path, "wx", 0o600);
  let isWritten = false;
  try {
    const packets = await session.write(options, (bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    });
    assertFresh();
    fsyncSync(descriptor);
    isWritten = true;
    return packets;
  } finally {
    closeSync(descriptor);
    if (!isWritten) rmSync(path, { force: true });
  }
}
