import * as fc from "fast-check";
import type { OpsCall } from "../../../../src/eci/eciClient.ts";

/** An ordinary capture. */
export const ordinaryCall: OpsCall = {
  regionId: "cn-hangzhou",
  instanceId: "eci-bp1dvysdafbh00t7abcd",
  opsType: "tcpdump",
  opsValue: '{"Enable":true,"Protocol":"tcp","DestPort":443}',
};

/** All that breaks out of some language's literals. */
export const hostileText =
  "'\"`${HOME}$(id)\\\\u0041\\u000a\\'\r\n\t\v\f\b\u2028\u0085\u007f%s #{1} '''\"\"\" é 中文 😀 ; rm -rf / # \\";

/** Calls whose free texts are well-formed, hold no NUL (no shell can pass one) and are otherwise as hostile as they get. */
export const hostileCalls: fc.Arbitrary<OpsCall> = fc
  .tuple(hostileTextArbitrary(), hostileTextArbitrary())
  .map(([instanceId, opsValue]) => ({ ...ordinaryCall, instanceId, opsValue }));

function hostileTextArbitrary(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    "'",
    '"',
    "`",
    "\\",
    "$",
    "\n",
    "\r",
    "\\u",
    "\\x41",
    "\u2028",
    "${x}",
    "#",
    " ",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(piece, fc.string({ unit: "binary" }))).map((pieces) => pieces.join("")),
    fc.constant(hostileText),
  );
  return text.map((value) => value.replaceAll("\0", "")).filter((value) => value !== "");
}
