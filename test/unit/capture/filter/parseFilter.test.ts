import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { FilterError, filterErrorCodes } from "../../../../src/capture/filter/filterError.ts";
import { filterFields } from "../../../../src/capture/filter/filterFields.ts";
import {
  maxFilterCharacters,
  maxFilterDepth,
  parseFilter,
} from "../../../../src/capture/filter/parseFilter.ts";

function readError(text: string): FilterError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `${text} is taken` });
}

/** Expressions with the characters that are pointed at in brackets, by what is wrong. */
const wrong: readonly (readonly [code: string, marked: string])[] = [
  ["unknownField", "⟦tcp.prt⟧ == 80"],
  ["unknownField", "udp and ⟦TCP⟧"],
  ["unknownField", "tcp.port == 80 or ⟦443⟧"],
  ["unexpectedText", "tcp ⟦80⟧"],
  ["unexpectedText", "tcp.port == ⟦(⟧80)"],
  ["unexpectedText", "tcp ⟦é⟧"],
  ["unexpectedText", "tcp.port in {80 ⟦443⟧}"],
  ["unexpectedText", "tcp ⟦&⟧ udp"],
  ["missingTest", "tcp and ⟦⟧"],
  ["missingTest", "(⟦)⟧"],
  ["missingTest", "not ⟦⟧"],
  ["missingTest", "⟦and⟧ tcp"],
  ["missingOperator", "any tcp.port⟦⟧"],
  ["missingValue", "tcp.port == ⟦⟧"],
  ["missingValue", "tcp.port == ⟦and⟧ udp"],
  ["missingValue", "tcp.port in {80, 443..⟦⟧"],
  ["missingValue", "tcp.port in {⟦}⟧"],
  ["unclosedParenthesis", "tcp and ⟦(⟧udp or arp"],
  ["unopenedParenthesis", "tcp⟦)⟧ and udp"],
  ["unclosedBrace", "tcp.port in ⟦{⟧80, 443"],
  ["unclosedString", 'http.host == ⟦"example⟧'],
  ["badEscape", 'http.host == "a⟦\\q⟧"'],
  ["singleEquals", "tcp.port ⟦=⟧ 80"],
  ["operatorNotForField", "ip.src ⟦contains⟧ 10"],
  ["operatorNotForField", 'tcp.port ⟦matches⟧ "8"'],
  ["operatorNotForField", "tcp.analysis.retransmission ⟦==⟧ 1"],
  ["operatorNotForField", "tcp ⟦==⟧ 1"],
  ["fieldAsValue", "tcp.srcport == ⟦tcp.dstport⟧"],
  ["fieldAsValue", "http.host == ⟦http⟧"],
  ["textForField", 'tcp.port == ⟦"80"⟧'],
  ["textForField", 'ip.src == ⟦"10.0.0.1"⟧'],
  ["textNeeded", "http.host matches ⟦abc⟧"],
  ["badNumber", "tcp.port == ⟦abc⟧"],
  ["badNumber", "tcp.port == ⟦08⟧"],
  ["badNumber", "tcp.port in {⟦80-443⟧}"],
  ["badNumber", "frame.len > ⟦-1⟧"],
  ["badTime", "frame.time_relative < ⟦1s⟧"],
  ["badTime", "frame.time_relative < ⟦0.0000000001⟧"],
  ["badBoolean", "tcp.flags.syn == ⟦yes⟧"],
  ["badIpv4", "ip.src == ⟦10.0.0⟧"],
  ["badIpv4", "ip.src == ⟦::1⟧"],
  ["badIpv4", "ip.src == ⟦010.0.0.1⟧"],
  ["badIpv6", "ipv6.src == ⟦fe80:::1⟧"],
  ["badIpv6", "ipv6.src == ⟦10.0.0.1⟧"],
  ["badMac", "eth.src == ⟦00:01:02⟧"],
  ["badMac", "eth.src == ⟦ff⟧"],
  ["badBytes", "frame contains ⟦xyz⟧"],
  ["numberTooLarge", "tcp.port == ⟦65536⟧"],
  ["numberTooLarge", "frame.len < ⟦99999999999999999999⟧"],
  ["prefixTooLong", "ip.src == ⟦10.0.0.0/33⟧"],
  ["prefixTooLong", "ipv6.src == ⟦::/129⟧"],
  ["badPattern", 'http.host matches ⟦"a["⟧'],
  ["patternNotSupported", 'http.host matches ⟦"(?=a)"⟧'],
  ["patternTooLarge", 'http.host matches ⟦"(a{500}){500}"⟧'],
  ["tooLong", `${"tcp or ".repeat(285)}tcp o⟦${" tcp".repeat(20)}⟧`],
  ["tooDeep", `${"(".repeat(maxFilterDepth)}⟦(⟧`],
  ["tooDeep", `${"!".repeat(maxFilterDepth)}⟦!⟧tcp`],
];

/** UTF-16 units of any kind, half characters too. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

describe("parseFilter", () => {
  it("points at the characters that are wrong", () => {
    for (const [code, marked] of wrong) {
      const start = marked.indexOf("⟦");
      const end = marked.indexOf("⟧") - 1;
      const text = marked.replace(/[⟦⟧]/gu, "");
      const error = readError(text);
      assert.deepEqual([error.code, error.start, error.end], [code, start, end], text.slice(0, 80));
    }
    assert.deepEqual(new Set(wrong.map(([code]) => code)), new Set(filterErrorCodes));
  });

  it("says what may have been meant", () => {
    assert.equal(readError("tcp.prt == 80").params["suggestion"], "tcp.port");
    assert.equal(readError("HTTP").params["suggestion"], "http");
    assert.equal(readError("dns.qry.nmae").params["suggestion"], "dns.qry.name");
    assert.equal(readError("something.else").params["suggestion"], "");
    assert.deepEqual(readError("tcp.port == 70000").params, {
      text: "70000",
      field: "tcp.port",
      maximum: 65_535,
    });
    assert.equal(readError("ip.ttl == 256").params["maximum"], 255);
    assert.equal(readError("vxlan.vni == 16777216").params["maximum"], 0xff_ffff);
    assert.equal(readError("vlan.id == 4096").params["maximum"], 4095);
  });

  it("takes nothing but blanks for everything", () => {
    for (const text of ["", "  ", "\t\r\n"]) assert.deepEqual(parseFilter(text), { kind: "all" });
  });

  it("binds not closest, then and, then or", () => {
    assert.deepEqual(parseFilter("tcp or udp and not arp"), parseFilter("(tcp or (udp and (not arp)))"));
    assert.deepEqual(parseFilter("!tcp&&udp||arp"), parseFilter("((!tcp) and udp) or arp"));
    assert.notDeepEqual(parseFilter("(tcp or udp) and arp"), parseFilter("tcp or udp and arp"));
  });

  it("takes long expressions and deep ones", () => {
    const long = "tcp||".repeat(300) + "tcp";
    assert.ok(long.length <= maxFilterCharacters);
    parseFilter(long);
    parseFilter("(".repeat(maxFilterDepth) + "tcp" + ")".repeat(maxFilterDepth));
  });

  it("throws nothing but its own error, whatever the text is", () => {
    const word = fc.constantFrom(
      ...filterFields.map(({ name }) => name),
      ..."== != in { } ( ) , .. and or not ! contains matches ~ any all && || = < 80 10.0.0.1/8 ::1 aa:bb".split(" "),
      '"a"', 'r"\\d+"', '"(a|b)*[^x]$"', '"', "\\", "é", "😀", "__proto__", "\0",
    ); // prettier-ignore
    const text = fc.oneof(
      anyText,
      fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, (expression) => {
        try {
          parseFilter(expression);
        } catch (error) {
          assert.ok(error instanceof FilterError, `${expression}: ${String(error)}`);
          assert.ok(
            error.start >= 0 && error.start <= error.end && error.end <= expression.length,
            expression,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
