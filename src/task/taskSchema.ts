import * as z from "zod/mini";
import { downloadProblemCodes, type Task } from "./task.ts";
import { tcpdumpOptionsSchema } from "./tcpdump/options.ts";

const time = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
const record = z.object({ createTime: time, expireTime: z.optional(z.string()) });
const failure = z.object({ code: z.string(), message: z.string(), requestId: z.optional(z.string()) });
const problem = z.object({
  code: z.enum(downloadProblemCodes),
  httpStatus: z.optional(z.number()),
  systemCode: z.optional(z.string()),
  neededBytes: z.optional(z.number()),
  freeBytes: z.optional(z.number()),
});
const file = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  format: z.enum(["pcap", "pcapng", "gzip", "elf"]),
});

const state = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sending") }),
  z.object({ kind: z.literal("unknownOutcome") }),
  z.object({ kind: z.literal("ready"), record: z.optional(record), hasResult: z.optional(z.boolean()) }),
  z.object({ kind: z.literal("stopping"), record: z.optional(record), sinceTime: time }),
  z.object({ kind: z.literal("succeeded"), record, problem: z.optional(problem) }),
  z.object({ kind: z.literal("downloading"), record }),
  z.object({ kind: z.literal("downloaded"), record, file }),
  z.object({ kind: z.literal("failed"), record: z.optional(record), failure }),
  z.object({ kind: z.literal("expired"), record }),
  z.object({ kind: z.literal("closed"), record: z.optional(record) }),
]);

const taskSchema = z.object({
  /** A UUID, or of a found task a SHA-256 in hex; names the file. */
  id: z.string().check(z.regex(/^[\da-f-]{36,64}$/)),
  target: z.object({
    accountId: z.string(),
    regionId: z.string(),
    instanceId: z.string(),
    instanceName: z.string(),
    instanceIp: z.optional(z.string()),
  }),
  opsType: z.enum(["tcpdump", "coredump"]),
  options: z.optional(tcpdumpOptionsSchema),
  origin: z.enum(["sent", "found"]),
  sentTime: time,
  serviceAheadSeconds: z.optional(z.number()),
  newestBefore: z.optional(time),
  forgottenTime: z.optional(time),
  state,
});

/** `version` counts the shapes that a ledger file has had. */
const fileSchema = z.object({ version: z.literal(1), task: taskSchema });

/** Reads the text of a ledger file; throws when it is not a task of ours. */
export function parseTask(text: string): Task {
  const { state: read, ...rest } = fileSchema.parse(JSON.parse(text)).task;
  const bound =
    read.kind === "ready" || read.kind === "stopping" || read.kind === "closed"
      ? { ...read, record: read.record }
      : read;
  return { ...rest, state: bound };
}

/** The text of a task's ledger file; unknown fields never get into it. */
export function toTaskText(task: Task): string {
  return `${JSON.stringify(fileSchema.parse({ version: 1, task }), undefined, 2)}\n`;
}
