import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readUserPresets, withoutPreset, withPreset } from "../../../../src/host/captures/userPresets.ts";

const web = { name: "web", options: { protocol: "tcp", destPort: 8080 } } as const;
const dns = { name: "dns", options: { protocol: "udp" } } as const;
const slip = { name: "slip", options: { destPort: 99_999 } };

describe("the user's presets in the settings", () => {
  it("leave out what is none, and the later of one name", () => {
    const twice = { ...web, options: {} };
    assert.deepEqual(readUserPresets([web, slip, twice, null, "x", dns]), [web, dns]);
  });

  it("read as none from a value that is no list", () => {
    for (const value of [undefined, null, "web", 1, { 0: web }]) assert.deepEqual(readUserPresets(value), []);
  });

  it("are saved beside what stands there, in place of the same name", () => {
    const renewed = { ...web, options: {} };
    assert.deepEqual(withPreset([web, slip, dns], renewed), [slip, dns, renewed]);
    assert.deepEqual(withPreset(undefined, web), [web]);
  });

  it("are removed by name, and a hand-made slip is not", () => {
    assert.deepEqual(withoutPreset([web, slip, dns], "web"), [slip, dns]);
    assert.deepEqual(withoutPreset([slip], "slip"), [slip]);
  });

  it("never lose an entry that is none of ours", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (value) => {
        assert.deepEqual(withoutPreset(withPreset(value, web), "web"), value);
        assert.deepEqual(readUserPresets(withPreset(value, web)), [web]);
      }),
    );
  });
});
