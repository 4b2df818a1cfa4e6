import { after, afterEach, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { CloudError } from "../../src/eci/cloudError.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { createClientMaker } from "../../src/host/accounts/accountClients.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { startConnectProxy, type ConnectProxy } from "../faults/calls/connectProxy.ts";
import { startTlsFront, type Front } from "./tlsFront.ts";

const regionId = "cn-hangzhou";
const financeId = "cn-shenzhen-finance-1";
const resultHost = "eci-ops-results.oss-cn-hangzhou.aliyuncs.com";

describe("proxies, certificates and endpoints in the editor's own network", () => {
  let simulator: Simulator;
  let front: Front;
  const open: EciClient[] = [];
  const portOf = (address: string) => Number(address.slice(address.lastIndexOf(":") + 1));
  const keep = (client: EciClient): EciClient => {
    open.push(client);
    return client;
  };
  /** The account's client as the extension makes it. */
  const makeClient = createClientMaker(() => Promise.resolve({ createEciClient }));
  const connect = async (endpoint?: string) =>
    keep(await makeClient(simulator.identities.full, { endpoint }));
  const set = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    for (const [key, value] of Object.entries(values))
      await vscode.workspace.getConfiguration("http").update(key, value, vscode.ConfigurationTarget.Global);
  };
  const hostsOf = (asked: ConnectProxy) => [...new Set(asked.targets.map((target) => target.split(":")[0]))];
  const failureOf = async (call: Promise<unknown>): Promise<CloudError> => {
    const error = await call.then(
      () => assert.fail("it was answered"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof CloudError, String(error));
    return error;
  };

  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: [regionId, financeId], instances: 30 });
    front = await startTlsFront("server", portOf(simulator.endpoint));
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.dispose();
  });
  after(async () => {
    await set({ proxy: undefined, proxySupport: undefined, proxyStrictSSL: undefined });
    await front[Symbol.asyncDispose]();
    await simulator.close();
  });

  for (const proxySupport of ["override", "fallback", "on"]) {
    it(`sends signed calls and downloads through http.proxy with http.proxySupport ${proxySupport}`, async () => {
      await using own = await startConnectProxy("connects", { place: () => front.address });
      await set({ proxy: own.url, proxySupport });
      const client = await connect();
      assert.equal((await client.describeInstances({ regionId })).instances.length, 20);
      assert.equal((await client.getCallerIdentity()).accountId, "1234567890123456");
      // A task's socket is its own; the refusal is the simulator's, so the call came through.
      const task = { regionId, instanceId: "eci-none", opsType: "coredump", opsValue: "enable" } as const;
      assert.equal((await failureOf(client.createOpsTask(task))).details.code, "InvalidInstanceId.NotFound");
      const download = await fetch(`https://${resultHost}/none`, { redirect: "manual" });
      assert.ok(download.headers.get("x-oss-request-id"), String(download.status));
      assert.deepEqual(hostsOf(own), ["eci.cn-hangzhou.aliyuncs.com", "sts.aliyuncs.com", resultHost]);
    });
  }

  it("asks no proxy with http.proxySupport off, and trusts the system's authority there too", async () => {
    await using own = await startConnectProxy("connects");
    await set({ proxy: own.url, proxySupport: "off" });
    const client = await connect(`https://${front.address}`);
    assert.equal((await client.describeInstances({ regionId })).instances.length, 20);
    assert.equal((await fetch(`https://${front.address}/none`)).status, 403);
    assert.deepEqual(own.targets, []);
  });

  it("finds the proxy of the environment", async () => {
    const { port } = new URL(process.env["HTTPS_PROXY"] ?? assert.fail("no HTTPS_PROXY"));
    await using own = await startConnectProxy("connects", {
      place: () => front.address,
      port: Number(port),
    });
    await set({ proxy: undefined, proxySupport: undefined });
    assert.equal((await (await connect()).describeInstances({ regionId })).instances.length, 20);
    assert.ok((await fetch(`https://${resultHost}/none`)).headers.get("x-oss-request-id"));
    assert.deepEqual(hostsOf(own), ["eci.cn-hangzhou.aliyuncs.com", resultHost]);
  });

  it("goes to the VPC's hosts and to those of finance regions", async () => {
    await using own = await startConnectProxy("connects", { place: () => front.address });
    await set({ proxy: own.url, proxySupport: undefined });
    await (await connect("https://eci-vpc.{region}.aliyuncs.com")).describeInstances({ regionId });
    await (await connect("https://eci-vpc.cn-hangzhou.aliyuncs.com")).getCallerIdentity();
    await (await connect()).describeInstances({ regionId: financeId });
    assert.deepEqual(hostsOf(own), [
      "eci-vpc.cn-hangzhou.aliyuncs.com",
      "sts-vpc.cn-hangzhou.aliyuncs.com",
      "eci.cn-shenzhen-finance.aliyuncs.com",
    ]);
  });

  it("says that the proxy wants a password, and takes one from http.proxy", async () => {
    await using own = await startConnectProxy("connects", {
      place: () => front.address,
      wants: "dev:s3cret",
    });
    await set({ proxy: own.url });
    const error = await failureOf((await connect()).describeInstances({ regionId }));
    assert.equal(error.details.code, "ProxyAuthentication");
    assert.equal(own.targets.length, 1, "no try more");
    assert.match(toErrorText(error).what, /The proxy wants a user name and a password/u);
    await set({ proxy: own.url.replace("//", "//dev:s3cret@") });
    assert.equal((await (await connect()).describeInstances({ regionId })).instances.length, 20);
    assert.ok((await fetch(`https://${resultHost}/none`)).headers.get("x-oss-request-id"));
  });

  it("refuses a certificate that nobody vouches for, and says so, also with http.proxyStrictSSL off", async () => {
    await using stranger = await startTlsFront("stranger", portOf(simulator.endpoint));
    await using own = await startConnectProxy("connects", { place: () => stranger.address });
    await set({ proxy: own.url });
    for (const proxyStrictSSL of [true, false]) {
      await set({ proxyStrictSSL });
      const before = own.targets.length;
      const error = await failureOf((await connect()).describeInstances({ regionId }));
      assert.deepEqual([error.details.code, error.details.outcomeUnknown], ["Certificate", false]);
      assert.equal(own.targets.length, before + 1, "no try more");
      const { what, next } = toErrorText(error);
      assert.match(what, /certificate that came is not trusted/u);
      assert.match(next, /http\.systemCertificates/u);
      await assert.rejects(fetch(`https://${resultHost}/none`), ({ cause }: Error) =>
        /SELF_SIGNED/u.test(String((cause as { code?: unknown }).code)),
      );
    }
  });

  for (const [what, who] of [
    ["the proxy never answers CONNECT", undefined],
    ["TLS never completes", "silent"],
    ["no answer comes", "server"],
  ] as const) {
    it(`ends at the deadline where ${what}, and leaves no connection`, async () => {
      await using mute = await startTlsFront(who ?? "silent");
      const behaviour = who === undefined ? "silent" : "connects";
      await using own = await startConnectProxy(behaviour, { place: () => mute.address });
      await set({ proxy: own.url });
      const endpoint = "https://eci.cn-hangzhou.aliyuncs.com";
      const client = createEciClient({
        credentials: simulator.identities.full,
        endpoint: () => endpoint,
        stsEndpoint: endpoint,
        deadlineSeconds: 1,
      });
      keep(client);
      const task = { regionId, instanceId: "eci-none", opsType: "coredump", opsValue: "enable" } as const;
      const error = await failureOf(client.createOpsTask(task));
      assert.deepEqual([error.details.code, error.details.outcomeUnknown], ["Timeout", true]);
      assert.equal(own.targets.length, 1);
      while (own.openConnections() > 0) await new Promise(setImmediate);
    });
  }
});
