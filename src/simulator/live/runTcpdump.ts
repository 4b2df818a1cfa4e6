import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import type { CaptureRequest } from "../engine.ts";
import { createPcapCut } from "./pcapCut.ts";
import type { Stage } from "./stage.ts";
import { toTcpdumpArguments } from "./tcpdumpArguments.ts";

/** The longest that a timer of Node can wait. */
const maxTimerMilliseconds = 2 ** 31 - 1;

/**
 * Captures with the real tcpdump on a stage until a limit of the request is reached or the
 * signal aborts. The duration counts from when tcpdump listens. Rejects with tcpdump's own last words when it fails.
 */
export async function runTcpdump(stage: Stage, request: CaptureRequest, path: string, stopped: AbortSignal) {
  const file = await open(path, "wx", 0o600);
  const tcpdump = stage.spawn(["tcpdump", ...toTcpdumpArguments(request)]);
  const stop = () => tcpdump.kill("SIGINT");
  let timer: NodeJS.Timeout | undefined;
  let isListening = false;
  let words = "";
  tcpdump.stderr.on("data", (bytes: Buffer) => {
    words = (words + bytes.toString()).slice(-2000);
    // Before it listens, tcpdump has not written its file header.
    if (isListening || !words.includes("listening on")) return;
    isListening = true;
    if (stopped.aborted) stop();
    stopped.addEventListener("abort", stop);
    if (request.durationSeconds !== undefined) {
      timer = setTimeout(stop, Math.min(request.durationSeconds * 1000, maxTimerMilliseconds));
    }
  });
  const closed = once(tcpdump, "close");
  closed.catch(() => undefined);
  try {
    const cut = createPcapCut(request.fileSizeBytes ?? Infinity);
    let sizeBytes = 0;
    for await (const bytes of tcpdump.stdout as AsyncIterable<Buffer>) {
      const kept = cut.push(bytes);
      if (kept.length > 0) await file.write(kept);
      sizeBytes += kept.length;
      if (cut.isFull()) stop();
    }
    const [code] = (await closed) as unknown[];
    if (code !== 0) throw new Error(toComplaint(words));
    return { path, sizeBytes };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener("abort", stop);
    await file.close();
  }
}

/** The last thing that tcpdump says of itself, such as `eth9: No such device exists`. */
function toComplaint(words: string): string {
  const lines = words.split("\n").filter((line) => line.startsWith("tcpdump: "));
  return lines.at(-1)?.slice("tcpdump: ".length) ?? "tcpdump failed";
}
