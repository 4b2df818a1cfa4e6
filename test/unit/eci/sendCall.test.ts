import assert from "node:assert/strict";
import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import https from "node:https";
import net from "node:net";
import { describe, it } from "node:test";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer, until, type FaultAnswer } from "./faultServer.ts";

const task = { regionId: "cn-beijing", instanceId: "eci-1", opsType: "tcpdump", opsValue: "{}" } as const;
const goodAnswer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 52\r\n\r\n{"RequestId":"r-1","Result":"Enable Success, later"}`;

describe("sendCall", () => {
  it("never sends a task twice, whatever offset of the answer the connection breaks at", async () => {
    for (let offset = 0; offset < goodAnswer.length; offset += 5) {
      await using server = await startFaultServer((socket) => {
        socket.write(goodAnswer.slice(0, offset), () => socket.resetAndDestroy());
      });
      using client = createTestClient(server);
      const error = await catchCloudError(client.createOpsTask(task));
      assert.equal(error.details.outcomeUnknown, true, `offset ${offset}`);
      assert.equal(server.requests.length, 1, `offset ${offset}`);
    }
  });

  it("tries a read three times when the connection breaks", async () => {
    await using server = await startFaultServer((socket, _, index) => {
      if (index < 2) socket.resetAndDestroy();
      else sendAnswer(socket, 200, { Regions: [] });
    });
    using client = createTestClient(server);
    assert.deepEqual(await client.describeRegions(), []);
    assert.equal(server.requests.length, 3);
  });

  it("ends at the deadline and closes the socket: no answer, half a head, half a body, a drip", async () => {
    const drip: FaultAnswer = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{`);
      const timer = setInterval(() => socket.write(" "), 20);
      socket.on("close", () => clearInterval(timer));
    };
    const answers: FaultAnswer[] = [
      () => undefined,
      (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-le"),
      (socket) => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"RequestId"`),
      drip,
    ];
    for (const answer of answers) {
      await using server = await startFaultServer(answer);
      using client = createTestClient(server, { deadlineSeconds: 0.15 });
      const error = await catchCloudError(client.createOpsTask(task));
      assert.equal(error.details.kind, "timeout");
      assert.equal(error.details.code, "Timeout");
      assert.equal(error.details.outcomeUnknown, true);
      await until(() => server.openSockets() === 0);
      assert.equal(server.requests.length, 1);
    }
  });

  it("tries a read that times out three times", async () => {
    await using server = await startFaultServer(() => undefined);
    using client = createTestClient(server, { deadlineSeconds: 0.1 });
    const error = await catchCloudError(client.describeRegions());
    assert.deepEqual([error.details.kind, server.requests.length], ["timeout", 3]);
    await until(() => server.openSockets() === 0);
  });

  it("gives a caller who aborts his own reason at once and closes the socket", async () => {
    await using server = await startFaultServer(() => undefined);
    using client = createTestClient(server);
    for (const reason of [new Error("mine"), "a text", undefined]) {
      const abort = new AbortController();
      const call = client.createOpsTask(task, abort.signal);
      const read = client.describeRegions(abort.signal);
      const outcomes = Promise.allSettled([call, read]);
      await until(() => server.openSockets() === 2);
      abort.abort(reason);
      for (const outcome of await outcomes) {
        assert.equal(outcome.status, "rejected");
        assert.equal(outcome.reason, abort.signal.reason);
      }
      await until(() => server.openSockets() === 0);
    }
    assert.equal(server.requests.length, 6);
  });

  it("stops reading a body beyond its limit, announced or not, and an encoded one", async () => {
    const mebibyte = "x".repeat(1024 * 1024);
    let sent = 0;
    const flood: FaultAnswer = (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const more = (): void => {
        if (socket.destroyed || sent >= 100) return;
        sent += 1;
        socket.write(`100000\r\n${mebibyte}\r\n`, more);
      };
      more();
    };
    const answers: readonly (readonly [FaultAnswer, string])[] = [
      [flood, "AnswerTooLarge"],
      [
        (socket) => socket.write(`HTTP/1.1 502 X\r\ncontent-length: 104857600\r\n\r\n<html>`),
        "AnswerTooLarge",
      ],
      [(socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"), "EncodedAnswer"],
    ];
    for (const [answer, reason] of answers) {
      await using server = await startFaultServer(answer);
      using client = createTestClient(server);
      const error = await catchCloudError(client.createOpsTask(task));
      assert.deepEqual([error.message, error.details.kind], [reason, "protocol"]);
      await until(() => server.openSockets() === 0);
    }
    assert.ok(sent < 30, `${sent} MiB were taken`);
  });

  it("knows that nothing left when no connection came about", async () => {
    const holder = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const { port } = holder.address() as net.AddressInfo;
    await new Promise((resolve) => holder.close(resolve));
    await using server = await startFaultServer(() => undefined);
    using client = createTestClient(server, { endpoint: () => `http://127.0.0.1:${port}` });
    const error = await catchCloudError(client.createOpsTask(task));
    assert.deepEqual(
      [error.message, error.details.kind, error.details.outcomeUnknown, error.details.retryable],
      ["ECONNREFUSED", "network", false, true],
    );
  });

  it("ends at the deadline when TLS never completes", async () => {
    await using server = await startFaultServer(() => assert.fail("a request came"));
    using client = createTestClient(server, {
      endpoint: () => server.url.replace("http:", "https:"),
      deadlineSeconds: 0.2,
    });
    const error = await catchCloudError(client.createOpsTask(task));
    assert.equal(error.details.kind, "timeout");
    await until(() => server.openSockets() === 0);
  });

  it("tells nothing to a server whose certificate nobody vouches for", async () => {
    const read = (name: string) => readFile(new URL(`../../fixtures/tls/${name}`, import.meta.url));
    let requests = 0;
    const server = https.createServer(
      { key: await read("stranger.key"), cert: await read("stranger.pem") },
      () => (requests += 1),
    );
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    await using http = await startFaultServer(() => undefined);
    using client = createTestClient(http, { endpoint: () => `https://127.0.0.1:${port}` });
    const { details } = await catchCloudError(client.createOpsTask(task));
    assert.deepEqual(
      [details.kind, details.code, details.retryable, details.outcomeUnknown, requests],
      ["network", "Certificate", false, false, 0],
    );
    server.close();
    await once(server, "close");
  });

  it("leaves no listener on Node's channel, whether a call is answered, refused, timed out or aborted", async () => {
    const isWatched = () => channel("http.client.response.finish").hasSubscribers;
    assert.equal(isWatched(), false);
    await using answering = await startFaultServer((socket) => sendAnswer(socket, 200, { Regions: [] }));
    using client = createTestClient(answering);
    await client.describeRegions();
    assert.equal(isWatched(), false);
    await using silent = await startFaultServer(() => undefined);
    using waiting = createTestClient(silent, { deadlineSeconds: 0.1 });
    await catchCloudError(waiting.createOpsTask(task));
    assert.equal(isWatched(), false);
    using patient = createTestClient(silent);
    await assert.rejects(patient.createOpsTask(task, AbortSignal.timeout(20)), { name: "TimeoutError" });
    await until(() => !isWatched());
  });
});
