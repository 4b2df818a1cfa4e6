import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { AccountError } from "../../src/account/accountStore.ts";
import { CloudError } from "../../src/eci/cloudError.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import { UserError } from "../../src/host/errors/userError.ts";
import { toLogText } from "../../src/host/log.ts";
import { startSimulator } from "../../src/simulator/startSimulator.ts";

const link =
  "http://b.oss-cn-x.aliyuncs.com/a?Expires=1&OSSAccessKeyId=LTAI5tSECRETSECRETSECRET&Signature=SECRET%3D";

describe("a line of the log", () => {
  it("has the whole error with its causes, and the service's code and request id", () => {
    const details = {
      kind: "service",
      code: "Ops.X",
      requestId: "R-7",
      retryable: false,
      outcomeUnknown: false,
    } as const;
    const cause = new CloudError("the service's words", details, { cause: new AccountError("listNotKept") });
    const text = toLogText(new UserError("what happened", "what to do", { cause }));
    for (const part of ["what happened", "the service's words", "Ops.X", "R-7", "listNotKept", "log.test"]) {
      assert.ok(text.includes(part), part);
    }
  });

  it("holds no signed address and no key, wherever they stand", () => {
    const stackless = Object.assign(new Error("x"), { stack: undefined, cause: `cause ${link}` });
    for (const thrown of [
      link,
      { url: link },
      new TypeError(`Failed to parse URL from ${link}`),
      new Error("fetch failed", { cause: new Error(`connect ${link}`) }),
      stackless,
      `key LTAI5tSECRETSECRETSECRET and STS.NSECRETSECRETSECRET, token CAIS${"SECRET".repeat(20)}`,
    ]) {
      const text = toLogText(thrown);
      assert.doesNotMatch(text, /SECRET/u);
      assert.match(text, /\*\*\*/u);
    }
  });

  it("keeps the key out of what a service that sends back what it got is refused with", async () => {
    const simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"], instances: 1 });
    const { endpoint, identities } = simulator;
    const credentials = { ...identities.validToken, accessKeySecret: "WrongSecret+With/Signs=0123456" };
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    try {
      const text = await client.getCallerIdentity().then(() => assert.fail("it was accepted"), toLogText);
      assert.match(text, /SignatureDoesNotMatch/u);
      assert.match(text, /STS\.\*\*\*/u, "the service's words are there, the id masked");
      const { accessKeyId, accessKeySecret, securityToken = accessKeyId } = credentials;
      for (const secret of [accessKeyId, accessKeySecret, securityToken]) {
        assert.ok(!text.includes(secret) && !text.includes(encodeURIComponent(secret)));
      }
    } finally {
      client.dispose();
      await simulator.close();
    }
  });

  it("is one entry whatever is in it, and has an end", () => {
    const forged = toLogText("a\n2026-01-01 00:00:00.000 [error] forged\r\u001b[2J\u202e");
    assert.doesNotMatch(forged, /^2026/mu);
    assert.doesNotMatch(forged, /[\r\u001b\u202e]/u);
    assert.ok(toLogText("x".repeat(1_000_000)).length < 25_000);
    const loop = new Error("loop");
    loop.cause = loop;
    assert.ok(toLogText(loop).length < 25_000);
  });
});
