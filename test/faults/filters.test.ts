import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareWithTshark } from "../unit/capture/filter/compareWithTshark.ts";
import { whyToolsMissing } from "../unit/capture/systemTool.ts";
import { tellRow } from "./tellRow.ts";
import { toTries } from "./tries.ts";

/** Other ones than the unit test has. */
const seeds = toTries(4, 1);
const expressionsEach = toTries(100, 10);

describe("filters and tshark -Y", { skip: whyToolsMissing("tshark") }, () => {
  it("select the same packets by hundreds of expressions", async () => {
    let selecting = 0;
    const differences: unknown[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const compared = await compareWithTshark(expressionsEach, seed);
      selecting += compared.selecting;
      differences.push(...compared.differences.map((difference) => ({ seed, ...difference })));
    }
    const tries = seeds * expressionsEach;
    const survived = tries - differences.length;
    tellRow({ row: "-", what: "filters beside tshark", tries, survived, worst: `${selecting} select` });
    assert.deepEqual(differences, []);
    assert.ok(selecting > tries / 2, `only ${selecting} of ${tries} select anything`);
  });
});
