import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildStringToSignV3, signV3 } from "../../../../src/simulator/rpc/claimV3.ts";

const emptyBodySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("signature ACS3-HMAC-SHA256", () => {
  it("gives the signature of the example in Alibaba's documentation of signature method V3", () => {
    const headers = new Map([
      ["host", "ecs.cn-shanghai.aliyuncs.com"],
      ["x-acs-action", "RunInstances"],
      ["x-acs-content-sha256", emptyBodySha256],
      ["x-acs-date", "2023-10-26T10:22:32Z"],
      ["x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"],
      ["x-acs-version", "2014-05-26"],
    ]);
    const query = new Map([
      ["RegionId", "cn-shanghai"],
      ["ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"],
    ]);
    const stringToSign = buildStringToSignV3(
      { method: "POST", query, headers },
      [...headers.keys()],
      emptyBodySha256,
    );
    assert.equal(
      signV3(stringToSign, "YourAccessKeySecret"),
      "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    );
  });
});
