import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import type { Identity } from "../../../src/simulator/identity/identity.ts";
import { buildStringToSignV1, signV1 } from "../../../src/simulator/rpc/claimV1.ts";
import { buildStringToSignV3, signV3 } from "../../../src/simulator/rpc/claimV3.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";

let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ engine: "synthetic" });
});
after(() => simulator.close());

const timestamp = () => `${new Date().toISOString().slice(0, 19)}Z`;

function paramsV1(change: Readonly<Record<string, string>> = {}, sign = true): URLSearchParams {
  const params = new Map(
    Object.entries({
      Action: "DescribeRegions",
      Version: "2018-08-08",
      Format: "JSON",
      AccessKeyId: simulator.accessKeyId,
      SignatureMethod: "HMAC-SHA1",
      SignatureVersion: "1.0",
      SignatureNonce: randomUUID(),
      Timestamp: timestamp(),
      ...change,
    }).filter(([, value]) => value !== ""),
  );
  if (sign) params.set("Signature", signV1(buildStringToSignV1("GET", params), simulator.accessKeySecret));
  return new URLSearchParams([...params]);
}

type ErrorBody = { RequestId: string; HostId: string; Code: string; Message: string; Recommend: string };

async function ask(query: URLSearchParams | string, init: RequestInit = {}) {
  const response = await fetch(`${simulator.endpoint}/?${query.toString()}`, init);
  return { status: response.status, body: (await response.json()) as ErrorBody };
}

describe("a call signed by hand with version 1.0", () => {
  it("is answered, once for a nonce", async () => {
    const query = paramsV1();
    assert.equal((await ask(query)).status, 200);
    const { status, body } = await ask(query);
    assert.deepEqual([status, body.Code], [400, "SignatureNonceUsed"]);
  });

  it("is refused with the body that the service documents", async () => {
    const { status, body } = await ask(paramsV1({ AccessKeyId: "nobody" }));
    assert.equal(status, 404);
    assert.deepEqual(Object.keys(body), ["RequestId", "HostId", "Code", "Message", "Recommend"]);
    assert.equal(body.Code, "InvalidAccessKeyId.NotFound");
    assert.match(body.RequestId, /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/u);
  });

  it("is refused when anything that was signed is changed", async () => {
    const query = paramsV1();
    query.set("RegionId", "cn-hangzhou");
    const { status, body } = await ask(query);
    assert.deepEqual([status, body.Code], [400, "SignatureDoesNotMatch"]);
    assert.ok(!JSON.stringify(body).includes(simulator.accessKeySecret));
  });

  for (const [name, code] of [
    ["Action", "MissingParameter"],
    ["Version", "MissingParameter"],
    ["AccessKeyId", "MissingAccessKeyId"],
    ["SignatureNonce", "IncompleteSignature"],
    ["SignatureMethod", "IncompleteSignature"],
    ["Timestamp", "IncompleteSignature"],
  ] as const) {
    it(`is refused without ${name}`, async () => {
      const { status, body } = await ask(paramsV1({ [name]: "" }));
      assert.deepEqual([status, body.Code], [400, code]);
    });
  }

  it("is refused without a signature, with another method and with a malformed time", async () => {
    assert.equal((await ask(paramsV1({}, false))).body.Code, "IncompleteSignature");
    assert.equal((await ask(paramsV1({ SignatureMethod: "HMAC-MD5" }))).body.Code, "IncompleteSignature");
    assert.equal((await ask(paramsV1({ Timestamp: "yesterday" }))).body.Code, "InvalidTimeStamp.Format");
  });

  it("is refused when a parameter comes twice or the verb is another one", async () => {
    assert.equal(
      (await ask(`${paramsV1().toString()}&Action=DescribeRegions`)).body.Code,
      "InvalidParameter",
    );
    const { status, body } = await ask(paramsV1(), { method: "PUT" });
    assert.deepEqual([status, body.Code], [405, "UnsupportedHTTPMethod"]);
  });

  it("is refused with a body of more than 1 MiB", async () => {
    const { status, body } = await ask("", { method: "POST", body: "x".repeat(1_048_577) });
    assert.deepEqual([status, body.Code], [413, "RequestEntityTooLarge"]);
  });
});

describe("a call signed by hand with ACS3-HMAC-SHA256", () => {
  const form = "RegionId=cn-hangzhou";
  const regions = { "x-acs-action": "DescribeRegions", "x-acs-version": "2018-08-08" };

  /** Signs `body` and these headers, and sends `sentBody` with the headers as `change` leaves them. */
  async function askV3(
    change: (headers: Map<string, string>) => void,
    options: {
      readonly key?: Identity;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly sentBody?: string;
      readonly method?: "GET" | "POST";
    } = {},
  ) {
    const { key = simulator.identities.full, headers: own = regions, method = "POST" } = options;
    const { body = method === "POST" ? form : "" } = options;
    const bodySha256 = createHash("sha256").update(body).digest("hex");
    const headers = new Map(
      Object.entries({
        "content-type": "application/x-www-form-urlencoded",
        host: simulator.endpoint.replace("http://", ""),
        "x-acs-content-sha256": bodySha256,
        "x-acs-date": timestamp(),
        "x-acs-signature-nonce": randomUUID(),
        ...(key.securityToken === undefined ? {} : { "x-acs-security-token": key.securityToken }),
        ...own,
      }),
    );
    const signed = [...headers.keys()].sort();
    const query = new Map([["A b", "c*"]]);
    const stringToSign = buildStringToSignV3({ method, query, headers }, signed, bodySha256);
    const signature = signV3(stringToSign, key.accessKeySecret);
    headers.set(
      "authorization",
      `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${signed.join(";")},Signature=${signature}`,
    );
    change(headers);
    headers.delete("host");
    return ask("A%20b=c%2A", {
      method,
      headers: Object.fromEntries(headers),
      ...(method === "POST" ? { body: options.sentBody ?? body } : {}),
    });
  }

  it("is answered, with its parameters in the body", async () => {
    const { status, body } = await askV3(() => undefined);
    assert.equal(status, 200);
    assert.equal((body as unknown as { Regions: unknown[] }).Regions.length, 1);
  });

  it("is answered over GET, once for a nonce and within 15 minutes", async () => {
    const get = (headers: Readonly<Record<string, string>>) =>
      askV3(() => undefined, { method: "GET", headers: { ...regions, ...headers } });
    const nonce = { "x-acs-signature-nonce": randomUUID() };
    assert.equal((await get(nonce)).status, 200);
    assert.equal((await get(nonce)).body.Code, "SignatureNonceUsed");
    const old = { "x-acs-date": new Date(Date.now() - 901_000).toISOString().replace(/\.\d+/u, "") };
    assert.equal((await get(old)).body.Code, "InvalidTimeStamp.Expired");
  });

  it("reaches the actions of STS too, with the token of a session", async () => {
    const key = simulator.identities.validToken;
    const sts = (action: string) => ({ "x-acs-action": action, "x-acs-version": "2015-04-01" });
    const me = await askV3(() => undefined, { key, headers: sts("GetCallerIdentity"), body: "" });
    assert.equal((me.body as unknown as { Arn: string }).Arn, key.arn);
    const body = "RoleArn=acs%3Aram%3A%3A1234567890123456%3Arole%2Feci-ops&RoleSessionName=so%40me";
    const role = await askV3(() => undefined, { key, headers: sts("AssumeRole"), body });
    assert.equal(role.status, 200);
    const { Credentials } = role.body as unknown as { Credentials: { AccessKeyId: string } };
    assert.match(Credentials.AccessKeyId, /^STS\./u);
  });

  it("is refused when the body is not the one that was signed", async () => {
    const { status, body } = await askV3(() => undefined, { sentBody: "RegionId=cn-shanghai" });
    assert.deepEqual([status, body.Code], [400, "SignatureDoesNotMatch"]);
  });

  it("is refused when a header that was signed is changed", async () => {
    const { body } = await askV3((headers) => headers.set("x-acs-action", "DescribeContainerGroups"));
    assert.equal(body.Code, "SignatureDoesNotMatch");
  });

  it("is refused when an x-acs header is not signed or the header cannot be read", async () => {
    const unsigned = await askV3((headers) => headers.set("x-acs-security-token", "CAIS"));
    assert.equal(unsigned.body.Code, "IncompleteSignature");
    const unread = await askV3((headers) => headers.set("authorization", "ACS3-HMAC-SHA256 Credential=x"));
    assert.equal(unread.body.Code, "IncompleteSignature");
  });

  it("is refused without a date", async () => {
    assert.equal((await askV3((headers) => headers.delete("x-acs-date"))).body.Code, "MissingParameter");
  });
});
