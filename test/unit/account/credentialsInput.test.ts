import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  findCredentialsProblem,
  toCredentials,
  type CredentialsField,
  type CredentialsProblem,
  type KeyKind,
} from "../../../src/account/credentialsInput.ts";

const lasting = {
  accessKeyId: "LTAI5tAbCdEfGhIjKlMnOpQr",
  accessKeySecret: "abcdefghijklmnopqrstuvwxyz0123",
  securityToken: "",
};
const temporary = {
  ...lasting,
  accessKeyId: "STS.NUabcDEF123456789",
  securityToken: "CAIS9wF1q6Ft5B2yfSjIr5/=+",
};
const fields = ["accessKeyId", "accessKeySecret", "securityToken"] as const;

describe("findCredentialsProblem", () => {
  it("accepts keys as Alibaba gives them, with white space around them", () => {
    for (const field of fields) {
      assert.equal(findCredentialsProblem("accessKey", field, lasting), undefined);
      assert.equal(findCredentialsProblem("sts", field, temporary), undefined);
      const padded = { ...temporary, [field]: `  ${temporary[field]}\n` };
      assert.equal(findCredentialsProblem("sts", field, padded), undefined);
    }
  });

  it("says what is wrong", () => {
    const padded = {
      ...lasting,
      accessKeyId: ` ${lasting.accessKeyId} `,
      accessKeySecret: lasting.accessKeyId,
    };
    assert.equal(findCredentialsProblem("accessKey", "accessKeySecret", padded), "sameAsId");
    const cases: readonly (readonly [KeyKind, CredentialsField, string, CredentialsProblem])[] = [
      ["accessKey", "accessKeyId", "  ", "missing"],
      ["accessKey", "accessKeyId", "LTAI 5tAbCdEf", "invalidCharacters"],
      ["accessKey", "accessKeyId", "LTAI5t钥匙AbCdEf", "invalidCharacters"],
      ["accessKey", "accessKeyId", "LTAI", "tooShort"],
      ["accessKey", "accessKeyId", "L".repeat(129), "tooLong"],
      ["accessKey", "accessKeyId", temporary.accessKeyId, "temporaryKeyNeedsToken"],
      ["sts", "accessKeyId", lasting.accessKeyId, "lastingKeyTakesNoToken"],
      ["accessKey", "accessKeySecret", "", "missing"],
      ["accessKey", "accessKeySecret", "short", "tooShort"],
      ["accessKey", "accessKeySecret", "with a space in it", "invalidCharacters"],
      ["accessKey", "accessKeySecret", lasting.accessKeyId, "sameAsId"],
      ["accessKey", "accessKeySecret", "x".repeat(257), "tooLong"],
      ["sts", "securityToken", "x".repeat(15), "tooShort"],
      ["sts", "securityToken", "", "missing"],
      ["sts", "securityToken", "x".repeat(16_385), "tooLong"],
    ];
    for (const [kind, field, value, problem] of cases) {
      const input = { ...(kind === "sts" ? temporary : lasting), [field]: value };
      assert.equal(findCredentialsProblem(kind, field, input), problem, `${field} ${value.slice(0, 20)}`);
    }
  });
});

describe("toCredentials", () => {
  it("trims, and sends a token with a temporary key alone", () => {
    const { accessKeyId, accessKeySecret } = lasting;
    assert.deepEqual(
      toCredentials("accessKey", { ...lasting, accessKeyId: ` ${accessKeyId} `, securityToken: "x" }),
      {
        accessKeyId,
        accessKeySecret,
      },
    );
    assert.deepEqual(toCredentials("sts", temporary), temporary);
  });
});
