import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createPass, findIn, ofKind, toIds } from "./findIn.ts";
import { buildLookup, lastUntil } from "./talk.ts";

describe("DNS queries without an answer", () => {
  it("are one finding by server and name; a query that is sent again is one", () => {
    const frames = [0, 5_000].flatMap((start) => buildLookup(start));
    const other = buildLookup(20, { id: 8, clientPort: 50_001 });
    assert.deepEqual(findIn([...frames, ...other, lastUntil(10_000)]), [
      {
        id: "dnsUnanswered",
        severity: "error",
        count: 2,
        params: { server: "10.0.0.53", name: "a.example" },
        packets: [1, 2, 3],
        filter: 'dns.qry.name == "a.example" && ip.addr == 10.0.0.53',
      },
    ]);
  });

  it("are told apart where a socket uses its number again for another name", () => {
    const frames = ["a.example", "b.example"].flatMap((name, index) => buildLookup(index, { name }));
    const found = findIn([...frames, lastUntil(5_000)]);
    assert.deepEqual(found.map(({ params }) => params["name"]).toSorted(), ["a.example", "b.example"]);
  });

  it("are nothing where the answer comes, if late, or the capture ends before", () => {
    assert.deepEqual(
      toIds(findIn([...buildLookup(0, { rcode: 0, answerAfterMilliseconds: 4_000 }), lastUntil(9_000)])),
      [],
    );
    assert.deepEqual(toIds(findIn([...buildLookup(0), lastUntil(999)])), []);
    assert.deepEqual(toIds(findIn([...buildLookup(0), lastUntil(1_001)])), ["dnsUnanswered"]);
  });

  it("are nothing where only answers or only queries were to be captured", () => {
    const [, answer] = buildLookup(0, { rcode: 0 });
    assert.ok(answer);
    assert.deepEqual(toIds(findIn([answer, lastUntil(5_000)])), []);
    const request = { protocol: "udp", destinationPort: 53 };
    const found = findIn([...buildLookup(0), lastUntil(5_000)], { request });
    assert.deepEqual(
      found.map(({ id, count, params }) => [id, count, params["filter"]]),
      [["oneDirectionFiltered", 1, "udp and dst port 53"]],
    );
  });

  it("keep their filter whole whatever stands in a name", () => {
    const found = findIn([...buildLookup(0, { name: 'a"b\\c' }), lastUntil(5_000)]);
    assert.equal(found[0]?.filter, String.raw`dns.qry.name == "a\"b\\\\c" && ip.addr == 10.0.0.53`);
  });
});

describe("DNS answers that say no", () => {
  it("are findings by server and name", () => {
    const frames = [0, 10].flatMap((start, id) => buildLookup(start, { id, rcode: 3, name: "gone.example" }));
    assert.deepEqual(ofKind(findIn(frames), "dnsNameNotFound"), [
      {
        severity: "warning",
        count: 2,
        params: { server: "10.0.0.53", name: "gone.example" },
        packets: [2, 4],
        filter: 'dns.qry.name == "gone.example" && ip.addr == 10.0.0.53',
      },
    ]);
    const failures = [2, 5].flatMap((rcode, index) => buildLookup(index * 10, { id: index, rcode }));
    assert.deepEqual(
      findIn(failures).map(({ id, severity, params }) => [id, severity, params["code"]]),
      [
        ["dnsServerFailure", "error", "SERVFAIL"],
        ["dnsServerFailure", "error", "REFUSED"],
      ],
    );
  });

  it("are a note where a name was found at the end of its search list", () => {
    const names = [
      "api.example.default.svc.cluster.local",
      "api.example.svc.cluster.local",
      "api.example.cluster.local",
    ];
    const failed = names.flatMap((name, index) => buildLookup(index * 10, { id: index, rcode: 3, name }));
    const found = buildLookup(40, { id: 9, rcode: 0, name: "api.example" });
    assert.deepEqual(
      findIn([...failed, ...found]).map(({ id, severity, count, params }) => [
        id,
        severity,
        count,
        params["name"],
      ]),
      [["dnsSearchList", "note", 3, "api.example"]],
    );
    const inside = buildLookup(0, { id: 1, rcode: 3, name: "db.other.default.svc.cluster.local" });
    const resolved = buildLookup(10, { id: 2, rcode: 0, name: "db.other.svc.cluster.local" });
    assert.deepEqual(toIds(findIn([...inside, ...resolved])), ["dnsSearchList"]);
  });

  it("are a finding where only a part of the name exists", () => {
    const frames = [
      buildLookup(0, { id: 1, rcode: 3, name: "www.shop.example" }),
      buildLookup(9, { id: 2, rcode: 0, name: "shop.example" }),
    ];
    assert.deepEqual(toIds(findIn(frames.flat())), ["dnsNameNotFound"]);
  });

  it("are a note where an address has no name", () => {
    const frames = buildLookup(0, { rcode: 3, name: "5.0.0.10.in-addr.arpa" });
    assert.deepEqual(
      findIn(frames).map(({ id, severity }) => [id, severity]),
      [["dnsNameNotFound", "note"]],
    );
  });

  it("are nothing where there is an address", () => {
    assert.deepEqual(toIds(findIn([...buildLookup(0, { rcode: 0 }), lastUntil(5_000)])), []);
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is in use of the heap, without what is only not taken away yet. */
function toHeapMiB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

describe("a flood of 200,000 names", () => {
  it("takes little memory, and is counted in full in one finding", () => {
    const pass = createPass();
    const before = toHeapMiB();
    const names = 200_000;
    const [first] = buildLookup(0, { name: "n000000.example" });
    assert.ok(first);
    // The same frame with another number in its name and its id, since building 200,000 takes longer than reading them.
    const view = new DataView(first.bytes.buffer, first.bytes.byteOffset);
    const nameAt = first.bytes.length - "n000000.example".length - 5;
    for (let index = 0; index < names; index += 1) {
      view.setUint16(42, index % 65_536);
      new TextEncoder().encodeInto(String(index).padStart(6, "0"), first.bytes.subarray(nameAt + 1));
      pass.add({ timeNanoseconds: index * 10_000, bytes: first.bytes });
    }
    pass.add(lastUntil(10_000));
    const found = pass.build();
    assert.deepEqual(
      found.map(({ id, count, packets }) => [id, count, packets.length]),
      [["dnsUnanswered", names, 100]],
    );
    assert.equal(found[0]?.params["name"], "n000000.example, n000001.example, n000002.example, …");
    assert.equal(found[0].filter, "dns.flags.response == 0");
    const grownMiB = toHeapMiB() - before;
    assert.ok(grownMiB < 20, `${grownMiB.toFixed(0)} MiB`);
  });
});
