import type { ToPage } from "../../../src/protocol/captureForm.ts";
import type { ToView } from "../../../src/protocol/captureView.ts";
import { toFormInput } from "../../../src/task/tcpdump/formInput.ts";
import { presets } from "../../../src/task/tcpdump/presets.ts";
import type { FakeCapture } from "../../e2e/viewPage.ts";
import type { SampleMessage } from "./mutateMessage.ts";

const input = toFormInput(presets.https);

/** What the form's page is told of its instance. */
export const formSetup: Extract<ToPage, { type: "setup" }> = {
  type: "setup",
  targets: [{ accountId: "a1", regionId: "cn-hangzhou", instanceId: "eci-1" }],
  instances: [
    {
      ...{ name: "checkout-api", id: "eci-1", regionName: "China (Hangzhou)", accountName: "Somebody" },
      ...{ isDemo: false, regionWithoutTcpdump: false, ip: "192.168.0.12" },
    },
  ],
  leftOut: ["Left out (gone): batch-3."],
  presets: { own: [{ name: "mine", input }], lastUsed: input },
  input,
};

/** One good message of each kind that the form's page is told; nothing waits for the answers with these ids. */
export function toFormSamples(texts: Extract<ToPage, { type: "texts" }>["texts"]): readonly SampleMessage[] {
  const presetsOptional = ["presets/lastUsed"];
  const say = (message: ToPage, more: Omit<SampleMessage, "message"> = {}) => ({ message, ...more });
  return [
    say({ type: "texts", texts }, { long: ["texts/*"] }),
    say(formSetup, { optional: [...presetsOptional, "instances/*/ip", "input"] }),
    say({ type: "presets", presets: formSetup.presets }, { optional: presetsOptional }),
    say({ type: "done", id: 900_001, value: "value" }, { optional: ["value"] }),
    say(
      {
        ...{ type: "failed", id: 900_002, message: "It failed.", retryAfterSeconds: 30 },
        ...{ hasMore: true, needsKey: true },
      },
      { long: ["message"], optional: ["retryAfterSeconds", "needsKey"] },
    ),
  ];
}

/** One good message of each kind that a capture's page is told; nothing waits for the answers with these ids. */
export function toViewSamples(
  texts: Extract<ToView, { type: "texts" }>["texts"],
  { overview, fileName }: FakeCapture,
): readonly SampleMessage[] {
  const say = (message: ToView, more: Omit<SampleMessage, "message"> = {}) => ({ message, ...more });
  const sizeBytes = overview.capturedBytes;
  const damage = { offset: 10, reason: "cut" };
  return [
    say({ type: "texts", texts }, { long: ["texts/*"] }),
    say({ type: "opened", fileName, sizeBytes }),
    say({ type: "renamed" }),
    say(
      {
        ...{ type: "progress", readBytes: 1, sizeBytes, isDone: false, packets: 1 },
        overview: { ...overview, damage },
      },
      {
        optional: ["overview", "overview/findings/*/filter", "overview/findings/*/params/*"],
        nullable: ["overview/firstTime", "overview/damage"],
        open: ["overview/findings/*/params"],
        either: ["overview/findings/*/params/*"],
        signed: [
          ...["overview/durationNanoseconds", "overview/rate/bucketNanoseconds"],
          ...["overview/findings/*/params/*", "overview/firstTime/seconds"],
        ],
      },
    ),
    say({ type: "matched", filterId: 1, matched: 1, isDone: true }),
    say({ type: "changed", what: "readAgain" }),
    say({ type: "refused", message: "no", next: "nothing" }, { long: ["message", "next"] }),
    say({ type: "done", id: 900_001, value: null }, { free: ["value"], optional: ["value"] }),
    say({ type: "failed", id: 900_002, message: "no" }, { long: ["message"] }),
  ];
}
