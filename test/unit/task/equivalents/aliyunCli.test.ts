import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import * as fc from "fast-check";
import type { OpsCall } from "../../../../src/eci/eciClient.ts";
import { buildEquivalent } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { hostileCalls, ordinaryCall } from "./opsCalls.ts";

const skip =
  spawnSync("sh", ["-c", "true"]).error === undefined ? false : "there is no POSIX shell on this computer";

describe("aliyunCli", { skip }, () => {
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "aliyunCli-"));
    const stub = join(folder, "aliyun");
    writeFileSync(stub, "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
    chmodSync(stub, 0o755);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What the command hands to the program named aliyun, through a real shell. */
  function readArguments(call: OpsCall, endpoint: string): readonly string[] {
    const snippet = buildEquivalent("aliyunCli", call, endpoint);
    const { status, stdout, stderr } = spawnSync("sh", ["-c", snippet], {
      env: { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` },
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stdout.split("\0").slice(0, -1);
  }

  it("passes the four parameters, the region and the endpoint", () => {
    assert.deepEqual(readArguments(ordinaryCall, "https://eci.cn-hangzhou.aliyuncs.com/"), [
      ...["eci", "CreateInstanceOpsTask"],
      ...["--region", "cn-hangzhou"],
      ...["--endpoint", "eci.cn-hangzhou.aliyuncs.com"],
      ...["--RegionId", "cn-hangzhou"],
      ...["--ContainerGroupId", "eci-bp1dvysdafbh00t7abcd"],
      ...["--OpsType", "tcpdump"],
      ...["--OpsValue", '{"Enable":true,"Protocol":"tcp","DestPort":443}'],
    ]);
  });

  it("leaves TLS out for an http endpoint alone", () => {
    assert.ok(readArguments(ordinaryCall, "http://127.0.0.1:8080").includes("--insecure"));
    assert.ok(!readArguments(ordinaryCall, "eci.aliyuncs.com").includes("--insecure"));
  });

  it("lets no text out of its quotes", () => {
    fc.assert(
      fc.property(hostileCalls, (call) => {
        const words = readArguments(call, "eci.aliyuncs.com");
        assert.equal(words.length, 14);
        assert.equal(words[words.indexOf("--ContainerGroupId") + 1], call.instanceId);
        assert.equal(words.at(-1), call.opsValue);
      }),
      { numRuns: 60 },
    );
  });
});
