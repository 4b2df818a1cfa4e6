import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { toAliyunCommand } from "../../../src/account/aliyunCommand.ts";

describe("toAliyunCommand", () => {
  it("renews a cached token by a call, a sign-in by configure, and anything else by configure in its mode", () => {
    const sso = { name: "work", mode: "CloudSSO" };
    assert.equal(toAliyunCommand("tokenExpired", sso), "aliyun sts GetCallerIdentity --profile work");
    assert.equal(toAliyunCommand("noToken", sso), "aliyun sts GetCallerIdentity --profile work");
    assert.equal(toAliyunCommand("signInExpired", sso), "aliyun configure --profile work --mode CloudSSO");
    assert.equal(toAliyunCommand("keyRefused", sso), "aliyun configure --profile work --mode CloudSSO");
    assert.equal(
      toAliyunCommand("keyRefused", { name: "a", mode: "StsToken" }),
      "aliyun configure --profile a --mode StsToken",
    );
    assert.equal(toAliyunCommand("noFile", { name: "a" }), "aliyun configure --profile a");
    for (const mode of ["External", "CredentialsURI"])
      assert.equal(
        toAliyunCommand("noToken", { name: "a", mode }),
        "aliyun configure --profile a-token --mode StsToken",
      );
  });

  it("lets a name be one word of a shell's line, whatever is in it", () => {
    for (const name of ["a b", "x; echo no", "$(echo no)", "it's", "`id`", "-p", "a\\", '"', "名字"]) {
      const line = toAliyunCommand("noFile", { name }).replace(/^aliyun/u, "printf '%s|'");
      assert.equal(execFileSync("sh", ["-c", line], { encoding: "utf8" }), `configure|--profile|${name}|`);
    }
  });
});
