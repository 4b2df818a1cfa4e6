import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ProfileError } from "../../../src/account/profileError.ts";
import { parseProfileFile, profileModes } from "../../../src/account/profileFile.ts";
import { resolveProfile } from "../../../src/account/resolveProfile.ts";
import { sampleProfiles, sampleSecrets } from "./sampleProfiles.ts";

const parseRows = (...profiles: readonly unknown[]) => parseProfileFile(JSON.stringify({ profiles }));
const sample = JSON.stringify(sampleProfiles);

/** Everything that an error can be made to say, its stack and its cause too. */
const toWhole = (error: Error) =>
  `${error.message} ${error.stack ?? ""} ${JSON.stringify(error)} ${String(error.cause)}`;

describe("parseProfileFile", () => {
  it("reads every mode that the CLI writes, compared without case", () => {
    const file = parseProfileFile(sample);
    assert.equal(file.current, "work");
    assert.equal(file.unreadable, 0);
    assert.deepEqual(new Set(file.profiles.map(({ mode }) => mode)), new Set(profileModes));
    const [work, , ops, viewer, sso] = file.profiles;
    assert.deepEqual([work?.regionId, work?.accessKeyId], ["cn-beijing", "LTAI5tSampleSample01"]);
    assert.deepEqual([ops?.durationSeconds, ops?.externalId], [900, "sampleExternal03"]);
    assert.deepEqual([viewer?.mode, viewer?.sourceProfile], ["ChainableRamRoleArn", "ops"]);
    assert.deepEqual([sso?.stsExpiration, sso?.signInExpiration], [1_900_000_000, 2_000_000_000]);
    assert.deepEqual(parseProfileFile(`\uFEFF${sample}`), file);
  });

  it("recognises the mode where none is given, in the CLI's order", () => {
    const key = { access_key_id: "a", access_key_secret: "b" };
    const rows: readonly [object, string | undefined][] = [
      [key, "AK"],
      [{ ...key, sts_token: "t", ram_role_arn: "r" }, "StsToken"],
      [{ ...key, ram_role_arn: "r" }, "RamRoleArn"],
      [{ private_key: "p", key_pair_name: "n", ram_role_name: "x" }, "RsaKeyPair"],
      [{ ram_role_name: "x", process_command: "p" }, "EcsRamRole"],
      [{ process_command: "p" }, "External"],
      [{ oidc_provider_arn: "o", oidc_token_file: "f", ram_role_arn: "r" }, "OIDC"],
      [{ cloud_sso_sign_in_url: "u" }, "CloudSSO"],
      [{ bearer_token: "t" }, "BearerToken"],
      [{ access_key_id: "a" }, undefined],
      [{ mode: "", ...key }, "AK"],
      [{ mode: "Telepathy", ...key }, undefined],
    ];
    for (const [row, mode] of rows)
      assert.equal(parseRows({ name: "x", ...row }).profiles[0]?.mode, mode, JSON.stringify(row));
  });

  it("loses no profile by an odd one, and no profile by an odd field", () => {
    const good = { name: "good", mode: "AK", access_key_id: "a", access_key_secret: "b" };
    const odd = { name: "odd", mode: 7, region_id: ["x"], expired_seconds: "900", access_key_id: {} };
    const file = parseRows(null, 1, "text", [], {}, { name: 5 }, { name: "a\nb" }, { name: "" }, odd, good, {
      ...good,
      access_key_id: "second",
    });
    assert.deepEqual(
      file.profiles.map(({ name, accessKeyId }) => [name, accessKeyId]),
      [
        ["odd", undefined],
        ["good", "a"],
      ],
    );
    assert.equal(file.unreadable, 8);
    assert.equal(parseRows({ name: "x", region_id: "evil.com/" }).profiles[0]?.regionId, undefined);
    for (const profiles of [undefined, null, {}, "x"])
      assert.deepEqual(parseProfileFile(JSON.stringify({ profiles })).profiles, []);
  });

  it("says that a text is no profile file, and nothing of the text", () => {
    for (const text of [
      "",
      "{",
      "[]",
      "null",
      "7",
      '"sampleSecretWork01"',
      `x${sample}`,
      sample.slice(0, -9),
    ]) {
      assert.throws(
        () => parseProfileFile(text),
        (error) => {
          assert.ok(error instanceof ProfileError);
          assert.doesNotMatch(toWhole(error), sampleSecrets);
          return error.problem === "notJson";
        },
      );
    }
  });

  it("survives 10,000 mutated files, and puts nothing of them into an error", () => {
    const outcomes = new Map<string, number>();
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        "sampleSecretEverywhere",
        "work",
        "viewer",
        null,
        0,
        -1,
        true,
        [],
        {},
        "\u202e",
      ),
      fc.constantFrom<unknown>("https://sample.example", "../sample", "AK", "sts.sample.aliyuncs.com", 1e300),
    );
    const edit = fc.oneof(
      fc.record({
        at: fc.nat(sample.length),
        cut: fc.nat(30),
        text: fc.constantFrom("", '"', "{", "]", "\u0000", ","),
      }),
      fc.record({ row: fc.nat(13), field: fc.nat(11), value }),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = sample;
        for (const each of edits) {
          if ("row" in each) text = changeField(text, each.row, each.field, each.value);
          else text = text.slice(0, each.at) + each.text + text.slice(each.at + each.cut);
        }
        const rows = edits.map((each) => ("row" in each ? each.row : 3));
        for (const outcome of tryRows(text, rows)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 10_000 },
    );
    // A mutation that never got past the parser would have tested little.
    for (const problem of ["fine", "notJson"]) assert.ok((outcomes.get(problem) ?? 0) > 500, problem);
    assert.ok(outcomes.size > 6, [...outcomes.keys()].join());
  });
});

/** Writes a value into a field of a profile, where the text still is JSON. */
function changeField(text: string, row: number, field: number, value: unknown): string {
  try {
    const file = JSON.parse(text) as { profiles: Record<string, unknown>[] };
    const profile = file.profiles[row];
    const name = profile && Object.keys(profile)[field];
    if (profile === undefined || name === undefined) return text;
    profile[name] = value;
    return JSON.stringify(file);
  } catch {
    return text;
  }
}

/** Parses a text and resolves some of its profiles; the problem of each step, or `fine`. */
function tryRows(text: string, rows: readonly number[]): readonly string[] {
  const outcomes: string[] = [];
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      const result = act();
      outcomes.push("fine");
      return result;
    } catch (error) {
      assert.ok(error instanceof ProfileError, String(error));
      assert.equal(error.message, error.problem);
      // Apart from the message, it says which profile: its name and its mode, and nothing else of it.
      const { profile, ...rest } = error;
      assert.deepEqual(Object.keys(profile ?? { name: "", mode: "" }), ["name", "mode"]);
      assert.doesNotMatch(
        `${error.stack ?? ""} ${JSON.stringify(rest)} ${String(error.cause)}`,
        sampleSecrets,
      );
      outcomes.push(error.problem);
      return undefined;
    }
  };
  const file = attempt(() => parseProfileFile(text));
  const named = rows.flatMap((row) => file?.profiles[row]?.name ?? []);
  for (const name of file ? [...named, "viewer", "gone"] : [])
    attempt(() => file && resolveProfile(file, name, 1_800_000_000_000));
  return outcomes;
}
