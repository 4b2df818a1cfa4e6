import { setTimeout as sleep } from "node:timers/promises";

/** How many ends of TCP connections this process holds: those of its clients, and of servers that run in it. */
export function countSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

/** Waits until the process holds no more of them than `most`, and gives the milliseconds that it took; throws beyond the limit. */
export async function untilSocketsClosed(most: number, limitMs: number): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const count = countSockets();
    const tookMs = performance.now() - begin;
    if (count <= most) return tookMs;
    if (tookMs > limitMs)
      throw new Error(`${count} sockets are open after ${limitMs} ms, and ${most} may be.`);
    await sleep(10);
  }
}
