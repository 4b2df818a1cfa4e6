import type { InstanceRow } from "./instanceRow.ts";
import { isoTime } from "./isoTime.ts";
import { type KeyedRandom, createKeyedRandom } from "./keyedRandom.ts";
import { type Service, toService } from "./service.ts";

/** A line of a container's log. */
export type LogLine = {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
};

/** A line is written every so many milliseconds. */
const stepMs = 1_700;

const paths = [
  "/",
  "/cart",
  "/api/orders",
  "/api/orders/81723",
  "/healthz",
  "/static/app.js",
  "/search?q=lamp",
] as const;
const words: Readonly<Record<Service["log"], (random: KeyedRandom, time: number) => string>> = {
  http: (random, time) => {
    const status = random.pick([200, 200, 200, 200, 200, 304, 404, 499, 502]);
    const [day, month, year, clock] = new Date(time).toUTCString().slice(5).split(" ");
    return `10.16.0.${random.integer(4, 90)} - - [${day}/${month}/${year}:${clock} +0000] "GET ${random.pick(paths)} HTTP/1.1" ${status} ${random.integer(120, 48_000)} "-" "Mozilla/5.0" ${(random.integer(1, 900) / 1000).toFixed(3)}`;
  },
  json: (random, time) => {
    const status = random.pick([200, 200, 200, 200, 201, 400, 500]);
    const level = status < 400 ? "info" : status < 500 ? "warn" : "error";
    const line = {
      level,
      ts: isoTime(time),
      msg: "request",
      path: random.pick(paths),
      status,
      ms: random.integer(1, 1200),
    };
    return JSON.stringify(line);
  },
  job: (random, time) =>
    `${isoTime(time)} ${random.pick([
      "INFO  job finished",
      "INFO  job started",
      "INFO  lease renewed",
      "WARN  retrying after timeout from mysql-orders:3306",
    ])} id=${random.text(8)} queue=${random.pick(["images", "mail", "exports"])}`,
  redis: (random, time) =>
    `1:M ${new Date(time).toUTCString().slice(5, 25)}.${random.integer(100, 999)} * ${random.pick([
      "100 changes in 300 seconds. Saving...",
      "Background saving terminated with success",
      "DB saved on disk",
    ])}`,
  mysql: (random, time) =>
    `${isoTime(time)} ${random.integer(8, 99)} [Note] [MY-010914] [Server] ${random.pick([
      "Aborted connection to db: 'shop' user: 'shop' (Got timeout reading communication packets)",
      "Access denied for user 'backup'@'10.16.0.77' (using password: YES)",
    ])}`,
};

const lastWords: Partial<Record<InstanceRow["plot"], string>> = {
  oomKilled: "runtime: out of memory: cannot allocate 268435456-byte block",
  crashLoop: "FATAL config: SMTP_HOST is not set, giving up",
  segfault: "Segmentation fault (core dumped)",
  failedJob: "FATAL import: catalog.csv: line 40211: unexpected end of record",
};

/** The log of a container between two times (milliseconds), oldest first, its newest `limit` lines; the same line every time. */
export function buildLog(
  row: InstanceRow,
  containerName: string,
  from: number,
  to: number,
  limit: number,
): LogLine[] {
  const style = toService(row.service);
  const kind = containerName === style.name ? style.log : "json";
  const last = Math.floor((to - row.createdAt) / stepMs);
  const first = Math.max(0, Math.ceil((from - row.createdAt) / stepMs), last - limit + 1);
  const lines: LogLine[] = [];
  for (let index = first; index <= last; index += 1) {
    const time = row.createdAt + index * stepMs;
    lines.push({ time, text: words[kind](createKeyedRandom(row.id, containerName, index), time) });
  }
  return lines;
}

/** What a container of this plot writes last before it ends badly; absent where it ends well. */
export function toLastWords(row: InstanceRow): string | undefined {
  return lastWords[row.plot];
}
