import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import RpcClient from "@alicloud/pop-core/lib/rpc.js";
import { startSimulator } from "../../../src/simulator/startSimulator.ts";

const script = fileURLToPath(new URL("../../../src/simulator/main.ts", import.meta.url));

function run(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

/** The first line of a stream, and undefined when it ends without one. */
async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

describe("the simulator's command line", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`says how to reach it, and goes at ${signal} with everything that it made`, async () => {
      const child = run(
        "--engine",
        "synthetic",
        "--seed",
        "9",
        "--instances",
        "30",
        "--regions",
        "cn-hangzhou",
      );
      const exit = once(child, "exit");
      const line = JSON.parse((await firstLine(child.stdout!))!) as Record<string, string>;
      try {
        const { endpoint, accessKeyId, accessKeySecret } = line;
        const client = new RpcClient({
          endpoint: endpoint!,
          apiVersion: "2018-08-08",
          accessKeyId: accessKeyId!,
          accessKeySecret: accessKeySecret!,
        });
        const answer = await client.request<{ TotalCount: number }>(
          "DescribeContainerGroups",
          { RegionId: "cn-hangzhou" },
          { method: "POST", timeout: 20_000 },
        );
        assert.equal(answer.TotalCount, 30);
        assert.ok(existsSync(line["folder"]!));
      } finally {
        child.kill(signal);
      }
      assert.deepEqual(await exit, [0, null]);
      assert.equal(existsSync(line["folder"]!), false);
    });
  }

  it("is not cut short by a signal that comes again, as from a terminal and from npm", async () => {
    const child = run("--engine", "synthetic");
    const exit = once(child, "exit");
    const line = JSON.parse((await firstLine(child.stdout!))!) as Record<string, string>;
    child.kill("SIGINT");
    await delay(1);
    child.kill("SIGINT");
    assert.deepEqual(await exit, [0, null]);
    assert.equal(existsSync(line["folder"]!), false);
  });

  it("ends by itself when nobody has asked for as long as it was told", async () => {
    const child = run("--engine", "synthetic", "--idle-exit", "1");
    const exit = once(child, "exit");
    const line = JSON.parse((await firstLine(child.stdout!))!) as Record<string, string>;
    assert.deepEqual(await exit, [0, null]);
    assert.equal(existsSync(line["folder"]!), false);
  });

  for (const [args, word] of [
    [["--port", "x"], "whole number"],
    [["--port", "--seed", "1"], "forget to specify"],
  ] as const) {
    it(`refuses ${args.join(" ")} in one line`, async () => {
      const child = run(...args);
      let text = "";
      child.stderr!.on("data", (bytes: Buffer) => (text += bytes.toString()));
      assert.deepEqual(await once(child, "close"), [2, null]);
      assert.match(text, new RegExp(`^simulator: [^\\n]*${word}[^\\n]* \\(usage: [^\\n]+\\)\\n$`, "u"));
    });
  }

  it("says so when the port is taken", async () => {
    const simulator = await startSimulator({ engine: "synthetic" });
    try {
      const child = run("--engine", "synthetic", "--port", new URL(simulator.endpoint).port);
      let text = "";
      child.stderr!.on("data", (bytes: Buffer) => (text += bytes.toString()));
      assert.deepEqual(await once(child, "close"), [1, null]);
      assert.match(text, /^simulator: [^\n]*EADDRINUSE[^\n]*\n$/u);
    } finally {
      await simulator.close();
    }
  });
});
