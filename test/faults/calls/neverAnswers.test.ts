import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import tls from "node:tls";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { startFaultServer, testCredentials } from "../../unit/eci/faultServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { startConnectProxy } from "./connectProxy.ts";
import { useEditorProxy } from "./editorProxy.ts";
import { listCall, taskCall, type EciCall } from "./eciCalls.ts";
import { countSockets, untilSocketsClosed } from "./sockets.ts";

const count = toTries(50, 6);
const deadlineSeconds = 0.4;
const closeLimitMs = 2000;
/** A busy computer fires timers late. */
const lateMs = 2000;

/** Makes the call so many times at once, each as an account of its own, and prints how late the latest timeout was. */
async function failAtDeadline(what: string, endpoint: string, call: EciCall): Promise<void> {
  const row = createCountedRow("H1", what);
  const tries = call.isRead ? 3 : 1;
  const before = countSockets();
  let most = 0;
  const attempts = Array.from({ length: count }, (_, index) =>
    row.attempt(`call ${index}`, async () => {
      const client = createEciClient({
        credentials: testCredentials,
        endpoint: () => endpoint,
        stsEndpoint: endpoint,
        deadlineSeconds,
        random: () => 0,
      });
      const begin = performance.now();
      const error = await catchCloudError(call.make(client));
      const tookMs = performance.now() - begin;
      client.dispose();
      assert.deepEqual([error.details.kind, error.details.code], ["timeout", "Timeout"]);
      assert.equal(error.details.outcomeUnknown, true);
      const wantedMs = deadlineSeconds * 1000 * tries;
      // Timers may be some milliseconds early.
      assert.ok(tookMs > wantedMs - 10 * tries, `after ${tookMs} ms`);
      assert.ok(tookMs < wantedMs + lateMs, `after ${tookMs} ms`);
      return tookMs - wantedMs;
    }),
  );
  const watch = setInterval(() => (most = Math.max(most, countSockets())), 20);
  await Promise.all(attempts);
  clearInterval(watch);
  await row.attempt("all sockets close", async () => {
    assert.ok(most >= before + count, `only ${most - before} sockets were seen at all`);
    await untilSocketsClosed(before, closeLimitMs);
    return undefined;
  });
  row.end("ms late");
}

describe("H1: a service that accepts and never answers", () => {
  for (const call of [taskCall, listCall]) {
    it(`gives ${call.name} a timeout at the deadline and leaves no socket`, async () => {
      await using server = await startFaultServer(() => undefined);
      await failAtDeadline(`never answers: ${call.name}`, server.url, call);
      assert.equal(server.requests.length, call.isRead ? 3 * count : count);
    });
  }

  it("gives a timeout at the deadline where TLS never completes", async () => {
    await using server = await startFaultServer(() => undefined);
    await failAtDeadline("TLS never completes", server.url.replace("http:", "https:"), taskCall);
    assert.equal(server.requests.length, 0);
  });
});

describe("H1: a service behind the editor's proxy", () => {
  it("gives a timeout at the deadline where CONNECT is never answered", async () => {
    await using proxy = await startConnectProxy("silent");
    const endProxy = await useEditorProxy(proxy.url);
    try {
      await failAtDeadline("proxy never answers CONNECT", "https://127.0.0.2:8443", taskCall);
      assert.deepEqual(proxy.targets, Array<string>(count).fill("127.0.0.2:8443"));
    } finally {
      endProxy();
    }
  });

  it("answers through a proxy that connects", async (context) => {
    const certificate = await makeCertificate("127.0.0.2");
    if (certificate === undefined) {
      context.skip("openssl, which makes the certificate, is not installed");
      return;
    }
    let requests = 0;
    const server = https.createServer(certificate, (request, response) => {
      requests += 1;
      request.resume().on("end", () => response.end('{"RequestId":"r","Result":"Enable Success"}'));
    });
    server.listen(0, "127.0.0.2");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await using proxy = await startConnectProxy("connects");
    const endProxy = await useEditorProxy(proxy.url);
    const trusted = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...trusted, certificate.cert]);
    const row = createCountedRow("H1", "proxy that connects");
    const endpoint = `https://127.0.0.2:${port}`;
    const before = countSockets();
    try {
      const attempts = Array.from({ length: count }, (_, index) =>
        row.attempt(`call ${index}`, async () => {
          const client = createEciClient({
            credentials: testCredentials,
            endpoint: () => endpoint,
            stsEndpoint: endpoint,
          });
          assert.deepEqual(await taskCall.make(client), { requestId: "r", result: "Enable Success" });
          client.dispose();
          return undefined;
        }),
      );
      await Promise.all(attempts);
      await row.attempt("all sockets close", () => untilSocketsClosed(before, closeLimitMs));
      row.end("ms to close");
      assert.equal(requests, count);
      assert.deepEqual(proxy.targets, Array<string>(count).fill(`127.0.0.2:${port}`));
    } finally {
      tls.setDefaultCACertificates(trusted);
      endProxy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  });
});

/** A certificate that signs itself, for the address and, as the proxy code names no address to TLS, for localhost; undefined where there is no openssl. */
async function makeCertificate(
  address: string,
): Promise<{ readonly key: string; readonly cert: string } | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "eci-ops-proxy-"));
  const [keyFile, certFile] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const words = "req -x509 -newkey rsa:2048 -nodes -subj /CN=eci -days 1";
  const names = [
    "-addext",
    `subjectAltName=IP:${address},DNS:localhost`,
    "-keyout",
    keyFile,
    "-out",
    certFile,
  ];
  try {
    if (spawnSync("openssl", [...words.split(" "), ...names]).status !== 0) return undefined;
    return { key: await readFile(keyFile, "utf8"), cert: await readFile(certFile, "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
