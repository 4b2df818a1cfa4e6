import { answerInstead } from "../../../src/simulator/faults/answerInstead.ts";
import { drip } from "../../../src/simulator/faults/drip.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { lieAboutLength } from "../../../src/simulator/faults/lieAboutLength.ts";
import { mixFaults } from "../../../src/simulator/faults/mixFaults.ts";
import { neverAnswer } from "../../../src/simulator/faults/neverAnswer.ts";
import { resetAfter } from "../../../src/simulator/faults/resetAfter.ts";
import { resetUnread } from "../../../src/simulator/faults/resetUnread.ts";
import { throttle } from "../../../src/simulator/faults/throttle.ts";

const page = answerInstead({ status: 502, body: "<html><h1>Bad Gateway</h1></html>" });
const unavailable = answerInstead({ status: 503, body: '{"Code":"ServiceUnavailable","Message":"later"}' });

/** Faults of every kind for calls and for results, chosen by the seed; `onFault` is called for each. */
export function buildSoakFaults(
  rate: number,
  seed: number,
  onFault: (action: string) => void,
): (action: string) => Fault {
  const calls = mixFaults({
    rate,
    seed,
    onFault,
    faults: [
      resetUnread,
      resetAfter("head"),
      resetAfter({ bodyBytes: 20 }),
      page,
      unavailable,
      throttle("Throttling.User", { retryAfter: "1" }),
      throttle("Throttling", { status: 429 }),
      lieAboutLength({ byBytes: 10 }),
      lieAboutLength({ byBytes: -10 }),
      drip(1000),
      neverAnswer,
    ],
  });
  const results = mixFaults({
    rate,
    seed: seed + 1,
    onFault,
    faults: [
      resetUnread,
      resetAfter("head"),
      resetAfter({ bodyBytes: 1000 }),
      page,
      lieAboutLength({ byBytes: 10 }),
      lieAboutLength("none"),
    ],
  });
  return (action) => (action === "result" ? results : calls);
}
