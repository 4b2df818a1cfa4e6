import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ProfileError, type ProfileProblem } from "../../../src/account/profileError.ts";
import { parseProfileFile } from "../../../src/account/profileFile.ts";
import { maxChainDepth, resolveProfile, toConsent } from "../../../src/account/resolveProfile.ts";
import { sampleProfiles } from "./sampleProfiles.ts";

const beforeExpiry = 1_899_999_999_000;
const sample = parseProfileFile(JSON.stringify(sampleProfiles));

function assertProblem(act: () => unknown, problem: ProfileProblem, name?: string): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof ProfileError);
    if (name !== undefined) assert.equal(error.profile?.name, name);
    assert.equal(error.problem, problem);
    return true;
  });
}

const key = { mode: "AK", access_key_id: "id", access_key_secret: "secret" };
const role = { mode: "ChainableRamRoleArn", ram_role_arn: "arn", ram_session_name: "session" };
const resolveRows = (name: string, rows: readonly object[]) =>
  resolveProfile(parseProfileFile(JSON.stringify({ profiles: rows })), name, 0);

/** A profile at the end of `depth` roles, each of the one before. */
const toChain = (depth: number) => [
  { name: "0", ...key },
  ...Array.from({ length: depth }, (_, index) => ({
    name: String(index + 1),
    ...role,
    ram_role_arn: `role-${index + 1}`,
    source_profile: String(index),
  })),
];

describe("resolveProfile", () => {
  it("finds the first key and the roles of each mode, in order", () => {
    const plan = (name: string) => resolveProfile(sample, name, beforeExpiry);
    assert.deepEqual(plan("work").base, {
      kind: "key",
      credentials: { accessKeyId: "LTAI5tSampleSample01", accessKeySecret: "sampleSecretWork01" },
    });
    const guest = plan("guest").base;
    assert.ok(guest.kind === "key" && guest.credentials.securityToken === "CAISsampleTokenGuest02");
    for (const name of ["sso", "oauth"]) {
      const { base } = plan(name);
      assert.ok(
        base.kind === "key" && base.expiresAtMs === 1_900_000_000_000 && base.credentials.securityToken,
      );
    }
    const viewer = plan("viewer");
    assert.deepEqual(
      viewer.roles.map((step) => [
        step.role.roleArn,
        step.role.durationSeconds,
        step.role.externalId,
        step.stsEndpoint,
      ]),
      [
        ["acs:ram::1234567890123456:role/eci-ops", 900, "sampleExternal03", undefined],
        [
          "acs:ram::1234567890123456:role/eci-viewer",
          undefined,
          undefined,
          "https://sts.cn-shanghai.aliyuncs.com",
        ],
      ],
    );
    assert.deepEqual(viewer.baseProfile, { name: "ops", mode: "RamRoleArn" });
    assert.deepEqual(plan("machine").base, { kind: "ecsRole", roleName: "sampleRole08" });
    assert.equal(plan("machine-ops").roles.length, 1);
    assert.equal(toConsent(plan("machine-ops")), "ecsRole");
    assert.equal(toConsent(plan("pod")), "oidc:/var/run/secrets/sample10/token");
    assert.equal(toConsent(plan("viewer")), undefined);
  });

  it("takes a cached token until it expires, and says whose sign-in is over", () => {
    assertProblem(() => resolveProfile(sample, "sso", 1_900_000_000_000), "tokenExpired", "sso");
    assertProblem(() => resolveProfile(sample, "oauth", 2_000_000_000_000), "signInExpired", "oauth");
    for (const name of ["program", "url"])
      assertProblem(() => resolveProfile(sample, name, beforeExpiry), "noToken", name);
    const cached = { ...key, mode: "External", sts_token: "t", name: "x" };
    const { base } = resolveRows("x", [cached]);
    assert.ok(base.kind === "key" && base.expiresAtMs === undefined);
    const sourceExpired = [
      { ...cached, mode: "CloudSSO", sts_expiration: 1, name: "source" },
      { name: "x", ...role, source_profile: "source" },
    ];
    const file = parseProfileFile(JSON.stringify({ profiles: sourceExpired }));
    assertProblem(() => resolveProfile(file, "x", 1000), "tokenExpired", "source");
  });

  it("says what a profile lacks, and which modes cannot sign", () => {
    assertProblem(() => resolveProfile(sample, "nowhere", 0), "noProfile");
    for (const name of ["pair", "bearer", "nobody"])
      assertProblem(() => resolveProfile(sample, name, 0), "unsupportedMode", name);
    const rows: readonly [object, ProfileProblem][] = [
      [{ mode: "AK", access_key_id: "a" }, "incomplete"],
      [{ ...key, mode: "StsToken" }, "incomplete"],
      [{ ...key, mode: "RamRoleArn", ram_role_arn: "r" }, "incomplete"],
      [{ ...role }, "incomplete"],
      [{ ...role, source_profile: "gone" }, "sourceMissing"],
      [{ ...role, source_profile: "x" }, "roleCycle"],
      [{ mode: "OIDC", oidc_provider_arn: "o", ram_role_arn: "r", ram_session_name: "s" }, "incomplete"],
      [{ mode: "Telepathy" }, "unsupportedMode"],
    ];
    for (const [row, problem] of rows)
      assertProblem(() => resolveRows("x", [{ name: "x", ...row }]), problem);
  });

  it("asks no STS but Alibaba Cloud's own, whatever the file says", () => {
    const resolveSts = (sts: object) =>
      resolveRows("x", [{ name: "x", ...key, ...role, mode: "RamRoleArn", ...sts }]).roles[0]?.stsEndpoint;
    for (const [written, address] of [
      ["sts.aliyuncs.com", "https://sts.aliyuncs.com"],
      ["https://sts-vpc.cn-hangzhou.aliyuncs.com/", "https://sts-vpc.cn-hangzhou.aliyuncs.com"],
      ["http://sts.eu-central-1.aliyuncs.com", "https://sts.eu-central-1.aliyuncs.com"],
    ] as const)
      assert.equal(resolveSts({ sts_endpoint: written }), address);
    for (const host of [
      "sts.example.com",
      "sts.aliyuncs.com.example.com",
      "example.com/sts.aliyuncs.com",
      "user@sts.aliyuncs.com",
      "sts.aliyuncs.com:8443",
      "sts.oss-cn-hangzhou.aliyuncs.com",
      "mine.cn-hangzhou.fc.aliyuncs.com",
      "127.0.0.1",
      "sts.aliyuncs.com\nhost: x",
    ])
      assertProblem(() => resolveSts({ sts_endpoint: host }), "foreignSts", "x");
    assertProblem(() => resolveSts({ sts_region: "x.example.com/" }), "foreignSts", "x");
    assert.equal(resolveSts({ sts_region: "cn-nowhere" }), "https://sts.aliyuncs.com");
  });

  it("follows five roles, no more, and ends in every graph of sources", () => {
    for (let depth = 0; depth <= maxChainDepth; depth += 1) {
      const { roles } = resolveRows(String(depth), toChain(depth));
      assert.deepEqual(
        roles.map((step) => step.role.roleArn),
        Array.from({ length: depth }, (_, index) => `role-${index + 1}`),
      );
    }
    assertProblem(() => resolveRows("6", toChain(6)), "chainTooDeep");
    const rows = fc.array(fc.option(fc.nat(9)), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(rows, (sources) => {
        const graph = sources.map((source, index) =>
          source === null
            ? { name: String(index), ...key }
            : { name: String(index), ...role, source_profile: String(source) },
        );
        try {
          const { roles } = resolveRows("0", graph);
          assert.ok(roles.length <= maxChainDepth);
          // The same by walking the graph.
          let at = 0;
          for (let steps = 0; steps < roles.length; steps += 1) at = sources[at] ?? -1;
          assert.equal(sources[at], null);
        } catch (error) {
          if (!(error instanceof ProfileError)) throw error;
          assert.match(error.problem, /^(?:sourceMissing|roleCycle|chainTooDeep)$/u);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
