import type { FilterField, NumberField } from "../filterField.ts";

const billion = 1_000_000_000;
const maximum = 0xffff_ffff;

function createFrameNumber(
  name: string,
  source: NumberField["source"],
  toValue: (input: Parameters<NumberField["read"]>[0]) => number,
): NumberField {
  const read: NumberField["read"] = (input, test) => test(toValue(input));
  return { name, shape: "number", type: "number", maximum, source, read };
}

/** What a capture file says of a packet. */
export const frameFields: readonly FilterField[] = [
  createFrameNumber("frame.number", "index", (input) => input.number),
  createFrameNumber("frame.len", "index", (input) => input.record.wireBytes),
  createFrameNumber("frame.cap_len", "packet", ({ record }) => record.end - record.start),
  createFrameNumber("frame.interface_id", "packet", (input) => input.record.interfaceNumber),
  {
    name: "frame.time_relative",
    shape: "time",
    type: "time",
    source: "index",
    read: ({ relativeNanoseconds }, test) => {
      if (Number.isNaN(relativeNanoseconds)) return false;
      const seconds = Math.floor(relativeNanoseconds / billion);
      return test(seconds, relativeNanoseconds - seconds * billion);
    },
  },
  {
    name: "frame.time_epoch",
    shape: "time",
    type: "time",
    source: "packet",
    read: ({ record }, test) => !Number.isNaN(record.seconds) && test(record.seconds, record.nanoseconds),
  },
];
