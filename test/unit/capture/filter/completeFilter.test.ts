import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { completeFilter, maxProposals } from "../../../../src/capture/filter/completeFilter.ts";
import { filterFields } from "../../../../src/capture/filter/filterFields.ts";
import { toOperators } from "../../../../src/capture/filter/operators.ts";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { toFieldValues } from "../../../../src/capture/filter/fieldValues.ts";

/** Completes where the bar stands. */
function complete(marked: string) {
  const at = marked.indexOf("|");
  return completeFilter(marked.replace("|", ""), at);
}

const textsOf = (marked: string) => complete(marked).proposals.map(({ text }) => text);

/** UTF-16 units of any kind, half characters too. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

describe("completeFilter", () => {
  it("proposes fields where a test begins, those that begin so first", () => {
    assert.deepEqual(textsOf("tcp.po|"), ["tcp.port"]);
    assert.deepEqual(textsOf("tcp and HTTP.re|").slice(0, 2), ["http.request", "http.response"]);
    assert.deepEqual(textsOf("port|").slice(0, 3), ["tcp.port", "udp.port", "tcp.srcport"]);
    assert.deepEqual(complete("not (ar|").proposals[0], { text: "arp", kind: "protocol" });
    assert.deepEqual(complete("!vlan.|").proposals, [{ text: "vlan.id", kind: "field" }]);
    assert.equal(textsOf("|").length, maxProposals);
  });

  it("replaces the whole word that the place is in", () => {
    assert.deepEqual(
      [complete("arp or tc|p.flags == 1").from, complete("arp or tc|p.flags == 1").to],
      [7, 16],
    );
    assert.deepEqual([complete("tcp |").from, complete("tcp |").to], [4, 4]);
  });

  it("proposes operators that the field has", () => {
    assert.deepEqual(textsOf("ip.src |"), ["==", "!=", "in", "and", "or"]);
    assert.deepEqual(textsOf("tcp.analysis.flags |"), ["and", "or"]);
    assert.deepEqual(textsOf("http.host c|"), ["contains"]);
    assert.deepEqual(textsOf("tcp.port >|"), [">", ">="]);
  });

  it("proposes values and what goes on behind them", () => {
    assert.deepEqual(textsOf("tcp.flags.syn == |"), ["1", "0"]);
    assert.deepEqual(textsOf('http.request.method == "P|'), ['"POST"', '"PUT"', '"PATCH"']);
    assert.deepEqual(textsOf("tcp.port in |"), ["{"]);
    assert.deepEqual(textsOf("tcp.port in {80, 4|"), ["443"]);
    assert.deepEqual(textsOf("tcp.port in {80 |"), [",", "..", "}"]);
    for (const done of ["tcp.port in {80} |", "tcp.port == 80 |", "(arp) |"]) {
      assert.deepEqual(textsOf(done), ["and", "or"], done);
    }
    assert.deepEqual(textsOf("nothing.known == |"), []);
  });

  it("proposes nothing that is not taken", () => {
    for (const { name, type } of filterFields) {
      parseFilter(name);
      const value = {
        number: "1",
        boolean: "1",
        ipv4: "10.0.0.0/8",
        ipv6: "::1",
        time: "1.5",
        mac: "01:02:03:04:05:06",
      };
      for (const operator of toOperators(type)) {
        const one = type in value ? value[type as keyof typeof value] : '"a"';
        parseFilter(`${name} ${operator} ${operator === "in" ? `{${one}}` : one}`);
      }
      for (const text of toFieldValues(name, type)) parseFilter(`${name} == ${text}`);
    }
  });

  it("answers whatever the text and place are", () => {
    fc.assert(
      fc.property(anyText, fc.double(), (text, at) => {
        const { from, to, proposals } = completeFilter(text, at);
        assert.ok(from >= 0 && from <= to && to <= text.length && proposals.length <= maxProposals);
      }),
    );
    assert.deepEqual(completeFilter("a".repeat(10_000), 5).proposals, []);
  });
});
