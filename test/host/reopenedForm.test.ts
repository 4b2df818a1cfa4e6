import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Instance } from "../../src/eci/model.ts";
import { tellRow } from "../faults/tellRow.ts";
import { toTries } from "../faults/tries.ts";

const rounds = toTries(200, 20);
const warmRounds = rounds / 10;
/** A thread of the pool's or a socket may be there or not when it is counted. */
const leeway = 10;

/** What this process holds: its handles by kind, the listeners of the process itself, and its open files on Linux. */
function countHeld(): { readonly resources: number; readonly listeners: number; readonly files: number } {
  return {
    resources: process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate").length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    files: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
  };
}

describe("P2: a form that is opened and closed", () => {
  it(`leaves nothing behind after ${rounds} times`, async function () {
    this.timeout(120_000);
    await vscode.extensions.getExtension("eci-ops.eci-ops")?.activate();
    const instance: Instance = {
      id: "eci-reopened",
      name: "reopened",
      regionId: "cn-hangzhou",
      status: "Running",
      tags: [],
      containers: [],
      events: [],
      isWhole: true,
    };
    const formTabs = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("captureForm"),
        );
    const until = async (count: number): Promise<void> => {
      const endMs = Date.now() + 20_000;
      while (formTabs().length !== count) {
        if (Date.now() > endMs) throw new Error(`There are ${formTabs().length} forms, not ${count}.`);
        await delay(5);
      }
    };
    let before = countHeld();
    for (let round = 0; round < rounds; round += 1) {
      await vscode.commands.executeCommand("eciOps.capturePackets", {
        kind: "instance",
        accountId: "",
        instance,
      });
      await until(1);
      await vscode.window.tabGroups.close(formTabs());
      await until(0);
      if (round === warmRounds) before = countHeld();
    }
    await delay(500);
    const after = countHeld();
    const more = `${after.resources - before.resources} handles, ${after.listeners - before.listeners} listeners more`;
    tellRow({ row: "P2", what: "form opened and closed", tries: rounds, survived: rounds, worst: more });
    for (const kind of ["resources", "listeners", "files"] as const) {
      assert.ok(after[kind] <= before[kind] + leeway, `${kind}: ${before[kind]}, then ${after[kind]}`);
    }
  });
});
