import type { ToHost } from "../../../src/protocol/captureForm.ts";
import type { FromView } from "../../../src/protocol/captureView.ts";
import { toFormInput } from "../../../src/task/tcpdump/formInput.ts";
import { presets } from "../../../src/task/tcpdump/presets.ts";

const input = toFormInput(presets.https);

/** Good requests of every type that the form's page makes. */
export const formRequests: readonly ToHost[] = [
  { type: "ready", id: 1 },
  { type: "start", id: 2, input },
  { type: "copy", id: 3, what: "opsValue", input },
  { type: "copy", id: 4, what: "filter", input },
  { type: "copyAs", id: 5, input },
  { type: "pickPeer", id: 6, side: "source" },
  { type: "whose", id: 13, address: "10.0.0.1" },
  { type: "savePreset", id: 7, input },
  { type: "deletePreset", id: 8, name: "mine" },
  { type: "showTasks", id: 9 },
  { type: "explain", id: 10 },
  { type: "changeKey", id: 11 },
  { type: "ping", id: 12 },
];

/** Good requests of every type that the capture's page makes. */
export const viewRequests: readonly FromView[] = [
  { type: "ready", id: 1 },
  { type: "rows", id: 2, from: 0, count: 200 },
  { type: "packet", id: 3, number: 1 },
  { type: "filter", id: 4, expression: "" },
  { type: "filter", id: 5, expression: "tcp.port == 443" },
  { type: "place", id: 6, number: 12 },
  { type: "names", id: 13, addresses: ["10.0.0.1", "fd00::1"] },
  { type: "conversations", id: 7, order: "bytes", isDescending: true, from: 0, count: 100 },
  { type: "stream", id: 8, conversation: 0, from: 0, count: 100 },
  { type: "export", id: 9, format: "pcapng", isShare: true },
  { type: "copy", id: 10, text: "x" },
  { type: "reload", id: 11 },
  { type: "ping", id: 12 },
];
