import { readToolOutput } from "./systemTool.ts";

/** What tshark says of every packet of a file: the fields asked for, as text. */
export function readTsharkRows(file: string, ...fields: readonly string[]): readonly (readonly string[])[] {
  const asked = fields.flatMap((field) => ["-e", field]);
  return readToolOutput("tshark", "-n", "-r", file, "-T", "fields", ...asked)
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
}
