import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createCrc64 } from "../../../src/simulator/oss/crc64.ts";

/*
 * Serves one large object as fast as it is taken, in a process of its own; prints what it serves as a line of JSON and
 * ends when its standard input does: largeObjectServer.ts SIZE_IN_MIB [MIB_A_SECOND].
 */
const pieceBytes = 1 << 20;
const shifts = 1 << 16;
const pieces = Number(process.argv[2]);
const piecesPerSecond = Number(process.argv[3] ?? Infinity);
const noise = randomBytes(pieceBytes + shifts);
const totalBytes = pieces * pieceBytes;

/** No piece is like the one before: a piece in the wrong place shows. */
function toPiece(index: number): Buffer {
  if (index === 0) return first;
  const start = (index * 97) % shifts;
  return noise.subarray(start, start + pieceBytes);
}
const first = Buffer.concat([Buffer.from([0xd4, 0xc3, 0xb2, 0xa1]), noise.subarray(4, pieceBytes)]);

const sha = createHash("sha256");
const crc = createCrc64();
for (let index = 0; index < pieces; index += 1) {
  sha.update(toPiece(index));
  crc.update(toPiece(index));
}
const object = { sha256: sha.digest("hex"), crc64: crc.value().toString(), totalBytes };
const headers = { ETag: `"${object.sha256.slice(0, 32)}"`, "x-oss-hash-crc64ecma": object.crc64 };

const server = http.createServer((request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const isPart = request.headers.range !== undefined;
  response.writeHead(isPart ? 206 : 200, {
    ...headers,
    "Content-Length": totalBytes - from,
    ...(isPart && { "Content-Range": `bytes ${from}-${totalBytes - 1}/${totalBytes}` }),
  });
  const begin = performance.now();
  let at = from;
  const send = () => {
    while (at < totalBytes) {
      const aheadMs = ((at - from) / pieceBytes / piecesPerSecond) * 1000 - (performance.now() - begin);
      if (aheadMs > 1) {
        setTimeout(send, aheadMs);
        return;
      }
      const piece = toPiece(Math.floor(at / pieceBytes)).subarray(at % pieceBytes);
      at += piece.length;
      if (response.write(piece)) continue;
      response.once("drain", send);
      return;
    }
    response.end();
  };
  send();
});
server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/result?Signature=secret-signature`;
  console.log(JSON.stringify({ ...object, url }));
});
process.stdin.resume().on("close", () => process.exit());
