import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createRedactor, maskAccessKeyId, redacted } from "../../../src/eci/redact.ts";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer } from "./faultServer.ts";

const encode = (text: string): string => encodeURIComponent(text);
/** The ways in which an error message may carry a secret; each can be undone by whoever reads it. */
const escapes: Record<string, (text: string) => string> = {
  plain: (text) => text,
  percent: encode,
  percentTwice: (text) => encode(encode(text)),
  percentAll: (text) =>
    Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  json: (text) => JSON.stringify(text).slice(1, -1),
  jsonInJson: (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
  jsonUnicode: (text) =>
    Array.from(text, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  slashes: (text) => text.replaceAll("/", "\\/"),
  html: (text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("+", "&#43;").replaceAll("/", "&#x2F;"),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64Within: (text) => Buffer.from(`{"key":"${text}","x":1}`).toString("base64"),
  base64Shifted: (text) => Buffer.from(`ab${text}!`).toString("base64url"),
  hex: (text) => Buffer.from(text).toString("hex"),
};

const secretSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=".split("");
const secret = fc.string({ unit: fc.constantFrom(...secretSigns), minLength: 16, maxLength: 60 });
/** Secrets with any printable sign: a RAM role's session policy puts odd ones into tokens. */
const oddSecret = fc.string({ unit: "grapheme-ascii", minLength: 16, maxLength: 60 });
const noise = fc.string({ unit: "grapheme", maxLength: 40 });

/** Undoes what a reader of an error message may try. */
function unfold(text: string): string[] {
  const texts = [text];
  for (let round = 0; round < 3; round += 1) {
    const before = texts.at(-1)!;
    texts.push(
      before.replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) =>
        Buffer.from(run.replaceAll("%", ""), "hex").toString(),
      ),
    );
    texts.push(
      before.replaceAll(/\\u([0-9a-f]{4})/giu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    );
    texts.push(before.replaceAll(/\\(["\\/])/gu, "$1"));
  }
  const decoded = texts.flatMap((candidate) =>
    [...candidate.matchAll(/[A-Za-z0-9+/_-]{16,}/gu)].flatMap(([run]) => [
      Buffer.from(run, "base64").toString("latin1"),
      Buffer.from(run, "hex").toString("latin1"),
    ]),
  );
  return [...texts, ...decoded];
}

function assertHidden(text: string, hidden: readonly string[]): void {
  for (const form of unfold(text)) {
    for (const value of hidden)
      assert.ok(!form.includes(value), `${JSON.stringify(value)} in ${JSON.stringify(text)}`);
  }
}

describe("createRedactor", () => {
  it("takes the secret and the token out of any text, however they are escaped", () => {
    for (const [name, escape] of Object.entries(escapes)) {
      fc.assert(
        fc.property(secret, oddSecret, noise, noise, (accessKeySecret, securityToken, before, after) => {
          const redact = createRedactor({
            accessKeyId: "LTAI5tAbCdEfGhIjKlMn",
            accessKeySecret,
            securityToken,
          });
          const text = `${before} ${escape(accessKeySecret)} ${escape(securityToken)} ${escape("LTAI5tAbCdEfGhIjKlMn")} ${after}`;
          assertHidden(redact(text), [accessKeySecret, securityToken, "LTAI5tAbCdEfGhIjKlMn"]);
        }),
        { numRuns: 25 },
      );
      assert.ok(name);
    }
  });

  it("leaves what is no secret as it is, and is the same when done twice", () => {
    const redact = createRedactor({
      accessKeyId: "LTAI5tAbCdEfGhIjKlMn",
      accessKeySecret: "abcdefghijklmnop",
    });
    for (const text of [
      "The specified instanceId does not exist",
      "SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=abc",
      "AccessKeyId is not found. Signature does not match.",
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ]) {
      assert.equal(redact(text), text);
    }
    fc.assert(
      fc.property(noise, (text) => {
        const once = redact(`${text}Signature=x&y LTAI5tAbCdEfGhIjKlMn`);
        assert.equal(redact(once), once);
      }),
    );
  });

  it("takes the signed part out of an address of any key", () => {
    const redact = createRedactor();
    const urls = [
      "http://b.oss-cn-x.aliyuncs.com/a.pcap?Expires=1&OSSAccessKeyId=STS.abcSECRET&Signature=SECRET%2Babc%3D&security-token=SECRETtoken",
      "https://b.oss-cn-x.aliyuncs.com/a?x-oss-signature=SECRET&x-oss-credential=SECRET%2F2025&x-oss-date=SECRET",
      "Signature%3DSECRET%252Babc%26Next%3D1",
      '{"SecurityToken":"SECRET/x+y","Signature": "SECRET="}',
      String.raw`{\"SecurityToken\":\"SECRET\"}`,
    ];
    for (const url of urls) {
      assert.doesNotMatch(redact(url), /SECRET/u);
      assert.match(redact(url), /\*\*\*/u);
    }
    assert.equal(redact("a?Signature=x&Next=1"), `a?Signature=${redacted}&Next=1`);
  });

  it("shows of a key id its ends alone", () => {
    assert.equal(maskAccessKeyId("LTAI5tAbCdEfGhIjKlMn"), "LTAI***KlMn");
    assert.equal(maskAccessKeyId("LTAI5tAbCdEf"), "LTAI***CdEf");
    assert.equal(maskAccessKeyId("LTAI5tAbCdE"), redacted);
    const redact = createRedactor({ accessKeyId: "LTAI5tOther", accessKeySecret: "abcdefghijklmnop" });
    assert.equal(redact("LTAI5tAbCdEfGhIjKlMn or STS.NUabcDEF123456789"), "LTAI***KlMn or STS.***6789");
  });

  it("keeps secrets out of errors of servers that send back what they got", async () => {
    await fc.assert(
      fc.asyncProperty(secret, secret, fc.constantFrom(...Object.keys(escapes)), async (key, token, name) => {
        const escape = escapes[name]!;
        await using server = await startFaultServer((socket, request) => {
          const body = request.params.toString();
          const sent = [body, escape(body), escape(key), escape(token), request.head, `GET /?${body}`].join(
            " | ",
          );
          const signature = request.params.get("Signature")!;
          const parsed = JSON.stringify(Object.fromEntries(request.params));
          sendAnswer(socket, 403, {
            Code: `Code ${escape(key)}`,
            RequestId: escape(token),
            Message: `Specified signature is not matched: ${signature} ${parsed} ${sent}`,
          });
        });
        const credentials = {
          accessKeyId: "LTAI5tAbCdEfGhIjKlMn",
          accessKeySecret: key,
          securityToken: token,
        };
        using client = createTestClient(server, { credentials });
        const error = await catchCloudError(client.getCallerIdentity());
        const signature = server.requests[0]!.params.get("Signature")!;
        const all = [error.message, error.stack, JSON.stringify(error.details), String(error.cause)].join(
          "\n",
        );
        assertHidden(all, [key, token, credentials.accessKeyId, signature]);
      }),
      { numRuns: 25 },
    );
  });
});

describe("createRedactor for a key that it does not know", () => {
  it("takes out a token that nothing names", () => {
    const token = `CAIS${"aB3/x+Y9=_-z".repeat(6)}`;
    const text = createRedactor()(`the token was ${token}, sent twice: ${token}`);
    assert.equal(text, `the token was ${redacted}, sent twice: ${redacted}`);
  });
});
