import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { closeSocketsWith } from "../../../src/eci/closeSocketsWith.ts";

describe("closeSocketsWith", () => {
  it("closes what was opened in its time, however late, and nothing else", async () => {
    const server = net.createServer((socket) => socket.on("error", () => undefined));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const abort = new AbortController();
    const connect = (): net.Socket => net.connect(port, "127.0.0.1");
    const other = connect();
    const { own, late } = closeSocketsWith(abort.signal, () => ({
      own: turn().then(connect),
      // An agent that looks for its proxy until the call is long over.
      late: once(abort.signal, "abort").then(turn).then(connect),
    }));
    const first = await own;
    await once(first, "connect");
    assert.equal(first.destroyed, false);
    abort.abort();
    assert.equal(first.destroyed, true);
    const lateSocket = await late;
    await turn();
    assert.equal(lateSocket.destroyed, true);
    assert.equal(other.destroyed, false);
    other.destroy();
    server.close();
    await once(server, "close");
  });
});
