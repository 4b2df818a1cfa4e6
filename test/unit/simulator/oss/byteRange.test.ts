import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toByteRange } from "../../../../src/simulator/oss/byteRange.ts";

/** The examples of OSS's own documentation, for an object of 1,000 bytes. */
const examples: readonly (readonly [string, string, string])[] = [
  ["bytes=0-499", "0-499", "0-499"],
  ["bytes=500-999", "500-999", "500-999"],
  ["bytes=-500", "500-999", "500-999"],
  ["bytes=500-", "500-999", "500-999"],
  ["bytes=0-", "0-999", "0-999"],
  ["bytes=0-0", "0-0", "0-0"],
  ["bytes=500-2000", "whole", "500-999"],
  ["bytes=1000-2000", "whole", "refused"],
  ["bytes=1000-", "whole", "refused"],
  ["bytes=-0", "whole", "refused"],
  ["bytes=-2000", "whole", "0-999"],
  ["bytes=9-5", "whole", "whole"],
  ["bytes=abc", "whole", "whole"],
  ["bytes=-", "whole", "whole"],
  ["lines=1-2", "whole", "whole"],
  ["bytes=0-1,4-5", "refused", "refused"],
];

function show(range: ReturnType<typeof toByteRange>): string {
  return range.kind === "part" ? `${range.first}-${range.last}` : range.kind;
}

describe("toByteRange", () => {
  for (const [header, plain, standard] of examples) {
    it(`reads ${header}`, () => {
      assert.equal(show(toByteRange(header, 1000, false)), plain);
      assert.equal(show(toByteRange(header, 1000, true)), standard);
    });
  }

  it("sends the whole object when no range is asked for", () => {
    assert.equal(show(toByteRange(undefined, 1000, false)), "whole");
  });

  it("never finds a part of an empty object", () => {
    assert.equal(show(toByteRange("bytes=0-0", 0, false)), "whole");
  });
});
