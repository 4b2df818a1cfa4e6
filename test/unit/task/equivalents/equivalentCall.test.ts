import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildEquivalent, equivalentKinds } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { toEquivalentCall } from "../../../../src/task/equivalents/equivalentCall.ts";
import { ordinaryCall } from "./opsCalls.ts";

describe("toEquivalentCall", () => {
  it("splits the endpoint and keeps the call", () => {
    const table: Readonly<Record<string, readonly [string, string]>> = {
      "eci.aliyuncs.com": ["https", "eci.aliyuncs.com"],
      "https://eci.aliyuncs.com/": ["https", "eci.aliyuncs.com"],
      "http://127.0.0.1:80": ["http", "127.0.0.1:80"],
      "HTTP://localhost/x": ["http", "localhost"],
    };
    for (const [endpoint, [scheme, host]] of Object.entries(table))
      assert.deepEqual(toEquivalentCall(ordinaryCall, endpoint), { ...ordinaryCall, scheme, host });
  });
});

describe("buildEquivalent", () => {
  it("reads credentials from the environment in every form, and begins with how to install what it needs", () => {
    for (const kind of equivalentKinds) {
      const snippet = buildEquivalent(kind, ordinaryCall, "eci.aliyuncs.com");
      for (const name of ["ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"])
        assert.ok(snippet.includes(`ALIBABA_CLOUD_${name}`), `${kind}: ${name}`);
      assert.match(snippet, /^(#|\/\/) \S/, kind);
      assert.ok(snippet.endsWith("\n"), kind);
    }
  });
});
