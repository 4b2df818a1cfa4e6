import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { IssueCode } from "../../../../src/task/tcpdump/fieldIssue.ts";
import { parseFormInput, tcpdumpFields, toFormInput } from "../../../../src/task/tcpdump/formInput.ts";
import { tcpdumpOptionsSchema, type TcpdumpField } from "../../../../src/task/tcpdump/options.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";

const empty = toFormInput({});

function issuesOf(field: TcpdumpField, text: string) {
  return parseFormInput({ ...empty, [field]: text }).issues;
}

describe("parseFormInput", () => {
  it("reads an empty form as no options", () => {
    assert.deepEqual(parseFormInput(empty), { options: {}, issues: [] });
    assert.deepEqual(Object.keys(empty), [...tcpdumpFields]);
    assert.deepEqual(new Set(tcpdumpFields), new Set(Object.keys(tcpdumpOptionsSchema.shape)));
  });

  it("forgives spaces around a value, and full-width digits", () => {
    const { options } = parseFormInput({
      ...empty,
      destIp: " 10.0.0.1\t",
      destPort: "４４３",
      packetCount: "1 000",
    });
    assert.deepEqual(options, { destIp: "10.0.0.1", destPort: 443, packetCount: 1_000 });
  });

  it("tells the precise reason for each field", () => {
    const table: readonly (readonly [TcpdumpField, string, IssueCode])[] = [
      ["protocol", "sctp", "unknownProtocol"],
      ["sourceIp", "::1", "ipv6NotSupported"],
      ["sourceIp", "fe80::1/64", "networkInAddressField"],
      ["sourceIp", "example.com", "hostnameNotSupported"],
      ["sourceIp", "localhost", "hostnameNotSupported"],
      ["destIp", "10.0.0.0/8", "networkInAddressField"],
      ["destIp", "10.0.0.1:443", "addressWithPort"],
      ["destIp", "010.0.0.1", "leadingZero"],
      ["destIp", "10.0.0", "notIpv4"],
      ["destIp", "10.0.0.256", "notIpv4"],
      ["destIp", "10.0.0.1; rm -rf /", "networkInAddressField"],
      ["sourceCidr", "10.0.0.0", "cidrWithoutLength"],
      ["sourceCidr", "10.0.0.0/33", "cidrLengthRange"],
      ["sourceCidr", "10.0.0.0/-1", "cidrLengthRange"],
      ["sourceCidr", "10.0.0.0/255.0.0.0", "netmaskNotSupported"],
      ["sourceCidr", "10.0.0/8", "notCidr"],
      ["sourceCidr", "10.0.0.256/8", "notCidr"],
      ["sourceCidr", "10.0.0.0/", "notCidr"],
      ["sourceCidr", "fe80::/10", "ipv6NotSupported"],
      ["destCidr", "example.com/8", "hostnameNotSupported"],
      ["destCidr", "10.0.0.01/8", "leadingZero"],
      ["sourcePort", "0", "portRange"],
      ["sourcePort", "65536", "portRange"],
      ["sourcePort", "99999999999999999999", "portRange"],
      ["sourcePort", "-1", "portRange"],
      ["destPort", "http", "portNotNumber"],
      ["destPort", "4.5", "portNotNumber"],
      ["destPort", "80,443", "portListNotSupported"],
      ["destPort", "8000-8080", "portListNotSupported"],
      ["interfaceName", "eth 0", "badInterface"],
      ["interfaceName", "a/b", "badInterface"],
      ["interfaceName", "..", "badInterface"],
      ["interfaceName", "longerThanFifteen", "badInterface"],
      ["interfaceName", "eth0\u200b", "badInterface"],
      ["snaplenBytes", "262145", "tooLarge"],
      ["snaplenBytes", "0", "notPositive"],
      ["durationSeconds", "1.3", "notWhole"],
      ["durationSeconds", "soon", "notNumber"],
      ["packetCount", "5 min", "unknownUnit"],
      ["fileSizeBytes", "1,500", "ambiguousNumber"],
      ["fileSizeBytes", "1025 MiB", "tooLarge"],
    ];
    for (const [field, text, code] of table)
      assert.deepEqual(
        issuesOf(field, text).map((issue) => [issue.field, issue.code]),
        [[field, code]],
        `${field}: ${text}`,
      );
  });

  it("reports every wrong field at once, in the order of the form", () => {
    const { options, issues } = parseFormInput({
      ...empty,
      protocol: "tcp",
      fileSizeBytes: "2 GiB",
      destPort: "99999",
      sourceIp: "x",
    });
    assert.equal(options, undefined);
    assert.deepEqual(issues, [
      { field: "sourceIp", code: "hostnameNotSupported" },
      { field: "destPort", code: "portRange" },
      { field: "fileSizeBytes", code: "tooLarge", params: { max: 1_073_741_824 } },
    ]);
  });

  it("reads back what toFormInput shows", () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        assert.deepEqual(parseFormInput(toFormInput(options)), { options: { ...options }, issues: [] });
      }),
    );
  });

  it("accepts exactly what the schema accepts", () => {
    const text = fc.oneof(
      fc.string(),
      fc.integer({ min: -3, max: 300_000 }).map(String),
      fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,3}){2,4}(\/[0-9]{1,3})?$/),
      fc.stringMatching(/^[ -~]{1,17}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom(...tcpdumpFields), text, (field, raw) => {
        const { options, issues } = parseFormInput({ ...empty, [field]: raw });
        assert.equal(options === undefined, issues.length > 0);
        const typed = raw.normalize("NFKC").trim();
        if (options !== undefined) assert.ok(tcpdumpOptionsSchema.safeParse(options).success);
        // Digits alone mean themselves in every numeric field; a text field holds what was typed.
        const isText = !/Port|Bytes|Seconds|Count/.test(field);
        if (typed === "") assert.deepEqual(options, {});
        else if (isText || /^[0-9]+$/.test(typed)) {
          const candidate = { [field]: isText ? typed : Number(typed) };
          const isAccepted = tcpdumpOptionsSchema.safeParse(candidate).success;
          assert.deepEqual(options, isAccepted ? candidate : undefined);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
