import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import type { Credentials, Instance } from "../../../src/eci/model.ts";
import { startSimulator } from "../../../src/simulator/startSimulator.ts";
import { defaultRegionIds } from "../../../src/simulator/world/regions.ts";
import { catchCloudError } from "./cloudFailure.ts";

/** Runs with a simulator and the client of one of its identities, and ends both. */
async function withSimulator(
  run: (tools: {
    simulator: Awaited<ReturnType<typeof startSimulator>>;
    clientOf: (credentials: Credentials, clock?: () => number) => ReturnType<typeof createEciClient>;
  }) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ engine: "synthetic" });
  const clients: ReturnType<typeof createEciClient>[] = [];
  try {
    await run({
      simulator,
      clientOf(credentials, clock) {
        const client = createEciClient({
          credentials,
          endpoint: () => simulator.endpoint,
          stsEndpoint: simulator.endpoint,
          clock,
        });
        clients.push(client);
        return client;
      },
    });
  } finally {
    for (const client of clients) client.dispose();
    await simulator.close();
  }
}

describe("createEciClient and the simulator", () => {
  it("understand each other in every method", async () => {
    await withSimulator(async ({ simulator, clientOf }) => {
      const client = clientOf(simulator.identities.full);
      const identity = await client.getCallerIdentity();
      assert.deepEqual(
        [identity.accountId, identity.arn, identity.identityType],
        [
          simulator.identities.full.accountId,
          simulator.identities.full.arn,
          simulator.identities.full.identityType,
        ],
      );
      const regions = await client.describeRegions();
      const { running } = simulator.examples;
      assert.ok(running);
      assert.ok(regions.some(({ id, zones }) => id === running.regionId && zones.length > 0));
      assert.deepEqual(
        regions.map(({ id }) => id),
        defaultRegionIds,
      );

      const instances: Instance[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.describeInstances({
          regionId: running.regionId,
          limit: 7,
          nextToken,
          withEvents: true,
        });
        assert.equal(page.unreadable, 0);
        assert.ok(page.instances.length <= 7);
        instances.push(...page.instances);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      assert.equal(new Set(instances.map(({ id }) => id)).size, instances.length);
      const found = instances.find(({ id }) => id === running.instanceId);
      assert.equal(found?.name, running.name);
      assert.equal(found.status, "Running");
      assert.match(found.privateIp ?? "", /^\d+\.\d+\.\d+\.\d+$/u);
      assert.ok(found.containers.length > 0 && found.tags.length > 0);
      assert.ok(instances.some(({ events }) => events.length > 0));

      const [one, ...more] = (
        await client.describeInstances({ regionId: running.regionId, ids: [running.instanceId] })
      ).instances;
      assert.deepEqual([one?.id, more.length], [running.instanceId, 0]);
      const tag = found.tags[0]!;
      const tagged = await client.describeInstances({ regionId: running.regionId, tags: [tag] });
      assert.ok(tagged.instances.some(({ id }) => id === running.instanceId));

      const target = {
        regionId: running.regionId,
        instanceId: running.instanceId,
        opsType: "tcpdump",
      } as const;
      const opsValue = JSON.stringify({ Enable: true, PacketNum: 5, Duration: 5 });
      const answer = await client.createOpsTask({ ...target, opsValue });
      assert.ok(answer.requestId !== "" && answer.result !== "");
      const [record] = await client.describeOpsRecords(target);
      assert.equal(record?.opsType, "tcpdump");
      assert.ok(["Ready", "Success"].includes(record.opsStatus));
      const error = await catchCloudError(client.createOpsTask({ ...target, opsValue }));
      assert.equal(error.details.kind, "service");
      assert.ok(error.details.requestId);
    });
  });

  it("know each refusal of a key, and keep the key out of it", async () => {
    await withSimulator(async ({ simulator, clientOf }) => {
      const { full, readOnly, blind, expiredToken, validToken, inactive } = simulator.identities;
      const codeOf = async (credentials: Credentials): Promise<string> => {
        const error = await catchCloudError(clientOf(credentials).getCallerIdentity());
        const text = `${error.message} ${JSON.stringify(error.details)}`;
        assert.ok(!text.includes(credentials.accessKeySecret) && !text.includes(credentials.accessKeyId));
        if (credentials.securityToken !== undefined) assert.ok(!text.includes(credentials.securityToken));
        return error.details.code;
      };
      assert.equal(
        await codeOf({ ...full, accessKeyId: "LTAI5tNobodyHasThisKey99" }),
        "InvalidAccessKeyId.NotFound",
      );
      assert.equal(
        await codeOf({ ...full, accessKeySecret: "wrong-secret-wrong-secret" }),
        "SignatureDoesNotMatch",
      );
      assert.equal(await codeOf(inactive), "InvalidAccessKeyId.Inactive");
      assert.equal(await codeOf(expiredToken), "InvalidSecurityToken.Expired");
      assert.ok((await clientOf(validToken).getCallerIdentity()).arn);

      const { running } = simulator.examples;
      assert.ok(running);
      const empty = await clientOf(blind).describeInstances({ regionId: running.regionId });
      assert.deepEqual([empty.instances, empty.nextToken], [[], undefined]);
      const forbidden = await catchCloudError(
        clientOf(readOnly).createOpsTask({ ...running, opsType: "coredump", opsValue: "enable" }),
      );
      assert.deepEqual(
        [forbidden.details.code, forbidden.details.httpStatus, forbidden.details.outcomeUnknown],
        ["Forbidden.RAM", 403, false],
      );
    });
  });

  it("agree on the time although this computer's clock is an hour off", async () => {
    await withSimulator(async ({ simulator, clientOf }) => {
      const client = clientOf(simulator.identities.full, () => Date.now() - 3_600_000);
      assert.ok((await client.describeRegions()).length > 0);
    });
  });
});
