import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EciClient } from "../../../src/eci/eciClient.ts";
import { readStatusPages } from "../../../src/eci/listing/readPages.ts";
import { rewriteAnswer } from "../../../src/simulator/faults/rewriteAnswer.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";
import { startFaultySimulator } from "./faultySimulator.ts";

const regionId = "cn-hangzhou";
const count = toTries(4, 2);
const manyInstances = toTries(10_000, 180);
/** More pages than any list here has. */
const mostPages = 600;

/** Reads page after page until there is no more. */
async function readAllPages(client: EciClient): Promise<string[]> {
  const ids: string[] = [];
  let pages = 0;
  for await (const { instances } of readStatusPages(client, { regionId }, new AbortController().signal)) {
    assert.ok((pages += 1) <= mostPages, "the list never ends");
    ids.push(...instances.map(({ id }) => id));
  }
  return ids;
}

describe("H6: a list that does not end well", () => {
  it("stops with an error where the same NextToken comes again and again", async () => {
    const row = createCountedRow("H6", "the same NextToken for ever");
    await using bed = await startFaultySimulator({ instances: 700, regions: [regionId] });
    const first: { token?: unknown } = {};
    bed.setFault(() =>
      rewriteAnswer((fields) => ({ ...fields, NextToken: (first.token ??= fields["NextToken"]) })),
    );
    for (let index = 0; index < count; index += 1) {
      await row.attempt(`list ${index}`, async () => {
        bed.forget();
        using client = createAccountClient(bed.simulator);
        const { message, details } = await catchCloudError(readAllPages(client));
        assert.deepEqual(
          [message, details.kind, details.retryable],
          ["RepeatedNextToken", "protocol", false],
        );
        assert.equal(bed.requests.length, 2);
        return bed.requests.length;
      });
    }
    row.end("requests");
  });

  it("holds no instance twice where a page does", async () => {
    const row = createCountedRow("H6", "duplicate ids");
    await using bed = await startFaultySimulator({ instances: 40, regions: [regionId] });
    bed.setFault(() =>
      rewriteAnswer((fields) => {
        const rows = fields["Data"] as readonly object[];
        return { ...fields, Data: [...rows, ...rows.toReversed(), ...rows.slice(3, 7)] };
      }),
    );
    for (let index = 0; index < count; index += 1) {
      await row.attempt(`list ${index}`, async () => {
        using client = createAccountClient(bed.simulator);
        const ids = await readAllPages(client);
        assert.equal(new Set(ids).size, 40);
        assert.equal(ids.length, 40);
        return undefined;
      });
    }
    row.end("");
  });

  it(`holds each of ${manyInstances} instances once`, async () => {
    const row = createCountedRow("H6", `${manyInstances} instances`);
    await using bed = await startFaultySimulator({ instances: manyInstances, regions: [regionId] });
    const lists = Array.from({ length: toTries(2, 1) }, (_, index) =>
      row.attempt(`list ${index}`, async () => {
        using client = createAccountClient(bed.simulator);
        const ids = await readAllPages(client);
        assert.equal(ids.length, manyInstances);
        assert.equal(new Set(ids).size, manyInstances);
        return undefined;
      }),
    );
    await Promise.all(lists);
    row.end("");
  });
});
