import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePattern } from "../../../../src/capture/filter/pattern/compilePattern.ts";
import { PatternError } from "../../../../src/capture/filter/pattern/patternError.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";

function matches(pattern: string, text: string): boolean {
  const bytes = Uint8Array.from(`--${text}--`, (character) => character.charCodeAt(0));
  return compilePattern(pattern)(bytes, 2, bytes.length - 2);
}

/** What tshark's PCRE2 answers as well: with a pattern, a text that it matches and one that it does not. */
const answers: readonly (readonly [pattern: string, yes: string, no: string])[] = [
  ["abc", "xABCx", "abd"],
  ["(?-i)abc", "abc", "ABC"],
  ["a(?-i)b", "Ab", "aB"],
  ["a(?-i:b)c", "AbC", "aBc"],
  ["h.p", "hop", "h\np"],
  ["(?s)h.p", "h\np", "hp"],
  ["^a", "ab", "b\na"],
  ["(?m)^a", "b\na", "ba"],
  ["a$", "ba\n", "a\nb"],
  ["(?m)a$", "a\nb", "ab"],
  ["a\\z", "ba", "a\n"],
  ["a\\Z", "a\n", "a\nb"],
  ["\\Ab", "ba", "ab"],
  ["\\bb", "a b", "ab"],
  ["a\\B", "ab", "a b"],
  ["a{2,3}$", "aaaa", "a"],
  ["^a{2}$", "aa", "aaa"],
  ["^a{2,}$", "aaaaa", "a"],
  ["^a{,2}$", "a{,2}", "aa"],
  ["[]a]", "]", "b"],
  ["[^]a]", "b", "]"],
  ["[a-]", "-", "b"],
  ["[[:digit:]x]", "7", "a"],
  ["[^[:^digit:]]", "7", "a"],
  ["[\\d\\-z]", "-", "a"],
  ["[\\b]", "\b", "b"],
  ["\\x41\\012", "A\n", "An"],
  ["\\x{e9}", "\xe9", "e9"],
  ["\xe9", "\xe9", "\xc9"],
  ["\\s\\S\\w\\W\\h", "\n!a. ", "\n a. "],
  ["(a|bc)+d", "abcd", "acd"],
  ["(?:a|)b", "b", "c"],
  ["(?<name>a)(?P<other>b)", "ab", "a"],
  ["(a*)*b", "aab", "aac"],
  ["a.{0}b", "ab", "axb"],
  ["a\\.b", "a.b", "axb"],
  ["x{2", "x{2", "xx"],
  ["a+?b??$", "aab", "aabb"],
  ["", "", ""],
];

describe("compilePattern", () => {
  it("matches what PCRE2 does", () => {
    for (const [pattern, yes, no] of answers) {
      assert.equal(matches(pattern, yes), true, `${pattern} on ${yes}`);
      if (pattern !== "") assert.equal(matches(pattern, no), false, `${pattern} on ${no}`);
    }
  });

  it("takes no pattern that is wrong, too large, or needs to go back", () => {
    const refused = {
      badPattern: ["a**", "*a", "(a", "a)", "[a", "[z-a]", "\\", "\\y", "a{2,1}", "a{1}{2}", "\\x{zz}", "[[:nix:]]", "{2}"],
      patternNotSupported: ["(a)\\1", "a(?=b)", "(?<!a)b", "(?>a)", "a++", "\\p{L}", "\\Qa\\E", "(?x)a", "\\R", "(?#a)", "(*UTF)a", "[[.a.]]"],
      patternTooLarge: ["(a{99}){99}", "b{3000}", "((((()){99}){99}){99}){99}", "(".repeat(200) + ")".repeat(200)],
    }; // prettier-ignore
    for (const [code, patterns] of Object.entries(refused)) {
      for (const pattern of patterns) {
        const isCode = (error: unknown) => error instanceof PatternError && error.code === code;
        assert.throws(() => compilePattern(pattern), isCode, pattern);
      }
    }
  });

  it("needs no more time for patterns that make others go back", () => {
    const bytes = new Uint8Array(20_000).fill(0x61);
    for (const pattern of ["(a+)+$b", "(a|aa)+b", "(.*)(.*)(.*)(.*)b", "(a?){50}a{50}b"]) {
      const start = performance.now();
      assert.equal(compilePattern(pattern)(bytes, 0, bytes.length), false, pattern);
      // Hours where a search goes back, and some milliseconds here.
      assert.ok(performance.now() - start < 2_000, pattern);
    }
  });

  it("forgets states without forgetting where it is", () => {
    // The last 13 letters are all that counts: 2^13 states, more than are kept.
    const matches13 = compilePattern("(?-i)a[ab]{12}c");
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0x61, 0x62), { minLength: 600, maxLength: 700 }), (letters) => {
        const bytes = Uint8Array.from([...letters, 0x63]);
        assert.equal(matches13(bytes, 0, bytes.length), letters.at(-13) === 0x61);
      }),
      { numRuns: 20 },
    );
  });

  it("takes no state for another one when it forgets them at its begin", () => {
    const letters = createRandom(1)
      .bytes(600)
      .map((byte) => 0x61 + (byte & 1));
    for (let length = 440; length < 600; length += 1) {
      // As many states as are kept are there at one of these lengths, and none is known for an x.
      const pattern = compilePattern("(?-i)xx|a[ab]{12}d");
      const bytes = Uint8Array.from(letters.slice(0, length));
      assert.equal(pattern(bytes, 0, bytes.length), false);
      assert.equal(pattern(Uint8Array.of(0x78, 0x78), 0, 2), true, `${length}`);
    }
  });

  it("matches what a RegExp does, for what both take alike", () => {
    const part = fc.constantFrom(
      "a", "b", "A", "[ab]", "[^a]", "(a|b)", "(?:ab)", "a*", "b+", "a?", "(a*)*", "(a|ab)(c|bcd)", "\\w", "\\b", "\\B", "^", "\\n", ".",
      "a{2}", "a{1,3}", "(b{0,2}c)+", "|", "\\d", "x*?", "(|a)",
    ); // prettier-ignore
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "c", "A", "B", "x", "\n", "_", " "),
      maxLength: 9,
    });
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(pattern, text, (expression, subject) => {
        assert.equal(matches(expression, subject), new RegExp(expression, "i").test(subject));
      }),
      { numRuns: 2_000 },
    );
  });
});
