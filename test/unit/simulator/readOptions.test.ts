import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { readOptions, usage } from "../../../src/simulator/readOptions.ts";

describe("readOptions", () => {
  it("reads what the command line says, and leaves the rest to the simulator", () => {
    const options = readOptions([
      "--port",
      "8080",
      "--regions",
      "cn-hangzhou,cn-beijing",
      "--interval",
      "0.5",
    ]);
    assert.equal(options.port, 8080);
    assert.deepEqual(options.regions, ["cn-hangzhou", "cn-beijing"]);
    assert.equal(options.ops?.intervalSeconds, 0.5);
    assert.equal(options.seed, undefined);
  });

  it("takes what its usage names, and docs/simulator.md the same", () => {
    const named = [...usage.matchAll(/\[(--[a-z-]+) /gu)].map(([, flag]) => flag!);
    for (const flag of named) {
      assert.throws(() => readOptions([`${flag}=?`]), { message: new RegExp(`^${flag} must `, "u") });
    }
    const docs = readFileSync(new URL("../../../docs/simulator.md", import.meta.url), "utf8");
    assert.deepEqual(
      [...docs.matchAll(/^\| `(--[a-z-]+) /gmu)].map(([, flag]) => flag!),
      named,
    );
  });

  for (const [args, complaint] of [
    [["--port", "x"], /^--port must be a whole number from 0 to 65535$/u],
    [["--port", "65536"], /^--port must be a whole number from 0 to 65535$/u],
    [["--instances", "1.5"], /^--instances must be a whole number/u],
    [["--rate", "0"], /^--rate must be a whole number from 1/u],
    [["--engine", "magic"], /^--engine must be one of live, synthetic$/u],
    [["--regions", "nowhere"], /^--regions must be region ids/u],
    [["--regions", "cn-hangzhou,cn-hangzhou"], /^--regions must name every region once$/u],
    [["--stop-yields", "Ready"], /^--stop-yields must be one of auto, Success, Closed$/u],
    [["--unknown"], /--unknown/u],
    [["word"], /word/u],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      assert.throws(() => readOptions(args), { message: complaint });
    });
  }
});
