import type { CaptureBench } from "./benchCapture.ts";

const toFigure = (value: number, digits: number) => (Number.isNaN(value) ? "-" : value.toFixed(digits));
const toRow = (name: string, ...cells: readonly string[]) =>
  `${name.padEnd(44)}${cells.map((cell) => cell.padStart(11)).join("")}`;

/** The figures of one capture as lines of a table; ratios are ours by the peer's. */
export function toCaptureBenchLines(bench: CaptureBench): readonly string[] {
  const { ours, opened } = bench;
  const size = `${bench.name}, ${bench.packets.toLocaleString("en")} packets`;
  const lines = [toRow(`whole processes on ${size}`, "s", "MiB", "ours / it", "runs")];
  for (const { program, seconds, peakMiB, runs } of [ours, ...bench.peers]) {
    const ratio = program === ours.program ? "" : toFigure(ours.seconds / seconds, 3);
    lines.push(toRow(program, toFigure(seconds, 2), toFigure(peakMiB, 0), ratio, String(runs)));
  }
  for (const program of bench.missing) lines.push(toRow(`${program}: not installed`));
  lines.push(
    "",
    toRow(`opened in the viewer's worker, ${size}`, "measured"),
    toRow("first rows after opening", `${toFigure(opened.firstRowsMs, 0)} ms`),
    toRow("the whole file read", `${toFigure(opened.readSeconds, 2)} s`),
    toRow("100 rows anywhere, 95th percentile", `${toFigure(opened.scrollP95Ms, 1)} ms`),
    toRow("100 rows anywhere, longest", `${toFigure(opened.scrollMaxMs, 1)} ms`),
    toRow("memory of the process", `${toFigure(opened.peakMiB, 0)} MiB`),
    toRow("index, each packet", `${toFigure(bench.indexBytesPerPacket, 1)} B`),
    "",
    toRow(`filters on ${bench.name}`, "packets", "ours s", "tshark s", "ours / it"),
  );
  for (const { expression, packets, seconds, tsharkSeconds = NaN } of bench.filters) {
    const ratio = toFigure(seconds / tsharkSeconds, 3);
    lines.push(toRow(expression, String(packets), toFigure(seconds, 2), toFigure(tsharkSeconds, 1), ratio));
  }
  return lines;
}
