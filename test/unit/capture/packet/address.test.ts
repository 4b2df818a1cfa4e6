import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { toIpv4Text, toIpv6Text, toMacText } from "../../../../src/capture/packet/address.ts";

const groups = fc.array(fc.oneof(fc.constant(0), fc.constant(1), fc.nat({ max: 0xffff })), {
  minLength: 8,
  maxLength: 8,
});

it("writes IPv6 addresses as a browser does", () => {
  fc.assert(
    fc.property(groups, (words) => {
      const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
      fc.pre(!isMapped);
      const full = words.map((word) => word.toString(16).padStart(4, "0")).join(":");
      const bytes = Uint8Array.from([9, 9, 9, ...words.flatMap((word) => [word >> 8, word & 255])]);
      assert.equal(`[${toIpv6Text(bytes, 3)}]`, new URL(`http://[${full}]`).hostname);
    }),
    { numRuns: 500 },
  );
});

it("writes addresses as RFC 5952 and people do", () => {
  const zeros = new Uint8Array(16);
  assert.equal(toIpv6Text(zeros, 0), "::");
  const mapped = Uint8Array.from([...zeros.slice(0, 10), 0xff, 0xff, 10, 0, 0, 1]);
  assert.equal(toIpv6Text(mapped, 0), "::ffff:10.0.0.1");
  assert.equal(toIpv4Text(Uint8Array.of(7, 10, 0, 255, 1), 1), "10.0.255.1");
  assert.equal(toMacText(Uint8Array.of(7, 0, 1, 0xab, 0xcd, 0xef, 255), 1), "00:01:ab:cd:ef:ff");
});

it("takes bytes that are not there as 0", () => {
  assert.equal(toIpv4Text(Uint8Array.of(1), 0), "1.0.0.0");
  assert.equal(toMacText(new Uint8Array(), 0), "00:00:00:00:00:00");
  assert.equal(toIpv6Text(Uint8Array.of(0x20), 0), "2000::");
});
