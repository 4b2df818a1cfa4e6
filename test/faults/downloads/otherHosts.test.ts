import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeObject, serveObject, startBed } from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { startConnectionWatch } from "./connectionWatch.ts";
import { serveUntil } from "./cutServer.ts";
import { toOutcome } from "./downloadOutcome.ts";

const tries = toTries(20, 2);
const statuses = [301, 302, 303, 307, 308];
/** Long enough for a connection on loopback that somebody began to make. */
const settleMs = 20;

describe("D4: a server that sends the download elsewhere", () => {
  /** Another host of this computer; whoever comes there has followed. */
  const listener = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  let visits = 0;
  let elsewhere = "";
  before(async () => {
    listener.listen(0, "127.0.0.2");
    await once(listener, "listening");
    elsewhere = `127.0.0.2:${(listener.address() as AddressInfo).port}`;
  });
  after(() => listener.close());

  const targets: readonly (readonly [string, () => string])[] = [
    ["another host", () => `http://${elsewhere}/result?Signature=secret-signature`],
    ["a host without a scheme", () => `//${elsewhere}/result`],
    ["http at a storage host", () => "http://eci-ops.oss-cn-hangzhou.aliyuncs.com/x"],
    ["a metadata address", () => "http://100.100.100.200/latest/meta-data/ram/security-credentials/"],
    ["the other metadata address", () => "http://169.254.169.254/latest"],
    ["a file", () => "file:///etc/passwd"],
  ];
  for (const [name, toTarget] of targets) {
    it(`is not followed to ${name}, at the beginning or in the middle`, async () => {
      const row = createCountedRow("D4", `redirect to ${name}`);
      for (let count = 0; count < tries; count += 1) {
        const status = statuses[count % statuses.length] ?? 302;
        const isLate = count % 2 === 1;
        await row.attempt(`${status}${isLate ? " in the middle" : ""}`, async () => {
          const object = makeObject(100_000);
          await using bed = await startBed((request, response, number) => {
            if (isLate && number === 1) serveUntil(object, 50_000, "end", request, response);
            else response.writeHead(status, { Location: toTarget() }).end("elsewhere");
          });
          using watch = startConnectionWatch();
          visits = 0;
          const { problem, names } = await toOutcome(bed.download());
          assert.deepEqual(problem, { code: "redirectRefused", httpStatus: status });
          await sleep(settleMs);
          assert.equal(visits, 0);
          assert.equal(bed.requests.length, isLate ? 2 : 1);
          const own = new URL(bed.url).host;
          assert.deepEqual(new Set(watch.hosts), new Set([`http://${own}`]), "connections");
          assert.deepEqual(names, isLate ? ["web.part", "web.part.json"] : []);
          return undefined;
        });
      }
      row.end("");
    });
  }

  it("is not asked at all where the address is none of a result, before a byte", async () => {
    const addresses = [
      () => `http://${elsewhere}/x`,
      () => `https://${elsewhere}/x`,
      () => "http://100.100.100.200/latest/meta-data",
      () => "http://169.254.169.254/",
      () => `http://oss-cn-hangzhou.aliyuncs.com@${elsewhere}/x`,
      () => `http://${elsewhere}/oss-cn-hangzhou.aliyuncs.com`,
      () => "https://oss-cn-hangzhou.aliyuncs.com.evil.example/x",
      () => "https://oss-cn-hangzhou.aliyuncs.com:8443/x",
      () => "https://ecs.aliyuncs.com/x",
      () => "http://0.0.0.0/x",
      () => "http://2130706434/x",
      () => "http://[::ffff:127.0.0.2]/x",
      () => "file:///etc/passwd",
      () => "data:application/octet-stream;base64,1MOyoQ==",
      () => "blob:nodedata:secret-signature",
      () => "secret-signature",
      () => "",
    ];
    const row = createCountedRow("D4", "ResultContent that is no storage host's");
    for (const toAddress of addresses) {
      await row.attempt(toAddress(), async () => {
        await using bed = await startBed((_request, response) => response.end());
        using watch = startConnectionWatch();
        visits = 0;
        const freshUrl = () => Promise.resolve(toAddress());
        const { problem, names } = await toOutcome(bed.download({ freshUrl, allowLoopback: false }));
        await sleep(settleMs);
        assert.deepEqual(problem, { code: "addressRefused" });
        assert.deepEqual([visits, bed.requests.length, watch.hosts, names], [0, 0, [], []]);
        return undefined;
      });
    }
    row.end("");
  });

  it("may be this computer only where the account's own endpoint is", async () => {
    const row = createCountedRow("D4", "loopback for an account that is not");
    for (let count = 0; count < tries; count += 1) {
      await row.attempt(`try ${count}`, async () => {
        const object = makeObject(1000);
        await using bed = await startBed((request, response) => serveObject(object, request, response));
        const refused = await toOutcome(bed.download({ allowLoopback: false }));
        assert.deepEqual(refused.problem, { code: "addressRefused" });
        assert.equal(bed.requests.length, 0);
        const allowed = await toOutcome(bed.download());
        assert.equal(allowed.file?.sha256, object.sha256);
        return undefined;
      });
    }
    row.end("");
  });

  it("is not asked by http where it stands at a storage host: the scheme is raised", async () => {
    const row = createCountedRow("D4", "http at a storage host");
    for (let count = 0; count < tries; count += 1) {
      await row.attempt(`try ${count}`, async () => {
        await using bed = await startBed((_request, response) => response.end());
        const asked: string[] = [];
        const neverConnects: typeof fetch = (input) => {
          asked.push(String(input instanceof Request ? input.url : input));
          return Promise.reject(new TypeError("fetch failed"));
        };
        const address = "http://eci-ops.oss-cn-hangzhou.aliyuncs.com/x?Signature=secret-signature";
        const { problem } = await toOutcome(
          bed.download({ fetch: neverConnects, freshUrl: () => Promise.resolve(address) }),
        );
        assert.equal(problem?.code, "network");
        assert.ok(
          asked.length > 0 && asked.every((url) => url.startsWith("https://eci-ops.oss-cn-hangzhou.")),
        );
        return undefined;
      });
    }
    row.end("");
  });
});
