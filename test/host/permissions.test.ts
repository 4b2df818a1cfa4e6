import { after, before, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import { copyRamPolicy, toTag } from "../../src/host/accounts/copyRamPolicy.ts";
import { showPermissions, toPermissionText } from "../../src/host/accounts/showPermissions.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";

type Item = vscode.QuickPickItem;
type Answer = (items: readonly Item[]) => unknown;

const account: Account = { kind: "accessKey", id: "a", name: "Shop", regions: ["cn-hangzhou"] };

describe("permissions and policies", () => {
  let simulator: Simulator;
  const asked: (readonly Item[])[] = [];
  const answers: Answer[] = [];
  const { showQuickPick, showInformationMessage } = vscode.window;
  const readTags = () => Promise.resolve([{ key: "env", value: "[x](command:y)" }]);
  const statements = async () => {
    const policy = JSON.parse(await vscode.env.clipboard.readText()) as {
      Statement: { Action: string[]; Condition?: unknown }[];
    };
    return policy.Statement;
  };

  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"], instances: 21 });
    const answer = (items: readonly Item[]) => {
      asked.push(items);
      return Promise.resolve(answers.shift()?.(items));
    };
    // Nobody is there to close a message.
    Object.assign(vscode.window, {
      showQuickPick: answer,
      showInformationMessage: () => Promise.resolve(undefined),
    });
  });
  beforeEach(() => void asked.splice(0));
  after(async () => {
    Object.assign(vscode.window, { showQuickPick, showInformationMessage });
    await simulator.close();
  });

  const show = async (identity: "full" | "readOnly") => {
    const { endpoint } = simulator;
    const credentials = simulator.identities[identity];
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    try {
      await showPermissions(account, client);
    } finally {
      client.dispose();
    }
  };

  it("lists what is allowed and what is lacking, and copies a policy for exactly that", async () => {
    answers.push((items) => items[0]);
    await show("readOnly");
    const [items = []] = asked;
    assert.equal(items.length, 9);
    assert.equal(items[1]?.label, "$(pass) eci:DescribeRegions");
    const task = items.find(({ label }) => label.endsWith("eci:CreateInstanceOpsTask"));
    assert.deepEqual([task?.label, task?.description], ["$(error) eci:CreateInstanceOpsTask", "lacking"]);
    const [statement, ...more] = await statements();
    assert.deepEqual([statement?.Action, more], [["eci:CreateInstanceOpsTask"], []]);
  });

  it("offers no policy where nothing is known to be lacking", async () => {
    answers.push(() => undefined);
    await show("full");
    const [items = []] = asked;
    assert.equal(items.length, 8);
    const task = items.find(({ label }) => label.endsWith("eci:CreateInstanceOpsTask"));
    assert.match(task?.label ?? "", /^\$\(question\)/u);
    assert.match(task?.description ?? "", /before a capture or core dump is tried/u);
  });

  it("tells a hostile code as plain text", () => {
    const permission = { action: "eci:DescribeRegions", state: "refused", code: "a\u202Eb\u0007" } as const;
    assert.doesNotMatch(toPermissionText(permission), /[\u202E\u0007]/u);
  });

  it("copies a policy for the whole product, or for instances with chosen tags alone", async () => {
    answers.push((items) => items[0]);
    await copyRamPolicy(undefined, readTags);
    assert.deepEqual(
      (await statements()).map(({ Action: action }) => action.length),
      [8],
    );
    answers.push(
      (items) => items[1],
      (items) => [items[0]],
    );
    await copyRamPolicy(undefined, readTags);
    const [free, bound] = await statements();
    assert.equal(free?.Action.length, 7);
    assert.deepEqual(bound?.Condition, { StringEquals: { "eci:tag/env": ["[x](command:y)"] } });
  });

  it("copies nothing where the user turns back", async () => {
    await vscode.env.clipboard.writeText("mine");
    answers.push(() => undefined);
    await copyRamPolicy(undefined, readTags);
    answers.push(
      (items) => items[1],
      () => [],
    );
    await copyRamPolicy(undefined, readTags);
    assert.equal(await vscode.env.clipboard.readText(), "mine");
  });

  it("reads a tag as it is typed", () => {
    assert.deepEqual(toTag(" env = a=b "), { key: "env", value: "a=b" });
    for (const text of ["", "env", "=x", " =x"]) assert.equal(toTag(text), undefined, text);
  });
});
