import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import {
  parseCount,
  parseDurationSeconds,
  parseSizeBytes,
  QuantityError,
  toDurationText,
  toSizeText,
} from "../../../../src/task/tcpdump/quantities.ts";

const max = Number.MAX_SAFE_INTEGER;

function codeOf(parse: () => number): string {
  try {
    return String(parse());
  } catch (error) {
    assert.ok(error instanceof QuantityError);
    return error.code;
  }
}

describe("parseDurationSeconds", () => {
  it("reads what a person writes", () => {
    const table: Readonly<Record<string, number>> = {
      "90": 90,
      "30 s": 30,
      "30s": 30,
      " 5\u00a0min ": 300,
      "1 h": 3_600,
      "1.5 min": 90,
      "1,5 min": 90,
      ".5 h": 1_800,
      "1.1 min": 66,
      "1h30min": 5_400,
      "1 min 30 s": 90,
      "2 Hours": 7_200,
      "30 秒": 30,
      "5分钟": 300,
      "１ 小时": 3_600,
      "1,000,000": 1_000_000,
      "1 000": 1_000,
      "1.000.000": 1_000_000,
      "1,234.5 min": 74_070,
      "0.125 h": 450,
    };
    for (const [text, seconds] of Object.entries(table))
      assert.equal(parseDurationSeconds(text, max), seconds, text);
  });

  it("says why a text is none", () => {
    const table: Readonly<Record<string, string>> = {
      "": "notNumber",
      min: "notNumber",
      "5 5": "notNumber",
      "1 h30": "notNumber",
      "1..5": "notNumber",
      "1,00,000": "notNumber",
      "1,234,56": "notNumber",
      "1e3": "notNumber",
      "0x10": "notNumber",
      "1:30": "notNumber",
      Infinity: "notNumber",
      "1,500": "ambiguousNumber",
      "1.500 min": "ambiguousNumber",
      "5 parsecs": "unknownUnit",
      "5 constructor": "unknownUnit",
      "5 MiB": "unknownUnit",
      "0": "notPositive",
      "0.0 s": "notPositive",
      "-5": "notPositive",
      "-1 h": "notPositive",
      "0.5": "notWhole",
      "1.01 min": "notWhole",
      "9007199254740992": "tooLarge",
      [`${"9".repeat(400)} h`]: "tooLarge",
    };
    for (const [text, code] of Object.entries(table))
      assert.equal(
        codeOf(() => parseDurationSeconds(text, max)),
        code,
        text,
      );
  });

  it("names the largest value and the unit that it does not know", () => {
    assert.throws(() => parseDurationSeconds("61", 60), { code: "tooLarge", params: { max: 60 } });
    assert.throws(() => parseDurationSeconds("5 Lj", 60), { code: "unknownUnit", params: { unit: "lj" } });
  });
});

describe("parseSizeBytes", () => {
  it("keeps decimal and binary units apart", () => {
    const table: Readonly<Record<string, number>> = {
      "1048576": 1_048_576,
      "10k": 10_000,
      "1 kB": 1_000,
      "1 KiB": 1_024,
      "100 MiB": 104_857_600,
      "100mib": 104_857_600,
      "1 GB": 1_000_000_000,
      "1 GiB": 1_073_741_824,
      "1.5 KiB": 1_536,
      "512 bytes": 512,
      "512 字节": 512,
    };
    for (const [text, bytes] of Object.entries(table)) assert.equal(parseSizeBytes(text, max), bytes, text);
  });

  it("refuses parts of bytes and units of time", () => {
    assert.equal(
      codeOf(() => parseSizeBytes("0.3 KiB", max)),
      "notWhole",
    );
    assert.equal(
      codeOf(() => parseSizeBytes("5 min", max)),
      "unknownUnit",
    );
  });
});

describe("parseCount", () => {
  it("takes no unit", () => {
    assert.equal(parseCount("10 000", max), 10_000);
    assert.equal(
      codeOf(() => parseCount("10k", max)),
      "unknownUnit",
    );
  });
});

describe("the way back", () => {
  it("uses the largest unit that divides the value", () => {
    assert.deepEqual([90, 300, 3_600, 5_400].map(toDurationText), ["90 s", "5 min", "1 h", "90 min"]);
    assert.deepEqual([1_048_576, 1_073_741_824, 1_000_000_000, 1_536, 10_000, 1].map(toSizeText), [
      "1 MiB",
      "1 GiB",
      "1 GB",
      "1536 B",
      "10 kB",
      "1 B",
    ]);
  });

  it("is read back to the same value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max }), (value) => {
        assert.equal(parseDurationSeconds(toDurationText(value), max), value);
        assert.equal(parseSizeBytes(toSizeText(value), max), value);
      }),
    );
  });

  it("never lets anything but a safe whole number above 0 through, nor another error out", () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^-?[0-9., ']{1,12} ?(s|min|h|k|MiB|GB)?( [0-9.]{1,3} ?s)?$/),
    );
    fc.assert(
      fc.property(text, (input) => {
        for (const parse of [parseDurationSeconds, parseSizeBytes, parseCount]) {
          const result = codeOf(() => parse(input, max));
          if (/^[0-9]/.test(result)) assert.ok(Number.isSafeInteger(Number(result)) && Number(result) > 0);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
