import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  readEnvironmentKey,
  readEnvironmentProfile,
  readEnvironmentRegion,
} from "../../../src/account/environmentKey.ts";
import { ProfileError } from "../../../src/account/profileError.ts";

describe("the environment", () => {
  it("gives a key by any of the CLI's names, in its order", () => {
    const prefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""];
    for (const [index, prefix] of prefixes.entries()) {
      const later = prefixes.slice(index + 1).map((each) => [`${each}ACCESS_KEY_ID`, "later"] as const);
      const key = { [`${prefix}ACCESS_KEY_ID`]: "id", [`${prefix}ACCESS_KEY_SECRET`]: "secret" };
      const environment: Record<string, string> = { ...Object.fromEntries<string>(later), ...key };
      assert.deepEqual(readEnvironmentKey(environment), { accessKeyId: "id", accessKeySecret: "secret" });
      const withToken = { ...environment, [`${prefix}SECURITY_TOKEN`]: "token" };
      assert.equal(readEnvironmentKey(withToken).securityToken, "token");
      assert.equal(readEnvironmentRegion({ [`${prefix}REGION_ID`]: "cn-beijing" }), "cn-beijing");
    }
    assert.equal(readEnvironmentRegion({ REGION: "eu-west-1" }), "eu-west-1");
    assert.equal(readEnvironmentRegion({ REGION_ID: "a/b" }), undefined);
    assert.equal(readEnvironmentProfile({ ALIBABA_CLOUD_PROFILE: "b", ALIBABACLOUD_PROFILE: "a" }), "a");
    assert.equal(readEnvironmentProfile({}), undefined);
  });

  it("says that there is no whole key, and nothing of a half one", () => {
    for (const half of [
      {},
      { ACCESS_KEY_ID: "half-a-key" },
      { ACCESS_KEY_SECRET: "half-a-key" },
      { ACCESS_KEY_ID: " " },
    ])
      assert.throws(
        () => readEnvironmentKey(half),
        (error) =>
          error instanceof ProfileError &&
          error.problem === "noEnvironment" &&
          !/half-a-key/u.test(`${error.message}${error.stack ?? ""}`),
      );
  });
});
