import { randomUUID } from "node:crypto";
import type { OpsRecord } from "../../../src/eci/model.ts";
import type { Task } from "../../../src/task/task.ts";

/** A point in time, some seconds into the tests' own day. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 2) + seconds * 1000).toISOString();
}

/** A capture that was sent at second 0 of that day. */
export function sampleTask(changes: Partial<Task> = {}): Task {
  return {
    id: randomUUID(),
    target: { accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-1", instanceName: "web-1" },
    opsType: "tcpdump",
    options: { protocol: "tcp", destPort: 80 },
    origin: "sent",
    sentTime: at(0),
    state: { kind: "ready", record: undefined },
    ...changes,
  };
}

/** A record that was made at a second of that day. */
export function sampleRecord(seconds: number, changes: Partial<OpsRecord> = {}): OpsRecord {
  return { opsType: "tcpdump", opsStatus: "Ready", createTime: at(seconds), ...changes };
}
