import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { buildEquivalent } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { hostileCalls, ordinaryCall } from "./opsCalls.ts";

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "\\": "\\",
};

/** The texts of all `tea.String("...")` in order, by the rules of the Go specification's string literals. */
function readTeaStrings(source: string): readonly string[] {
  const literal = /tea\.String\((?:`([^`]*)`|"((?:[^"\\\n]|\\.)*)")\)/gu;
  return [...source.matchAll(literal)].map(([, raw, interpreted = ""]) => {
    // A raw literal drops carriage returns, so none may stand in it.
    if (raw !== undefined) return (assert.ok(!raw.includes("\r")), raw);
    return interpreted.replace(/\\(u[0-9a-fA-F]{4}|.)/gu, (whole, code: string) => {
      const text = code.length > 1 ? String.fromCodePoint(parseInt(code.slice(1), 16)) : escapes[code];
      assert.ok(text !== undefined && text.isWellFormed(), `Go knows no escape ${whole}`);
      return text;
    });
  });
}

describe("go", () => {
  it("holds the endpoint and the four parameters, and no credential", () => {
    const source = buildEquivalent("go", ordinaryCall, "eci.cn-hangzhou.aliyuncs.com");
    assert.deepEqual(readTeaStrings(source), [
      "eci.cn-hangzhou.aliyuncs.com",
      "https",
      ordinaryCall.regionId,
      ordinaryCall.instanceId,
      "tcpdump",
      ordinaryCall.opsValue,
    ]);
    assert.match(source, /OpsValue: +tea\.String\(`\{"Enable":true/, "JSON stands without escapes");
  });

  it("lets no text out of its quotes", () => {
    fc.assert(
      fc.property(hostileCalls, (call) => {
        const texts = readTeaStrings(buildEquivalent("go", call, "eci.aliyuncs.com"));
        assert.deepEqual(texts.slice(2), [call.regionId, call.instanceId, "tcpdump", call.opsValue]);
      }),
    );
  });
});
