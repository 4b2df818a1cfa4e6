import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createCredentialSource } from "../../../src/account/credentialSource.ts";
import { ProfileError, type ProfileProblem } from "../../../src/account/profileError.ts";
import { parseProfileFile } from "../../../src/account/profileFile.ts";
import { openProfileSession, type SessionDeps } from "../../../src/account/profileSession.ts";
import { resolveProfile } from "../../../src/account/resolveProfile.ts";
import { assumeRole, assumeRoleWithOidc } from "../../../src/eci/assumeRole.ts";
import { CloudError } from "../../../src/eci/cloudError.ts";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import type { KeySession } from "../../../src/eci/model.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";

const toArn = (role: string) => `acs:ram::1234567890123456:role/${role}`;

describe("openProfileSession", () => {
  let simulator: Simulator;
  let now = Date.now();
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", clock: () => now });
  });
  after(() => simulator.close());

  const unwanted = (): Promise<never> => Promise.reject(new Error("This is not to be asked."));
  const deps = (changes: Partial<SessionDeps> = {}): SessionDeps => ({
    assumeRole: (key, role) => assumeRole(key, role, { endpoint: simulator.endpoint, clock: () => now }),
    assumeRoleWithOidc: unwanted,
    readTokenFile: unwanted,
    readEcsKey: unwanted,
    ...changes,
  });
  const toPlan = (rows: readonly object[], name: string) =>
    resolveProfile(parseProfileFile(JSON.stringify({ profiles: rows })), name, now);
  const fullKey = () => ({
    access_key_id: simulator.identities.full.accessKeyId,
    access_key_secret: simulator.identities.full.accessKeySecret,
  });
  const role = (name: string) => ({ ram_role_arn: toArn(name), ram_session_name: "from-editor" });
  const askWho = async (credentials: Parameters<typeof createEciClient>[0]["credentials"]) => {
    const { endpoint } = simulator;
    const client = createEciClient({
      credentials,
      endpoint: () => endpoint,
      stsEndpoint: endpoint,
      clock: () => now,
    });
    try {
      return (await client.getCallerIdentity()).arn;
    } finally {
      client.dispose();
    }
  };
  async function assertProblem(promise: Promise<KeySession>, problem: ProfileProblem): Promise<void> {
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof ProfileError, String(error));
      return error.problem === problem;
    });
  }

  it("assumes a role, and a role by that role, and signs as it", async () => {
    const rows = [
      { name: "ops", mode: "RamRoleArn", ...fullKey(), ...role("eci-ops"), expired_seconds: 900 },
      { name: "viewer", mode: "ChainableRamRoleArn", source_profile: "ops", ...role("eci-viewer") },
    ];
    const one = await openProfileSession(toPlan(rows, "ops"), undefined, deps());
    assert.match(await askWho(one.credentials), /assumed-role\/eci-ops\/from-editor$/u);
    assert.ok(Math.abs((one.expiresAtMs ?? 0) - now - 900_000) < 5_000);
    const two = await openProfileSession(toPlan(rows, "viewer"), undefined, deps());
    assert.match(await askWho(two.credentials), /assumed-role\/eci-viewer\/from-editor$/u);
  });

  it("renews a session before its end, so that a client goes on through two of them", async () => {
    const plan = toPlan(
      [{ name: "x", mode: "RamRoleArn", ...fullKey(), ...role("eci-ops"), expired_seconds: 900 }],
      "x",
    );
    let opened = 0;
    const source = createCredentialSource(
      () => {
        opened += 1;
        return openProfileSession(plan, undefined, deps());
      },
      () => now,
    );
    const { endpoint } = simulator;
    const client = createEciClient({
      credentials: source.get,
      endpoint: () => endpoint,
      stsEndpoint: endpoint,
      clock: () => now,
    });
    for (const minutes of [0, 9, 2, 30]) {
      now += minutes * 60_000;
      assert.match((await client.getCallerIdentity()).arn, /eci-ops/u);
    }
    assert.equal(opened, 3);
    client.dispose();
  });

  it("says that the role was refused, or the key, and passes on what may pass by itself", async () => {
    const { root, expiredToken } = simulator.identities;
    const rows = (key: object, name = "eci-ops") =>
      toPlan([{ name: "x", mode: "RamRoleArn", ...key, ...role(name) }], "x");
    const toRow = ({ accessKeyId, accessKeySecret, securityToken }: typeof root) => ({
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
      sts_token: securityToken,
    });
    await assertProblem(openProfileSession(rows(toRow(root)), undefined, deps()), "roleRefused");
    await assertProblem(openProfileSession(rows(fullKey(), "nobody"), undefined, deps()), "roleRefused");
    await assertProblem(openProfileSession(rows(toRow(expiredToken)), undefined, deps()), "keyRefused");
    const network = new CloudError("ECONNREFUSED", {
      kind: "network",
      code: "Network",
      retryable: true,
      outcomeUnknown: false,
    });
    const offline = openProfileSession(
      rows(fullKey()),
      undefined,
      deps({ assumeRole: () => Promise.reject(network) }),
    );
    await assert.rejects(offline, network);
  });

  it("asks neither the machine nor a token file without the user's consent, the very one", async () => {
    const machine = toPlan([{ name: "x", mode: "EcsRamRole" }], "x");
    const pod = { mode: "OIDC", oidc_provider_arn: "p", oidc_token_file: "/token", ...role("eci-ops") };
    const oidc = toPlan([{ name: "x", ...pod }], "x");
    for (const consent of [undefined, "oidc:/other", "ecsRole "]) {
      await assertProblem(openProfileSession(machine, consent, deps()), "needsConsent");
      await assertProblem(openProfileSession(oidc, consent, deps()), "needsConsent");
    }
    const given = { credentials: simulator.identities.validToken, expiresAtMs: 5 };
    const readEcsKey = () => Promise.resolve(given);
    assert.equal(await openProfileSession(machine, "ecsRole", deps({ readEcsKey })), given);
    const asked: unknown[] = [];
    const session = await openProfileSession(
      oidc,
      "oidc:/token",
      deps({
        readTokenFile: (file) => Promise.resolve(`token of ${file}`),
        assumeRoleWithOidc: (request) => {
          asked.push([request.token, request.providerArn, request.roleArn]);
          return Promise.resolve(given);
        },
      }),
    );
    assert.equal(session, given);
    assert.deepEqual(asked, [["token of /token", "p", toArn("eci-ops")]]);
  });

  it("refuses a token of an identity provider by the service's own words, the token taken out", async () => {
    const request = {
      roleArn: toArn("eci-ops"),
      sessionName: "from-editor",
      providerArn: "p",
      token: "sampleToken0123456789",
    };
    await assert.rejects(assumeRoleWithOidc(request, { endpoint: simulator.endpoint }), (error) => {
      assert.ok(error instanceof CloudError);
      return !`${error.message}${error.stack ?? ""}`.includes(request.token);
    });
  });
});
