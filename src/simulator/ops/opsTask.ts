import type { StoredObject } from "../oss/objectStore.ts";
import type { OpsType } from "./checkTarget.ts";

type OpsStatus = "Ready" | "Success" | "Failed" | "Expired" | "Closed";

/** A task as the service remembers it; one writer, the task book. */
export type OpsTask = {
  readonly type: OpsType;
  readonly instanceId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  status: OpsStatus;
  result?: StoredObject;
  /** Ends what runs for the task: a capture, the wait for a crash. */
  stop?: () => void;
};
