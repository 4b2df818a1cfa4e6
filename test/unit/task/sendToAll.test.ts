import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sendToAll } from "../../../src/task/sendToAll.ts";

type Target = { readonly accountId: string; readonly index: number };
/** What comes of each target: sent, unanswered, or refused. */
type Fate = "sent" | "unanswered" | "refused";

const fates = fc.array(
  fc.record({
    accountId: fc.constantFrom("a", "b"),
    fate: fc.constantFrom<Fate[]>("sent", "unanswered", "refused"),
  }),
  { maxLength: 40 },
);
const turn = () => new Promise((resolve) => setImmediate(resolve));
const toIndices = (targets: readonly Target[]) => targets.map(({ index }) => index);

/** Sends, with a fate for each target, and aborts once so many are done; counts what was begun. */
async function sendFated(
  given: readonly { readonly accountId: string; readonly fate: Fate }[],
  abortAfter = Infinity,
) {
  const targets = given.map(({ accountId }, index): Target => ({ accountId, index }));
  const begun: number[] = [];
  const told: number[] = [];
  const cancel = new AbortController();
  let underWay = 0;
  let mostOfOne = 0;
  const outcome = await sendToAll(
    targets,
    async ({ index }, signal) => {
      begun.push(index);
      underWay += 1;
      mostOfOne = Math.max(mostOfOne, underWay);
      await turn();
      underWay -= 1;
      assert.equal(signal, cancel.signal);
      const fate = given[index]?.fate;
      if (fate === "refused") throw new Error(`refused ${index}`);
      return fate ?? "sent";
    },
    {
      signal: cancel.signal,
      onSettled: (done) => {
        told.push(done);
        if (done === abortAfter) cancel.abort();
      },
    },
  );
  return { outcome, begun, told, mostOfOne };
}

describe("sendToAll", () => {
  it("sends to each once, a few at a time, and no failure stops another", async () => {
    await fc.assert(
      fc.asyncProperty(fates, async (given) => {
        const { outcome, begun, told, mostOfOne } = await sendFated(given);
        const indicesOf = (fate: Fate) => given.flatMap((each, index) => (each.fate === fate ? [index] : []));
        assert.deepEqual(
          begun.toSorted((a, b) => a - b),
          given.map((_, index) => index),
        );
        assert.deepEqual(toIndices(outcome.sent), indicesOf("sent"));
        assert.deepEqual(toIndices(outcome.unanswered), indicesOf("unanswered"));
        assert.deepEqual(
          outcome.failed.map(({ target, error }) => [target.index, String(error)]),
          indicesOf("refused").map((index) => [index, `Error: refused ${index}`]),
        );
        assert.deepEqual(outcome.notSent, []);
        assert.deepEqual(
          told,
          given.map((_, index) => index + 1),
        );
        assert.ok(mostOfOne <= 10, "five of each of two accounts");
      }),
      { numRuns: 300 },
    );
  });

  it("sends nothing more once it is cancelled, and waits for what is on its way", async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.nat({ max: 40 }), async (given, abortAfter) => {
        const { outcome, begun } = await sendFated(given, abortAfter);
        const { sent, unanswered, failed, notSent } = outcome;
        const settled = [...toIndices([...sent, ...unanswered]), ...failed.map(({ target }) => target.index)];
        assert.deepEqual(
          settled.toSorted((a, b) => a - b),
          begun.toSorted((a, b) => a - b),
        );
        assert.equal(settled.length + notSent.length, given.length);
        if (abortAfter > 0 && abortAfter < given.length) assert.ok(begun.length <= abortAfter + 9);
      }),
      { numRuns: 300 },
    );
  });

  it("takes a send for not begun that ends with the cancellation's own reason, and any other for failed", async () => {
    const cancel = new AbortController();
    const outcome = await sendToAll(
      [
        { accountId: "a", index: 0 },
        { accountId: "a", index: 1 },
      ],
      async ({ index }, signal) => {
        await turn();
        cancel.abort();
        if (index === 1) throw new Error("refused");
        signal.throwIfAborted();
        return "sent";
      },
      { signal: cancel.signal, onSettled: () => undefined },
    );
    assert.deepEqual(toIndices(outcome.notSent), [0]);
    assert.deepEqual(
      outcome.failed.map(({ target }) => target.index),
      [1],
    );
  });
});
