import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildStringToSignV1, signV1 } from "../../../../src/simulator/rpc/claimV1.ts";

describe("signature version 1.0", () => {
  it("gives the signature of the example in Alibaba's ECS documentation", () => {
    const params = new Map([
      ["Timestamp", "2016-02-23T12:46:24Z"],
      ["Format", "XML"],
      ["AccessKeyId", "testid"],
      ["Action", "DescribeRegions"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"],
      ["Version", "2014-05-26"],
      ["SignatureVersion", "1.0"],
      ["Signature", "is left out of what is signed"],
    ]);
    const stringToSign = buildStringToSignV1("GET", params);
    assert.equal(
      stringToSign,
      "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1" +
        "%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0" +
        "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26",
    );
    assert.equal(signV1(stringToSign, "testsecret"), "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
  });
});
