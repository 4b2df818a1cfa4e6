import { statfs } from "node:fs/promises";
import { DownloadError } from "./downloadError.ts";

/** Bytes that this user may still write in the folder; undefined where the system does not tell. */
export async function readFreeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** What a failed file operation in the folder means for a download; other errors come back as they are. */
export async function toFileProblem(error: unknown, folder: string, neededBytes?: number): Promise<unknown> {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  const systemCode = String(error.code);
  switch (systemCode) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new DownloadError({
        code: "diskFull",
        systemCode,
        neededBytes,
        freeBytes: await readFreeBytes(folder),
      });
    case "EACCES":
    case "EPERM":
      return new DownloadError({ code: "noPermission", systemCode });
    case "EROFS":
      return new DownloadError({ code: "readOnly", systemCode });
    default:
      return new DownloadError({ code: "fileProblem", systemCode });
  }
}
