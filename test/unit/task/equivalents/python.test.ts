import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { buildEquivalent } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { hostileCalls, ordinaryCall } from "./opsCalls.ts";

const skip =
  spawnSync("python3", ["--version"]).status === 0 ? false : "python3 does not run on this computer";

/** Prints the literal keyword arguments of every call in each of the sources. */
const reader = `
import ast, json, sys
def literals(source):
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    words = [word for call in calls for word in call.keywords]
    return {word.arg: word.value.value for word in words if isinstance(word.value, ast.Constant)}
sources = json.loads(sys.stdin.buffer.read())
sys.stdout.write(json.dumps([literals(source) for source in sources]))
`;

function readLiterals(sources: readonly string[]): readonly Readonly<Record<string, string>>[] {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", reader], {
    input: JSON.stringify(sources),
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as readonly Readonly<Record<string, string>>[];
}

describe("python", { skip }, () => {
  it("holds the endpoint and the four parameters, and no credential", () => {
    const source = buildEquivalent("python", ordinaryCall, "http://127.0.0.1:8080");
    assert.deepEqual(readLiterals([source])[0], {
      endpoint: "127.0.0.1:8080",
      protocol: "http",
      region_id: ordinaryCall.regionId,
      container_group_id: ordinaryCall.instanceId,
      ops_type: "tcpdump",
      ops_value: ordinaryCall.opsValue,
    });
  });

  it("lets no text out of its quotes", () => {
    fc.assert(
      fc.property(fc.array(hostileCalls, { minLength: 100, maxLength: 200 }), (calls) => {
        const literals = readLiterals(
          calls.map((call) => buildEquivalent("python", call, "eci.aliyuncs.com")),
        );
        assert.deepEqual(
          literals.map((each) => [each["container_group_id"], each["ops_value"]]),
          calls.map((call) => [call.instanceId, call.opsValue]),
        );
      }),
      { numRuns: 2 },
    );
  });
});
