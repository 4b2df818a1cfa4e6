import { toHexLines, toStreamText } from "../../src/capture/stream/streamText.ts";
import type { StreamPart } from "../../src/protocol/captureView.ts";
import type { StreamState } from "./pageState.ts";

/** A line of a followed stream. */
export type StreamLine =
  /** The side changes: what follows was sent by `from`. */
  | { readonly kind: "turn"; readonly from: "a" | "b" }
  /** `number` of the packet where it is the first line of what that brought. */
  | { readonly kind: "data"; readonly from: "a" | "b"; readonly text: string; readonly number?: number }
  | { readonly kind: "gap"; readonly from: "a" | "b"; readonly gapBytes: number; readonly number: number };

/** Longer lines of text are broken. */
const maxColumns = 160;

const textLines = new WeakMap<StreamPart, readonly string[]>();
const hexLines = new WeakMap<StreamPart, readonly string[]>();

/** Gives the lines of a stream; the same ones as long as nothing of it changes. */
export function createStreamLines(): (stream: StreamState | undefined) => readonly StreamLine[] {
  let last: { readonly stream: StreamState; readonly lines: readonly StreamLine[] } | undefined;
  return (stream) => {
    if (!stream) {
      last = undefined;
      return [];
    }
    const isSame =
      last?.stream.parts === stream.parts &&
      last.stream.format === stream.format &&
      last.stream.side === stream.side;
    if (!last || !isSame) last = { stream, lines: toStreamLines(stream) };
    return last.lines;
  };
}

/** The lines of what was loaded of a stream. */
export function toStreamLines({ parts, format, side }: StreamState): readonly StreamLine[] {
  const lines: StreamLine[] = [];
  const sentBytes = { a: 0, b: 0 };
  let from: "a" | "b" | undefined;
  for (const part of parts) {
    const offset = sentBytes[part.from];
    sentBytes[part.from] += part.bytes.length + part.gapBytes;
    if (side !== "both" && side !== part.from) continue;
    if (part.from !== from) lines.push({ kind: "turn", from: part.from });
    from = part.from;
    const { number } = part;
    if (part.gapBytes > 0) lines.push({ kind: "gap", from, gapBytes: part.gapBytes, number });
    if (part.bytes.length === 0) continue;
    const texts = format === "hex" ? toHexPart(part, offset) : toTextPart(part);
    for (const [index, text] of texts.entries()) {
      lines.push({ kind: "data", from, text, ...(index === 0 && { number }) });
    }
  }
  return lines;
}

function toHexPart(part: StreamPart, offset: number): readonly string[] {
  const known = hexLines.get(part);
  if (known) return known;
  const lines = toHexLines(part.bytes, offset).split("\n");
  hexLines.set(part, lines);
  return lines;
}

function toTextPart(part: StreamPart): readonly string[] {
  const known = textLines.get(part);
  if (known) return known;
  const lines = toStreamText(part.bytes).replace(/\n$/u, "").split("\n").flatMap(toBrokenLines);
  textLines.set(part, lines);
  return lines;
}

function toBrokenLines(line: string): readonly string[] {
  const shown = line.replaceAll("\t", "    ");
  const count = Math.max(1, Math.ceil(shown.length / maxColumns));
  return Array.from({ length: count }, (_, index) =>
    shown.slice(index * maxColumns, (index + 1) * maxColumns),
  );
}
