import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { endSimulators } from "../../../../scripts/vscode/endSimulators.ts";
import { createEciClient } from "../../../../src/eci/createEciClient.ts";
import { DemoSimulator, type Demo } from "../../../../src/host/accounts/demoSimulator.ts";

const scriptPath = fileURLToPath(new URL("../../../../src/simulator/main.ts", import.meta.url));

async function check({ endpoint, credentials }: Demo): Promise<void> {
  const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
  try {
    await client.getCallerIdentity(AbortSignal.timeout(2_000));
  } finally {
    client.dispose();
  }
}

describe("DemoSimulator", () => {
  // A name of this run's own, so that no simulator of another run is ended.
  let folder: string;
  let ownScript: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "eciOps-demo-"));
    ownScript = path.join(folder, "simulator.ts");
    await symlink(scriptPath, ownScript);
  });
  afterEach(() => endSimulators(ownScript));
  after(() => rm(folder, { recursive: true }));
  let memories = 0;
  const createMemory = (): string => path.join(folder, `memory-${(memories += 1)}`);
  const create = (memoryFile: string): DemoSimulator =>
    new DemoSimulator({ scriptPath: ownScript, memoryFile });

  it("starts one simulator for all who ask at once", async () => {
    const demo = create(createMemory());
    const all = await Promise.all([demo.connect(), demo.connect(), demo.connect()]);
    assert.equal(new Set(all).size, 1);
    await check(all[0]);
  });

  it("starts one for windows that ask together", async () => {
    const memory = createMemory();
    const all = await Promise.all(Array.from({ length: 4 }, () => create(memory).connect()));
    assert.equal(new Set(all.map(({ endpoint }) => endpoint)).size, 1);
    await check(all[3]!);
  });

  it("finds the running one again after a reload", async () => {
    const memory = createMemory();
    const first = await create(memory).connect();
    const again = await create(memory).connect();
    assert.deepEqual(again, first);
    assert.equal((await readFile(memory, "utf8")).includes(first.credentials.accessKeySecret), false);
  });

  it("starts another when the one it knew is gone", async () => {
    const memory = createMemory();
    const first = await create(memory).connect();
    await endSimulators(ownScript);
    const second = await create(memory).connect();
    assert.notEqual(second.endpoint, first.endpoint);
    await check(second);
  });

  it("starts another when its memory names a simulator that is gone", async () => {
    const memory = createMemory();
    await writeFile(memory, "http://127.0.0.1:1");
    await check(await create(memory).connect());
  });

  it("says why it did not start", async () => {
    const demo = new DemoSimulator({
      scriptPath: "/nowhere/simulator.cjs",
      memoryFile: createMemory(),
    });
    await assert.rejects(demo.connect(), /did not start: exit code 1/u);
  });
});
