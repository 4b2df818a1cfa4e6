import { afterEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Instance } from "../../src/eci/model.ts";

function toInstance(id: string, name: string): Instance {
  return {
    id,
    name,
    regionId: "cn-hangzhou",
    status: "Running",
    tags: [],
    containers: [],
    events: [],
    isWhole: true,
  };
}

/** The tabs that show a capture form; the editor prefixes the view type of an extension's page. */
function formTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("eciOps.captureForm"),
    );
}

async function waitForTabs(count: number): Promise<readonly vscode.Tab[]> {
  for (let tries = 0; formTabs().length !== count && tries < 100; tries++) await delay(100);
  return formTabs();
}

describe("the command eciOps.capturePackets", () => {
  afterEach(async () => {
    await vscode.window.tabGroups.close(formTabs());
  });

  const capture = (instance: Instance) =>
    vscode.commands.executeCommand("eciOps.capturePackets", {
      kind: "instance",
      accountId: "nobody",
      instance,
    });

  it("opens one form an instance, and the same again when asked again", async () => {
    await vscode.extensions.getExtension("eci-ops.eci-ops")?.activate();
    await capture(toInstance("eci-1", "web"));
    assert.equal((await waitForTabs(1)).length, 1);
    await capture(toInstance("eci-2", "db"));
    const labels = (await waitForTabs(2)).map(({ label }) => label);
    assert.ok(
      labels.every((label, index) => label.includes(["web", "db"][index] ?? "")),
      labels.join(),
    );
    await capture(toInstance("eci-1", "web"));
    await delay(500);
    assert.equal(formTabs().length, 2);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes("web"));
  });

  it("opens one form for all selected instances, however they are ordered, and none for more than it takes", async () => {
    await vscode.extensions.getExtension("eci-ops.eci-ops")?.activate();
    const toNode = (id: string) => ({ kind: "instance", accountId: "nobody", instance: toInstance(id, id) });
    const [web, db] = [toNode("eci-1"), toNode("eci-2")];
    const others = [{ kind: "region", regionId: "cn-hangzhou" }, web];
    await vscode.commands.executeCommand("eciOps.capturePackets", web, [web, db, ...others]);
    const [tab] = await waitForTabs(1);
    assert.ok(tab?.label.includes("Capture 2 instances"), tab?.label);
    await vscode.commands.executeCommand("eciOps.capturePackets", db, [db, web]);
    await delay(500);
    assert.equal(formTabs().length, 1);
    const many = Array.from({ length: 201 }, (_, index) => toNode(`eci-${index}`));
    // It resolves when its error message is closed.
    vscode.commands.executeCommand("eciOps.capturePackets", many[0], many).then(undefined, () => undefined);
    await delay(500);
    assert.equal(formTabs().length, 1);
    await vscode.commands.executeCommand("notifications.clearAll");
  });
});
