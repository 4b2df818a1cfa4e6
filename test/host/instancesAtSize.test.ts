import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import type * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { toRestartCount } from "../../src/eci/listing/instanceOrder.ts";
import type { Credentials, Instance } from "../../src/eci/model.ts";
import type { InstanceTreeNode } from "../../src/host/instances/instanceNode.ts";
import { toRanges } from "../../src/host/instances/regionRows.ts";
import type { InstancesTree } from "../../src/host/instances/instancesTree.ts";
import { chooseFault } from "../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { createMemento, openTreeBed, readInstanceRows } from "./instancesBed.ts";

const account: Account = { kind: "accessKey", id: "a", name: "Shop", regions: ["cn-hangzhou"] };
const region = { kind: "region", account, regionId: "cn-hangzhou" } as const;

function labelOf(tree: InstancesTree, node: InstanceTreeNode): string {
  const { label } = tree.getTreeItem(node);
  assert.equal(typeof label, "string");
  return label as string;
}

describe("the instances view at size", () => {
  let simulator: Simulator;
  const open: { dispose(): void }[] = [];
  const toClient = (credentials: Credentials): EciClient => {
    const { endpoint } = simulator;
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    open.push(client);
    return client;
  };
  const openTree = (credentials: Credentials, accounts = [account], ...rest: [vscode.Memento?]) => {
    const client = toClient(credentials);
    const store = new InstanceStore(() => Promise.resolve(client));
    const bed = openTreeBed(accounts, store, ...rest);
    open.push(bed, store);
    return { store, ...bed };
  };
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"], instances: 45 });
  });
  after(async () => {
    for (const each of open) each.dispose();
    await simulator.close();
  });

  it("filters, remembers the filter over sessions, and says when nothing is left", async () => {
    const memento = createMemento();
    const { tree, options } = openTree(simulator.identities.full, [account], memento);
    const all = await readInstanceRows(tree, region);
    await options.change({ filter: "status:Failed" });
    const failed = await readInstanceRows(tree, region);
    assert.deepEqual(
      failed.map(({ instance }) => instance.id).sort(),
      all.flatMap(({ instance }) => (instance.status === "Failed" ? [instance.id] : [])).sort(),
    );
    assert.ok(failed.length > 0);
    assert.match(String(tree.getTreeItem(region).description), /^cn-hangzhou · \d+ of 45 shown$/u);
    await options.change({ filter: "nobody has this" });
    const again = openTree(simulator.identities.full, [account], memento);
    const [row] = await again.tree.getChildren(region);
    assert.ok(row?.kind === "message");
    assert.equal(row.command?.id, "eciOps.clearFilter");
    await again.options.change({ filter: "" });
    assert.equal((await readInstanceRows(again.tree, region)).length, 45);
  });

  it("has the service find tags, whose instances were not read whole", async () => {
    const { tree, options, store } = openTree(simulator.identities.full);
    await readInstanceRows(tree, region);
    const [accountRow] = await tree.getChildren();
    await tree.getChildren(accountRow);
    const drawn = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
    await options.change({ filter: "tag:env=production" });
    assert.equal(tree.getTreeItem(region).description, "cn-hangzhou · 45", "nobody knows yet");
    await drawn;
    const tagged = await readInstanceRows(tree, region);
    assert.equal(tree.getTreeItem(region).description, `cn-hangzhou · ${tagged.length} of 45 shown`);
    assert.ok(tagged.length > 0 && tagged.length < 45);
    assert.ok(
      store.listing("a", "cn-hangzhou").instances.every(({ isWhole }) => !isWhole),
      "none was read whole for it",
    );
    for (const { instance } of tagged) {
      const whole = await store.find("a", "cn-hangzhou", instance.id);
      assert.ok(whole?.tags.some(({ key, value }) => key === "env" && value === "production"));
    }
  });

  it("groups by what the rows tell at once, and by what is read for it", async () => {
    const { tree, options, store } = openTree(simulator.identities.full);
    await options.change({ grouping: "status" });
    const groups = await tree.getChildren(region);
    assert.ok(groups.every(({ kind }) => kind === "group"));
    assert.equal((await readInstanceRows(tree, region)).length, 45);
    assert.ok(groups.some((group) => labelOf(tree, group) === "Running"));
    await options.change({ grouping: "tag:app" });
    const drawn = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
    const before = await tree.getChildren(region);
    assert.deepEqual(
      before.map((group) => labelOf(tree, group)),
      ["not read yet"],
    );
    await drawn;
    await store.readDetails("a", "cn-hangzhou");
    const apps = (await tree.getChildren(region)).map((group) => labelOf(tree, group));
    assert.ok(apps.includes("mysql") && apps.includes("web"), apps.join());
    assert.equal((await readInstanceRows(tree, region)).length, 45);
  });

  it("sorts, and puts favourites first", async () => {
    const { tree, options } = openTree(simulator.identities.full);
    await options.change({ order: "restarts" });
    const rows = await readInstanceRows(tree, region);
    const restarts = rows.map(({ instance }) => toRestartCount(instance));
    assert.deepEqual(
      restarts,
      restarts.toSorted((a, b) => b - a),
    );
    const last = rows.at(-1);
    assert.ok(last);
    await options.setFavourites([last], true);
    const [favourite] = await readInstanceRows(tree, region);
    assert.equal(favourite?.instance.id, last.instance.id);
    const { description, contextValue } = tree.getTreeItem(favourite);
    assert.match(String(description), /^★ · /u);
    assert.match(contextValue ?? "", /favourite$/u);
    await options.setFavourites([last], false);
    assert.notEqual((await readInstanceRows(tree, region))[0]?.instance.id, last.instance.id);
  });

  it("puts long lists into ranges, each of no more rows than the editor takes at once", async () => {
    const { instances } = await (async () => {
      const { store } = openTree(simulator.identities.full);
      return store.readWhole("a", "cn-hangzhou");
    })();
    const many = Array.from({ length: 1_234 }, (_, at) => ({
      ...instances[at % instances.length]!,
      id: `eci-${at}`,
      name: `web-${String(at).padStart(4, "0")}`,
    }));
    const nodeOf = (accountId: string, instance: Instance) =>
      ({ kind: "instance", accountId, instance }) as const;
    const ranges = toRanges("a", "a/cn-hangzhou", many, { nodeOf });
    assert.deepEqual(
      ranges.map((range) => range.kind === "range" && range.instances.length),
      [500, 500, 234],
    );
    const { tree } = openTree(simulator.identities.full);
    assert.equal(labelOf(tree, ranges[1]!), "501 – 1000");
    assert.equal(tree.getTreeItem(ranges[1]!).description, "web-0500 … web-0999");
    const rows = await tree.getChildren(ranges[2]);
    assert.equal(rows.length, 234);
  });

  it("draws a row anew when its instance changed, and takes away what vanished", async () => {
    let status = "Failed";
    let isGone = false;
    const changing = await startSimulator({
      ...{ engine: "synthetic", regions: ["cn-hangzhou"], instances: 30 },
      fault: chooseFault((action) =>
        action === "DescribeContainerGroupStatus"
          ? rewriteAnswer((fields) => {
              const rows = fields["Data"] as Readonly<Record<string, unknown>>[];
              const [head, ...tail] = rows;
              return { ...fields, Data: isGone ? tail : [{ ...head, Status: status }, ...tail] };
            })
          : undefined,
      ),
    });
    const { endpoint } = changing;
    const credentials = changing.identities.full;
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    const store = new InstanceStore(() => Promise.resolve(client));
    const bed = openTreeBed([account], store);
    const { tree } = bed;
    try {
      const [accountRow] = await tree.getChildren();
      const [regionRow] = await tree.getChildren(accountRow);
      await store.readWhole("a", "cn-hangzhou");
      const rows = await tree.getChildren(regionRow);
      const changed = store.listing("a", "cn-hangzhou").instances[0];
      const first = rows.find((row) => row.kind === "instance" && row.instance.id === changed?.id);
      assert.ok(first?.kind === "instance");
      assert.equal(first.instance.status, "Failed");
      const drawn: unknown[] = [];
      tree.onDidChangeTreeData((nodes) => drawn.push(nodes));
      status = "Restarting";
      await store.refresh("a", "cn-hangzhou");
      const { id } = first.instance;
      assert.equal(store.known("a", "cn-hangzhou", id)?.status, "Restarting");
      assert.match(String(tree.getTreeItem(first).description), /^Restarting/u);
      assert.ok(drawn.includes(regionRow));
      isGone = true;
      await store.refresh("a", "cn-hangzhou");
      assert.equal(store.known("a", "cn-hangzhou", id), undefined);
      assert.equal((await tree.getChildren(regionRow)).length, 29);
    } finally {
      bed.dispose();
      store.dispose();
      client.dispose();
      await changing.close();
    }
  });

  it("keeps the rows where a refresh fails, and says how old they are", async () => {
    const client = toClient(simulator.identities.full);
    let fails = false;
    let nowMs = Date.now() - 600_000;
    const store = new InstanceStore(
      () => (fails ? Promise.reject(new Error("no network")) : Promise.resolve(client)),
      () => nowMs,
    );
    const bed = openTreeBed([account], store);
    const { tree } = bed;
    open.push(bed, store);
    await store.readWhole("a", "cn-hangzhou");
    assert.match(String(tree.getTreeItem(region).description), /^cn-hangzhou · 45 · as of 10 minutes ago$/u);
    fails = true;
    nowMs = Date.now();
    await store.pollAll();
    const rows = await tree.getChildren(region);
    assert.equal(rows.length, 46);
    assert.ok(rows[0]?.kind === "message");
    assert.match(rows[0].label, /no network.*as they were 10 minutes ago.*retry/u);
    fails = false;
    await store.pollAll();
    assert.equal(tree.getTreeItem(region).description, "cn-hangzhou · 45");
    assert.equal((await tree.getChildren(region)).length, 45);
  });
});
