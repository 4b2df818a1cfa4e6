import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { buildEquivalent } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { hostileCalls, hostileText, ordinaryCall } from "./opsCalls.ts";

const skip = ["javac", "java"].every((tool) => spawnSync(tool, ["-version"]).status === 0)
  ? false
  : "there is no JDK on this computer";

/** The faces of the SDK's classes that the program touches; the request prints what it is given, hex of UTF-16. */
const stubs: Readonly<Record<string, string>> = {
  "com/aliyun/teaopenapi/models/Config.java": `package com.aliyun.teaopenapi.models;
public class Config {
${["Endpoint", "Protocol", "AccessKeyId", "AccessKeySecret", "SecurityToken"].map((name) => `  public Config set${name}(String value) { return this; }`).join("\n")}
}`,
  "com/aliyun/eci20180808/models/CreateInstanceOpsTaskRequest.java": `package com.aliyun.eci20180808.models;
public class CreateInstanceOpsTaskRequest {
${["RegionId", "ContainerGroupId", "OpsType", "OpsValue"].map((name) => `  public CreateInstanceOpsTaskRequest set${name}(String value) { return show("${name}", value); }`).join("\n")}
  private CreateInstanceOpsTaskRequest show(String name, String value) {
    StringBuilder hex = new StringBuilder();
    for (char unit : value.toCharArray()) hex.append(String.format("%04x", (int) unit));
    System.out.println(name + " " + hex);
    return this;
  }
}`,
  "com/aliyun/eci20180808/models/CreateInstanceOpsTaskResponse.java": `package com.aliyun.eci20180808.models;
public class CreateInstanceOpsTaskResponse {
  public CreateInstanceOpsTaskResponse getBody() { return this; }
  public String getResult() { return "done"; }
}`,
  "com/aliyun/eci20180808/Client.java": `package com.aliyun.eci20180808;
import com.aliyun.eci20180808.models.*;
public class Client {
  public Client(com.aliyun.teaopenapi.models.Config config) throws Exception {}
  public CreateInstanceOpsTaskResponse createInstanceOpsTask(CreateInstanceOpsTaskRequest request) throws Exception {
    return new CreateInstanceOpsTaskResponse();
  }
}`,
};

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}

describe("java", () => {
  it("compiles, and the program passes the four parameters unchanged", { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), "java-"));
    try {
      const call = { ...ordinaryCall, instanceId: hostileText, opsValue: `{"a":"${hostileText}"}` };
      const source = buildEquivalent("java", call, "eci.aliyuncs.com");
      const files = Object.entries({ ...stubs, "CreateInstanceOpsTask.java": source });
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      run("javac", ["-encoding", "US-ASCII", "-d", folder, ...files.map(([path]) => join(folder, path))]);
      const shown = run("java", ["-cp", folder, "CreateInstanceOpsTask"]).trim().split("\n");
      const values = shown.map((line) => {
        const [name = "", hex = ""] = line.split(" ");
        return [
          name,
          (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join(""),
        ];
      });
      assert.equal(values.at(-1)?.[0], "done");
      assert.deepEqual(Object.fromEntries(values.slice(0, -1)), {
        RegionId: call.regionId,
        ContainerGroupId: call.instanceId,
        OpsType: call.opsType,
        OpsValue: call.opsValue,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("lets no text out of its quotes", () => {
    fc.assert(
      fc.property(hostileCalls, (call) => {
        const source = buildEquivalent("java", call, "eci.aliyuncs.com");
        assert.match(source, /^[\n -~]*$/, "the source is ASCII");
        // JLS 3.3: a backslash after an odd number of them begins no Unicode escape.
        const early = source.replace(/(?<=(?:^|[^\\])(?:\\\\)*)\\u([0-9a-f]{4})/g, (_, code: string) => {
          assert.ok(!["000a", "000d", "0022", "005c"].includes(code), "an early escape ends the literal");
          return String.fromCharCode(parseInt(code, 16));
        });
        const literals = [...early.matchAll(/\.set(?:ContainerGroupId|OpsValue)\("((?:[^"\\]|\\.)*)"\)/gsu)];
        const texts = literals.map(([, text = ""]) =>
          text.replace(/\\([btnfr"\\])/g, (whole) => String(JSON.parse(`"${whole}"`))),
        );
        assert.deepEqual(texts, [call.instanceId, call.opsValue]);
      }),
    );
  });
});
