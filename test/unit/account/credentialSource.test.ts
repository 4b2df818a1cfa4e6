import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCredentialSource } from "../../../src/account/credentialSource.ts";
import { ProfileError } from "../../../src/account/profileError.ts";
import type { KeySession } from "../../../src/eci/model.ts";

const minute = 60_000;
const toKey = (name: string) => ({ accessKeyId: `STS.${name}`, accessKeySecret: name, securityToken: name });

/** A source over keys that are numbered as they are obtained and work for an hour each, by a clock that the test moves. */
function createBed(lifeMs = 60 * minute) {
  const bed = {
    now: 1_000_000,
    obtained: 0,
    failure: undefined as Error | undefined,
    gate: Promise.resolve(),
  };
  const obtain = async (): Promise<KeySession> => {
    bed.obtained += 1;
    const name = String(bed.obtained);
    await bed.gate;
    if (bed.failure) throw bed.failure;
    return { credentials: toKey(name), expiresAtMs: bed.now + lifeMs };
  };
  return { bed, source: createCredentialSource(obtain, () => bed.now) };
}

describe("createCredentialSource", () => {
  it("gets a key once, and another one five minutes before its end", async () => {
    const { bed, source } = createBed();
    assert.deepEqual(await source.get(), toKey("1"));
    bed.now += 55 * minute - 1;
    assert.deepEqual(await source.get(), toKey("1"));
    bed.now += 1;
    assert.deepEqual(await source.get(), toKey("2"));
    assert.equal(bed.obtained, 2);
  });

  it("asks for one key at a time, whoever waits for it", async () => {
    const { bed, source } = createBed();
    const keys = await Promise.all(Array.from({ length: 20 }, () => source.get()));
    assert.ok(keys.every(({ accessKeyId }) => accessKeyId === "STS.1"));
    bed.now += 60 * minute;
    await Promise.all(Array.from({ length: 20 }, () => source.get()));
    assert.equal(bed.obtained, 2);
  });

  it("goes on with a key that still works where no new one can be had, and no longer", async () => {
    const { bed, source } = createBed();
    await source.get();
    bed.failure = new Error("no network");
    bed.now += 58 * minute;
    assert.deepEqual(await source.get(), toKey("1"));
    bed.now += 2 * minute;
    await assert.rejects(source.get(), /no network/u);
    bed.failure = undefined;
    assert.deepEqual(await source.get(), toKey("4"));
  });

  it("replaces a key that the service refused, whatever the clock says", async () => {
    const { bed, source } = createBed(Number.POSITIVE_INFINITY);
    const first = await source.get();
    bed.now += 1e12;
    assert.equal(await source.get(), first);
    const [one, other] = await Promise.all([source.get(first), source.get(first)]);
    assert.deepEqual([one, other, bed.obtained], [toKey("2"), toKey("2"), 2]);
    // A refusal of a key that is no longer the present one is answered with the present one.
    assert.deepEqual(await source.get(first), toKey("2"));
    assert.equal(bed.obtained, 2);
  });

  it("says so where the refused key comes again", async () => {
    const source = createCredentialSource(() => Promise.resolve({ credentials: toKey("same") }));
    const key = await source.get();
    await assert.rejects(source.get({ ...key }), (error) => {
      return error instanceof ProfileError && error.problem === "keyRefused";
    });
  });

  it("forgets a key on reset, also one that is on its way", async () => {
    const { bed, source } = createBed();
    let open: () => void = () => undefined;
    bed.gate = new Promise((resolve) => {
      open = resolve;
    });
    const late = source.get();
    source.reset();
    const next = source.get();
    open();
    await late;
    assert.deepEqual(await next, toKey("2"));
    assert.deepEqual(await source.get(), toKey("2"));
  });
});
