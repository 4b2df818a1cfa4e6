import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  adviceCodes,
  findCatalogueEntry,
  knownCodes,
  opsTaskCodes,
} from "../../../src/eci/errorCatalogue.ts";

describe("findCatalogueEntry", () => {
  it("knows each code by itself and by its exact letters alone", () => {
    assert.equal(opsTaskCodes.length, 13);
    assert.equal(new Set(knownCodes).size, knownCodes.length);
    for (const code of knownCodes) {
      const entry = findCatalogueEntry(code);
      assert.equal(entry?.code, code);
      assert.ok(adviceCodes.includes(entry.advice));
      assert.equal(findCatalogueEntry(code.toLowerCase()), undefined);
      assert.equal(findCatalogueEntry(` ${code}`), undefined);
    }
  });

  it("has a code for each advice", () => {
    const given = new Set(knownCodes.map((code) => findCatalogueEntry(code)?.advice));
    for (const advice of adviceCodes) assert.ok(given.has(advice), advice);
  });

  it("counts down where the service asks for time", () => {
    const countdown = knownCodes.filter((code) => findCatalogueEntry(code)?.retry === "countdown");
    assert.deepEqual(countdown.sort(), [
      "Coredump.RefrshIntervalTooShort",
      "Ops.IntervalTooShort",
      "Throttling",
      "Throttling.Api",
      "Throttling.User",
    ]);
  });

  it("puts unknown members of the three families under the family and leaves other codes alone", () => {
    assert.equal(findCatalogueEntry("Throttling.Burst")?.code, "Throttling");
    assert.equal(findCatalogueEntry("InvalidAccessKeyId.Odd")?.code, "InvalidAccessKeyId");
    assert.equal(
      findCatalogueEntry("InvalidSecurityToken.MismatchWithAccessKey")?.code,
      "InvalidSecurityToken",
    );
    for (const code of ["ThrottlingX", "Forbidden.Other", "toString", "__proto__", ""]) {
      assert.equal(findCatalogueEntry(code), undefined);
    }
  });
});
