import { afterEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import { pickInstance } from "../../src/host/instances/pickInstance.ts";

const account: Account = { kind: "demo", id: "a", name: "Mine", regions: ["cn-hangzhou"] };
const accounts = { accounts: [account], onDidChange: new vscode.EventEmitter().event };

/** Presses Enter in the open pick until something comes of it. */
async function acceptUntil(isDone: () => boolean): Promise<void> {
  for (let tries = 0; !isDone() && tries < 50; tries++) {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await delay(100);
  }
  assert.ok(isDone());
}

describe("the pick of an instance", () => {
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeQuickOpen"));

  it("offers to try a region again that could not be listed, and then its instances", async () => {
    const instance = { id: "eci-1", name: "web", regionId: "cn-hangzhou", status: "Running" };
    let reads = 0;
    const client = {
      describeStatuses: () => {
        reads += 1;
        if (reads === 1) return Promise.reject(new Error("no network"));
        return Promise.resolve({
          instances: [{ ...instance, isWhole: false, tags: [], containers: [], events: [] }],
          unreadable: 0,
        });
      },
    } as unknown as EciClient;
    const store = new InstanceStore(() => Promise.resolve(client));
    try {
      let picked: unknown;
      const picking = pickInstance(accounts, store, "Which?").then((node) => (picked = node?.instance.id));
      await acceptUntil(() => picked !== undefined);
      await picking;
      assert.equal(picked, "eci-1");
      assert.equal(reads, 2);
    } finally {
      store.dispose();
    }
  });
});
