import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { projectFolder } from "../../../scripts/paths.ts";
import { nodeBundle } from "../../../scripts/bundling/nodeBundle.ts";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import { createDetailCalls } from "../../../src/eci/detailCalls.ts";
import { sendAnswer, startFaultServer, testCredentials } from "./faultServer.ts";

const run = promisify(execFile);
const source = path.join(projectFolder, "src/eci/createEciClient.ts");
/** Numbers that a double cannot hold, and some that it can. */
const answer = `{"RequestId":"r","ContainerGroups":[{"ContainerGroupId":"eci-1","ContainerGroupName":"web","RegionId":"cn-beijing",
  "Status":"Running","Cpu":2,"Memory":0.5,"Big":12345678901234567,"Bigger":-98765432109876543210,"Long":0.12345678901234567890123,
  "Small":1e-7,"Large":1.5e300,"Deep":[{"Uid":20250000000000000001}]}]}`;

/** Asks the endpoint for a page of instances and writes what a user may see of it. */
const script = `
  const [, , file, endpoint, credentials] = process.argv;
  const { createEciClient } = await import(file);
  const client = createEciClient({ credentials: JSON.parse(credentials), endpoint: () => endpoint, stsEndpoint: endpoint });
  const page = await client.describeInstances({ regionId: "cn-beijing" });
  console.log(JSON.stringify(page));
  client.dispose();
`;

describe("the cloud client as it is bundled", () => {
  let folder: string;
  let bundle: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "eciOps-bundle-"));
    bundle = path.join(folder, "createEciClient.cjs");
    await esbuild.build({ ...nodeBundle, entryPoints: [source], outdir: folder });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const ask = async (file: string, endpoint: string) => {
    const args = ["--input-type=module", "-e", script, "-", file, endpoint, JSON.stringify(testCredentials)];
    return run(process.execPath, args, { env: { ...process.env, DEBUG: "*", NODE_NO_WARNINGS: "1" } });
  };

  it("prints nothing of what it sends when the environment asks for it, as the packages would", async () => {
    await using server = await startFaultServer((socket) => sendAnswer(socket, 200, answer));
    const { stderr: ofPackages } = await ask(source, server.url);
    assert.match(
      ofPackages,
      /Signature=/u,
      "the packages print what they send: there is something to silence",
    );
    const { stderr } = await ask(bundle, server.url);
    assert.equal(stderr, "");
    assert.equal(server.requests.length, 2);
  });

  it("reads whole numbers of 17 digits and long decimals as the packages do", async () => {
    await using server = await startFaultServer((socket) => sendAnswer(socket, 200, answer));
    const bundled = createRequire(import.meta.url)(bundle) as { createEciClient: typeof createEciClient };
    const read = async (create: typeof createEciClient) => {
      const client = create({
        credentials: testCredentials,
        endpoint: () => server.url,
        stsEndpoint: server.url,
      });
      try {
        const target = { regionId: "cn-beijing", instanceId: "eci-1" };
        return await createDetailCalls(client).describeInstanceJson(target);
      } finally {
        client.dispose();
      }
    };
    const shown = await read(bundled.createEciClient);
    assert.deepEqual(shown, await read(createEciClient));
    const text = JSON.stringify(shown);
    for (const digits of ["12345678901234567", "98765432109876543210", "20250000000000000001"])
      assert.ok(text.includes(digits), `${digits} in ${text}`);
  });
});
