import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toFileName } from "../../../../src/task/download/fileName.ts";

describe("toFileName", () => {
  it("keeps ordinary names, in any script", () => {
    for (const name of ["web-1", "支付服务", "a.b_c"]) assert.equal(toFileName(name), name);
  });

  it("disarms paths, controls, hidden characters and reserved names", () => {
    assert.equal(toFileName("../../etc/passwd"), "etc_passwd");
    assert.equal(toFileName("a\0b\u202egnp.exe"), "a_b_gnp.exe");
    assert.equal(toFileName("C:\\Windows\\x"), "C_Windows_x");
    for (const name of ["CON", "nul.txt", "com1", "LPT9.pcap"]) assert.equal(toFileName(name), `_${name}`);
    for (const name of ["", "..", "///", "\u200b"]) assert.equal(toFileName(name), "result");
  });

  it("is one short path segment whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const name = toFileName(text);
        assert.ok(
          name.isWellFormed() && name.length > 0 && name.length <= 49 && Buffer.byteLength(name) <= 200,
        );
        assert.ok(!/[\p{C}\p{Z}/\\:*?"<>|]/u.test(name), JSON.stringify(name));
        assert.equal(posix.basename(posix.join("/a", name)), name);
        assert.equal(win32.basename(win32.join("C:\\a", name)), name);
        assert.ok(!/^\.|\.$/.test(name));
      }),
      { numRuns: 150 },
    );
  });
});
