import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { selectRegions } from "../../src/host/accounts/selectRegions.ts";
import { openLog, type Log } from "../../src/host/log.ts";

const pressEnter = () => vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");

describe("the pick of regions", () => {
  const { createQuickPick } = vscode.window;
  let pick: vscode.QuickPick<vscode.QuickPickItem> | undefined;
  let log: Log;
  beforeEach(() => {
    log = openLog();
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
      const made = createQuickPick<T>();
      pick = made;
      return made;
    };
  });
  afterEach(async () => {
    vscode.window.createQuickPick = createQuickPick;
    log.dispose();
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  });

  it("says what it waits for, and keeps the chosen regions when Enter comes before the list", async () => {
    const answer = Promise.withResolvers<{ id: string; zones: string[] }[]>();
    const client = { describeRegions: () => answer.promise } as unknown as EciClient;
    const selected: (readonly string[] | undefined)[] = [];
    const selecting = selectRegions(Promise.resolve(client), ["cn-beijing"], log).then((ids) =>
      selected.push(ids),
    );
    assert.match(pick?.placeholder ?? "", /^Asking the service/u);
    for (let tries = 0; tries < 10; tries++) {
      await pressEnter();
      await delay(50);
    }
    assert.deepEqual(selected, []);
    answer.resolve(["cn-hangzhou", "cn-beijing"].map((id) => ({ id, zones: [] })));
    for (let tries = 0; selected.length === 0 && tries < 50; tries++) {
      // The list must have come to the screen: an Enter that was pressed before finds nothing ticked.
      await delay(300);
      await pressEnter();
    }
    await selecting;
    assert.deepEqual(selected, [["cn-beijing"]]);
    assert.equal(pick?.placeholder, "Choose one or more");
  });
});
