import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { EciClient } from "../../../src/eci/eciClient.ts";
import {
  createTestClient,
  sendAnswer,
  startFaultServer,
  until,
  type FaultAnswer,
  type FaultServer,
} from "../../unit/eci/faultServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { startConnectProxy } from "./connectProxy.ts";
import { useEditorProxy } from "./editorProxy.ts";
import { countSockets, untilSocketsClosed } from "./sockets.ts";

const count = toTries(20, 3);
const cancelLimitMs = 500;
const closeLimitMs = 2_000;
/** More than may be under way at once, so that some have not been sent yet. */
const callsEach = 8;
const target = { regionId: "cn-hangzhou", instanceId: "eci-1", opsType: "tcpdump" } as const;

const drip: FaultAnswer = (socket) => {
  socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{");
  const timer = setInterval(() => socket.write(" "), 50);
  socket.on("close", () => clearInterval(timer));
};

/** A task is not sent again, and so never waits between two tries. */
const askForPatience: FaultAnswer = (socket, { params }) => {
  if (params.get("Action") === "CreateInstanceOpsTask") return;
  sendAnswer(socket, 503, { Code: "ServiceUnavailable" }, { "retry-after": "9" });
};

const places: readonly (readonly [name: string, answer: FaultAnswer])[] = [
  ["never answers", () => undefined],
  ["drips", drip],
  ["asks for patience", askForPatience],
];

/** Makes calls of both kinds, cancels them once `isThere`, and gives how long the last of them took to end. */
async function cancelAll(
  client: EciClient & Disposable,
  isThere: () => boolean,
  isTask: boolean,
): Promise<number> {
  const abort = new AbortController();
  const reason = new Error("cancelled by the user");
  const calls = Array.from({ length: callsEach }, () =>
    (isTask
      ? client.createOpsTask({ ...target, opsValue: '{"Enable":true,"Duration":60}' }, abort.signal)
      : client.describeInstances({ regionId: "cn-hangzhou" }, abort.signal)
    ).then(
      () => "an answer",
      (error: unknown) => error,
    ),
  );
  await until(isThere);
  await sleep(20);
  const begin = performance.now();
  abort.abort(reason);
  const ends = await Promise.all(calls);
  const tookMs = performance.now() - begin;
  for (const end of ends) assert.equal(end, reason);
  assert.ok(tookMs < cancelLimitMs, `${tookMs} ms`);
  return tookMs;
}

describe("H1 to H5: Cancel", () => {
  const tryAll = async (
    what: string,
    open: () => EciClient & Disposable,
    isThere: () => boolean,
    isAnswered = false,
  ) => {
    const row = createCountedRow("H", `cancelled: ${what}`);
    const before = countSockets();
    for (let tried = 0; tried < count; tried += 1) {
      const isTask = tried % 2 === 0;
      await row.attempt(isTask ? "tasks" : "lists", async () => {
        using client = open();
        const tookMs = await cancelAll(client, isThere, isTask);
        // A connection on which all was answered may be kept for the next call.
        if (isAnswered) client.dispose();
        await untilSocketsClosed(before, closeLimitMs);
        return tookMs;
      });
    }
    row.end("ms");
  };

  for (const [name, answer] of places) {
    it(`takes effect within half a second where the service ${name}, and no socket stays`, async () => {
      let seen = 0;
      const isThere = (server: FaultServer) => () => server.requests.length > seen;
      await using server = await startFaultServer(answer);
      const open = () => {
        seen = server.requests.length;
        return createTestClient(server);
      };
      await tryAll(name, open, isThere(server), answer === askForPatience);
    });
  }

  it("takes effect within half a second where TLS never completes, and no socket stays", async () => {
    await using server = await startFaultServer(() => undefined);
    const endpoint = server.url.replace("http:", "https:");
    await tryAll(
      "TLS never completes",
      () => createTestClient(server, { endpoint: () => endpoint }),
      () => server.openSockets() > 0,
    );
  });

  it("takes effect within half a second where the proxy never answers, and no socket stays", async () => {
    await using server = await startFaultServer(() => undefined);
    await using proxy = await startConnectProxy("silent");
    const endProxy = await useEditorProxy(proxy.url);
    try {
      let seen = 0;
      const open = () => {
        seen = proxy.targets.length;
        return createTestClient(server, { endpoint: () => "https://127.0.0.2:8443" });
      };
      await tryAll("proxy never answers CONNECT", open, () => proxy.targets.length > seen);
    } finally {
      endProxy();
    }
  });
});
