import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import type * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import { AccountError } from "../../src/account/accountStore.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import type { Credentials } from "../../src/eci/model.ts";
import type { InstanceTreeNode } from "../../src/host/instances/instanceNode.ts";
import type { InstancesTree } from "../../src/host/instances/instancesTree.ts";
import { chooseFault } from "../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { openTreeBed } from "./instancesBed.ts";

const account: Account = { kind: "accessKey", id: "a", name: "Shop", regions: ["cn-hangzhou"] };
const region = { kind: "region", account, regionId: "cn-hangzhou" } as const;

function labelOf(tree: InstancesTree, node: InstanceTreeNode): string {
  const { label } = tree.getTreeItem(node);
  assert.equal(typeof label, "string");
  return label as string;
}

describe("the instances view", () => {
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

  it("stops with an error where the pages go in a circle, and shows no row twice (H6)", async () => {
    let goesInCircles = true;
    const circling = await startSimulator({
      ...{ engine: "synthetic", regions: ["cn-hangzhou"], instances: 245 },
      fault: chooseFault((action) =>
        action === "DescribeContainerGroupStatus" && goesInCircles
          ? rewriteAnswer((fields) => ({ ...fields, NextToken: fields["NextToken"] ?? first }))
          : undefined,
      ),
    });
    const first = Buffer.from("cn-hangzhou 199").toString("base64url");
    const { endpoint } = circling;
    const credentials = circling.identities.full;
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    const store = new InstanceStore(() => Promise.resolve(client));
    const bed = openTreeBed([account], store);
    try {
      await store.readWhole("a", "cn-hangzhou");
      const { instances, error } = store.listing("a", "cn-hangzhou");
      assert.match(String(error), /RepeatedNextToken/);
      assert.equal(instances.length, 245);
      const rows = await bed.tree.getChildren(region);
      assert.equal(rows.length, 246);
      assert.ok(rows[0]?.kind === "message");
      assert.match(rows[0].label, /Click to retry/);
      goesInCircles = false;
      await store.refresh("a", "cn-hangzhou");
      assert.equal(store.listing("a", "cn-hangzhou").error, undefined);
      assert.equal((await bed.tree.getChildren(region)).length, 245);
    } finally {
      bed.dispose();
      store.dispose();
      client.dispose();
      await circling.close();
    }
  });

  it("shows account, region, instances, containers and details", async () => {
    const { tree } = openTree(simulator.identities.full);
    const [accountRow] = await tree.getChildren();
    assert.ok(accountRow);
    const [regionRow] = await tree.getChildren(accountRow);
    assert.ok(regionRow);
    const rows = await tree.getChildren(regionRow);
    assert.equal(rows.filter(({ kind }) => kind === "instance").length, 45);
    assert.equal(new Set(rows.map((row) => tree.getTreeItem(row).id)).size, rows.length);
    assert.equal(tree.getTreeItem(regionRow).description, "cn-hangzhou · 45");
    const names = rows.flatMap((row) => (row.kind === "instance" ? [row.instance.name] : []));
    assert.deepEqual(names, [...names].sort());
    const instance = rows.find((row) => row.kind === "instance" && row.instance.name === "api-1");
    assert.ok(instance?.kind === "instance");
    const item = tree.getTreeItem(instance);
    assert.match(String(item.description), /^Running · \d+\.\d+\.\d+\.\d+/u);
    assert.match(item.contextValue ?? "", /^instance\.active\.address$/u);
    const { tooltip } = await tree.resolveTreeItem(item, instance);
    assert.ok(typeof tooltip === "string", "a tooltip is plain text, never Markdown");
    assert.match(tooltip, /Zone: cn-hangzhou-/u);
    const children = await tree.getChildren(instance);
    assert.ok(children.some(({ kind }) => kind === "container"));
    const labels = children.map((child) => labelOf(tree, child));
    for (const label of ["Address", "Zone", "vSwitch", "Size", "Created", "Restarts"]) {
      assert.ok(labels.includes(label), label);
    }
    const container = children.find(({ kind }) => kind === "container");
    assert.ok(container);
    const facts = (await tree.getChildren(container)).map((child) => labelOf(tree, child));
    for (const label of ["State", "Image", "Restarts"]) assert.ok(facts.includes(label), label);
  });

  it("says that an empty list may be a missing permission, and offers the policy", async () => {
    const { tree } = openTree(simulator.identities.blind);
    const [row] = await tree.getChildren(region);
    assert.ok(row?.kind === "message");
    assert.match(row.label, /lacks eci:DescribeContainerGroups/u);
    assert.equal(row.command?.id, "eciOps.copyRamPolicy");
  });

  it("shows an error with its reason in place of the rows, and leads to what mends it", async () => {
    const { tree } = openTree(simulator.identities.expiredToken);
    const [row] = await tree.getChildren(region);
    assert.ok(row?.kind === "message");
    assert.match(row.label, /token has expired.*Click to change the key/u);
    assert.equal(row.command?.id, "eciOps.changeSecret");
    assert.equal((row.command.argument as { account: Account }).account, account);
  });

  it("says that the key is gone, and where to enter it again", async () => {
    const store = new InstanceStore(() => Promise.reject(new AccountError("secretMissing")));
    const bed = openTreeBed([account], store);
    const { tree } = bed;
    open.push(bed, store);
    const [row] = await tree.getChildren(region);
    assert.ok(row?.kind === "message");
    assert.match(row.label, /key of this account is gone/u);
    assert.match(row.tooltip, /Change Access Key or Token/u);
    assert.equal(row.command?.id, "eciOps.changeSecret");
  });

  it("goes on after a retry where the service failed once", async () => {
    const client = toClient(simulator.identities.full);
    let fails = true;
    const store = new InstanceStore(() =>
      fails ? Promise.reject(new Error("no keyring")) : Promise.resolve(client),
    );
    const bed = openTreeBed([account], store);
    const { tree } = bed;
    open.push(bed, store);
    const [row] = await tree.getChildren(region);
    assert.ok(row?.kind === "message");
    assert.equal(row.command?.id, "eciOps.refreshInstances");
    fails = false;
    await store.refresh("a", "cn-hangzhou");
    assert.equal((await tree.getChildren(region))[0]?.kind, "instance");
  });

  it("asks to choose regions where none is chosen", async () => {
    const { tree } = openTree(simulator.identities.full, [{ ...account, regions: [] }]);
    const [accountRow] = await tree.getChildren();
    const [row] = await tree.getChildren(accountRow);
    assert.ok(row?.kind === "message");
    assert.equal(row.command?.id, "eciOps.selectRegions");
  });

  it("reads every row out by its own words and not by its tooltip", async () => {
    const { tree } = openTree(simulator.identities.full);
    const [instance] = await tree.getChildren(region);
    const inside = await tree.getChildren(instance);
    const demo = { kind: "account", account: { ...account, kind: "demo" } } as const;
    for (const row of [region, demo, instance, ...inside]) {
      assert.ok(row);
      const { tooltip, accessibilityInformation } = await tree.resolveTreeItem(tree.getTreeItem(row), row);
      const spoken = accessibilityInformation?.label ?? "";
      assert.ok(spoken.includes(labelOf(tree, row)), spoken);
      assert.notEqual(spoken, tooltip);
    }
  });

  it("offers tasks only where the service takes them", async () => {
    const { tree } = openTree(simulator.identities.full);
    const rows = await tree.getChildren(region);
    const contexts = new Map(
      rows.flatMap((row) =>
        row.kind === "instance" ? [[row.instance.status, tree.getTreeItem(row).contextValue] as const] : [],
      ),
    );
    for (const status of ["Running", "Pending", "Restarting", "Updating"])
      assert.match(contexts.get(status) ?? "", /^instance\.active/u, status);
    for (const status of ["Succeeded", "Failed", "Scheduling", "ScheduleFailed", "Terminating", "Expired"])
      assert.match(contexts.get(status) ?? "", /^instance\.ended/u, status);
  });

  it("marks a demo as one, renamed or not, and says of a region that captures are not offered there", () => {
    const { tree } = openTree(simulator.identities.full);
    const toLabel = (name: string) =>
      labelOf(tree, { kind: "account", account: { ...account, kind: "demo", name } });
    assert.deepEqual(["Demo", "Mine"].map(toLabel), ["Demo", "Mine (demo)"]);
    assert.equal(labelOf(tree, { kind: "account", account }), "Shop");
    const { tooltip } = tree.getTreeItem({ kind: "region", account, regionId: "cn-wulanchabu" });
    assert.ok(typeof tooltip === "string");
    assert.match(tooltip, /captures are not offered/u);
  });
});
