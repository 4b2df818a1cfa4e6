import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import type { FilterField, FilterInput } from "../../../../src/capture/filter/filterField.ts";
import { filterFields } from "../../../../src/capture/filter/filterFields.ts";
import { toIpv4Text, toIpv6Text, toMacText } from "../../../../src/capture/packet/address.ts";
import { createRecordReader } from "../../../../src/capture/recordReader.ts";
import { toUint32 } from "../../../../src/simulator/synthetic/bytes.ts";

/** A value that a field has in a capture: as it is written in an expression, and for bytes as they are. */
export type FieldSample = { readonly text: string; readonly bytes: Uint8Array };

/** What fields have for values in a capture, up to 50 different ones of each. */
export function readFieldSamples(capture: Uint8Array): ReadonlyMap<FilterField, readonly FieldSample[]> {
  const samples = new Map(filterFields.map((field) => [field, new Map<string, FieldSample>()]));
  forEachInput(capture, (input) => {
    for (const [field, known] of samples) {
      const add = (text: string, bytes = new Uint8Array()) => {
        if (known.size < 50) known.set(text, { text, bytes });
        return false;
      };
      if (field.shape === "number") {
        field.read(input, (value) =>
          add(field.type === "ipv4" ? toIpv4Text(Uint8Array.from(toUint32(value)), 0) : String(value)),
        );
      } else if (field.shape === "time") {
        field.read(input, (seconds, nanoseconds) =>
          add(`${seconds}.${String(nanoseconds).padStart(9, "0")}`),
        );
      } else if (field.shape === "bytes") {
        field.read(input, (bytes, start, end) =>
          add(toText(field.type, bytes, start, end), bytes.slice(start, end)),
        );
      }
    }
  });
  return new Map([...samples].map(([field, known]) => [field, [...known.values()]]));
}

/** Calls back with what filters see of each packet; the object is the same one every time. */
export function forEachInput(capture: Uint8Array, onInput: (input: FilterInput) => void): void {
  const analysis = createCaptureAnalysis((packet) => {
    const { conversations } = analysis;
    const { conversation, isFromA } = packet;
    onInput({
      ...packet,
      stream: conversation < 0 ? -1 : conversations.streamOf(conversation),
      baseSequence: conversation < 0 ? undefined : conversations.baseSequenceOf(conversation, isFromA),
      baseAcknowledgment: conversation < 0 ? undefined : conversations.baseSequenceOf(conversation, !isFromA),
    });
  });
  const reader = createRecordReader((record) => analysis.add(record));
  reader.push(capture);
  reader.end();
}

function toText(type: FilterField["type"], bytes: Uint8Array, start: number, end: number): string {
  if (type === "mac") return toMacText(bytes, start);
  if (type === "ipv6") return toIpv6Text(bytes, start);
  return new TextDecoder("latin1").decode(bytes.subarray(start, end));
}
