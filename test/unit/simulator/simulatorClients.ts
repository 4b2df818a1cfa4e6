import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import RpcClient from "@alicloud/pop-core/lib/rpc.js";
import Eci from "@alicloud/eci20180808";
import { Config } from "@alicloud/openapi-client";
import type { Identity } from "../../../src/simulator/identity/identity.ts";
import type { Simulator } from "../../../src/simulator/startSimulator.ts";

export const eciVersion = "2018-08-08";
export const stsVersion = "2015-04-01";

type Params = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, unknown>>;
type Key = Pick<Identity, "accessKeyId" | "accessKeySecret" | "securityToken">;

/** A call through pop-core, which signs with version 1.0. */
export async function callPop(
  simulator: Simulator,
  action: string,
  params: Params = {},
  options: { readonly key?: Key; readonly version?: string; readonly method?: string } = {},
): Promise<Fields> {
  const { key = simulator.identities.full, version = eciVersion, method = "POST" } = options;
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const client = new RpcClient({
    endpoint: simulator.endpoint,
    apiVersion: version,
    accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { securityToken }),
  });
  return client.request<Fields>(action, params, { method, timeout: 20_000 });
}

/** The official SDK, which signs with ACS3-HMAC-SHA256. */
export function createSdk(simulator: Simulator, key: Key = simulator.identities.full): Eci.default {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  return new Eci.default(
    new Config({
      endpoint: simulator.endpoint.replace("http://", ""),
      protocol: "HTTP",
      regionId: "cn-hangzhou",
      readTimeout: 20_000,
      connectTimeout: 20_000,
      accessKeyId,
      accessKeySecret,
      ...(securityToken === undefined ? {} : { securityToken }),
    }),
  );
}

/** The code that a refused call is refused with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok("code" in error && typeof error.code === "string", error.message);
    return error.code;
  }
  return assert.fail("the call was not refused");
}

/** The records of a type, as pop-core gets them. */
export async function readRecords(
  simulator: Simulator,
  regionId: string,
  instanceId: string,
  opsType: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const params = { RegionId: regionId, ContainerGroupId: instanceId, OpsType: opsType };
  const { Records } = await callPop(simulator, "DescribeInstanceOpsRecords", params);
  return Records as readonly Readonly<Record<string, string>>[];
}

/** Asks for the only record until it is no longer Ready. */
export async function waitForEnd(
  simulator: Simulator,
  target: { readonly regionId: string; readonly instanceId: string },
  opsType: string,
): Promise<Readonly<Record<string, string>>> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [record, ...more] = await readRecords(simulator, target.regionId, target.instanceId, opsType);
    assert.equal(more.length, 0);
    assert.ok(record !== undefined);
    if (record["OpsStatus"] !== "Ready") return record;
    await delay(50);
  }
  return assert.fail("the task never ended");
}
