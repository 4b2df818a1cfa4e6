import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Every packet for itself, as our reader sees them. */
const settings = [
  "ip.defragment:FALSE",
  "ipv6.defragment:FALSE",
  "tcp.desegment_tcp_streams:FALSE",
  "http.desegment_headers:FALSE",
  "http.desegment_body:FALSE",
  "tls.desegment_ssl_records:FALSE",
  "tcp.no_subdissector_on_error:FALSE",
].flatMap((setting) => ["-o", setting]);

/** So many expressions are asked in one run. */
const batchSize = 40;

/**
 * The numbers of the packets that tshark selects by each of the expressions, or what it says of one that it does not
 * take. The file's packets must be a millisecond apart from each other.
 */
export async function selectWithTshark(
  file: string,
  expressions: readonly string[],
): Promise<ReadonlyMap<string, readonly number[] | string>> {
  const results = new Map<string, readonly number[] | string>();
  const queue = toBatches(expressions);
  const work = async () => {
    for (let batch = queue.pop(); batch !== undefined; batch = queue.pop()) {
      for (const [expression, result] of await selectBatch(file, batch)) results.set(expression, result);
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

function toBatches(expressions: readonly string[]): (readonly string[])[] {
  // Commas part the expressions of one run.
  const alone = expressions.filter((expression) => expression.includes(","));
  const together = expressions.filter((expression) => !expression.includes(","));
  const batches = alone.map((expression) => [expression]);
  for (let at = 0; at < together.length; at += batchSize) batches.push(together.slice(at, at + batchSize));
  return batches;
}

type Selected = readonly (readonly [expression: string, result: readonly number[] | string])[];

async function selectBatch(file: string, batch: readonly string[]): Promise<Selected> {
  const [first = ""] = batch;
  try {
    return batch.length === 1 ? [[first, await selectOne(file, first)]] : await countByPacket(file, batch);
  } catch (error) {
    if (batch.length === 1)
      return [[first, String((error as { readonly stderr?: unknown }).stderr ?? error)]];
    const half = batch.length >> 1;
    return [
      ...(await selectBatch(file, batch.slice(0, half))),
      ...(await selectBatch(file, batch.slice(half))),
    ];
  }
}

/** Likewise of one expression; rejects where tshark does not take it. */
export async function selectOne(file: string, expression: string): Promise<readonly number[]> {
  const args = ["-n", ...settings, "-r", file, "-Y", expression, "-T", "fields", "-e", "frame.number"];
  const { stdout } = await run("tshark", args, { maxBuffer: 1 << 26 });
  return stdout.split("\n").filter(Boolean).map(Number);
}

/** A table with a row for each millisecond, and so for each packet, and two columns for each expression. */
async function countByPacket(file: string, batch: readonly string[]): Promise<Selected> {
  const statistics = `io,stat,0.001,${batch.join(",")}`;
  const { stdout } = await run("tshark", ["-n", ...settings, "-r", file, "-q", "-z", statistics], {
    maxBuffer: 1 << 26,
  });
  const rows = stdout.split("\n").filter((line) => line.includes("<>"));
  return batch.map((expression, column) => [
    expression,
    rows.flatMap((row, index) => (Number(row.split("|")[2 + 2 * column]) > 0 ? [index + 1] : [])),
  ]);
}
