import { readFileSync } from "node:fs";
import type http from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServedObject } from "../../unit/task/download/objectServer.ts";

/** How a connection ends: in order, by a reset once all that was sent has arrived, or by one at once. */
export type Cut = "end" | "reset" | "resetAtOnce";

/** Where the range begins that a request asks for, 0 for the whole. */
export function toFirstByte(request: http.IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

/** Answers as OSS does up to the byte at `end`, then cuts the connection. */
export function serveUntil(
  object: ServedObject,
  end: number,
  cut: Cut,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const first = toFirstByte(request);
  const total = object.bytes.length;
  const isPart = request.headers.range !== undefined;
  const { socket } = request;
  response.writeHead(isPart ? 206 : 200, {
    ETag: object.etag,
    "Content-Length": total - first,
    "x-oss-hash-crc64ecma": object.crc64,
    ...(isPart && { "Content-Range": `bytes ${first}-${total - 1}/${total}` }),
  });
  const finish = async () => {
    if (cut === "end") socket.end();
    else {
      if (cut === "reset") await untilDelivered(socket);
      socket.resetAndDestroy();
    }
  };
  response.write(object.bytes.subarray(first, end), () => {
    finish().catch((error: unknown) => socket.destroy(error as Error));
  });
}

/** Until the queues of both ends of a loopback connection are empty: a reset throws away what is in them. */
async function untilDelivered(socket: Socket): Promise<void> {
  const toHex = (port = 0) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const [own, other] = [toHex(socket.localPort), toHex(socket.remotePort)];
  for (let waited = 0; waited < 400; waited += 1) {
    const lines = readConnections().filter((line) => line.includes(own) && line.includes(other));
    // Columns of proc(5), /proc/net/tcp: number, own address, other address, state, queues.
    const isEmpty = lines.every((line) => line.trim().split(/\s+/)[4] === "00000000:00000000");
    if (lines.length > 0 && isEmpty) return;
    await sleep(5);
  }
  throw new Error("what was sent did not arrive");
}

function readConnections(): readonly string[] {
  try {
    return readFileSync("/proc/net/tcp", "utf8").split("\n");
  } catch {
    // Elsewhere nobody tells: the time that loopback needs many times over.
    return [];
  }
}
