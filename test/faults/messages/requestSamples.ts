import type { FromView } from "../../../src/protocol/captureView.ts";
import type { ToHost } from "../../../src/protocol/captureForm.ts";
import { toFormInput } from "../../../src/task/tcpdump/formInput.ts";
import { presets } from "../../../src/task/tcpdump/presets.ts";
import type { SampleMessage } from "./mutateMessage.ts";

const input = toFormInput(presets.https);

const formRequests: readonly ToHost[] = [
  { type: "ready", id: 1 },
  { type: "start", id: 2, input },
  { type: "copy", id: 3, what: "filter", input },
  { type: "copyAs", id: 4, input },
  { type: "pickPeer", id: 5, side: "source" },
  { type: "savePreset", id: 6, input },
  { type: "deletePreset", id: 7, name: "mine" },
  { type: "showTasks", id: 8 },
  { type: "explain", id: 9 },
  { type: "changeKey", id: 10 },
  { type: "ping", id: 11 },
];
const viewRequests: readonly FromView[] = [
  { type: "ready", id: 1 },
  { type: "rows", id: 2, from: 0, count: 50 },
  { type: "packet", id: 3, number: 1 },
  { type: "filter", id: 4, expression: "tcp" },
  { type: "place", id: 5, number: 1 },
  { type: "conversations", id: 6, order: "bytes", isDescending: true, from: 0, count: 10 },
  { type: "stream", id: 7, conversation: 0, from: 0, count: 10 },
  { type: "export", id: 8, format: "pcapng", isShare: false },
  { type: "copy", id: 9, text: "text" },
  { type: "reload", id: 10 },
];
const toSample = (message: ToHost | FromView): SampleMessage => ({ message });

/** One good request of each kind that the form's page makes. */
export const formRequestSamples = formRequests.map(toSample);

/** One good request of each kind that the capture's page makes. */
export const viewRequestSamples = viewRequests.map(toSample);
