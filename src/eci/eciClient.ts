import type { ReadInRegion } from "./detailCalls.ts";
import type { Identity, InstancePage, OpsRecord, OpsType, Region, Tag } from "./model.ts";

/** Which instances to list; the filters are applied by the service. */
export type InstanceQuery = {
  readonly regionId: string;
  /** 1 to 20, the service's own maximum (DescribeContainerGroups, Limit). */
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
  /** At most 20. */
  readonly ids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly withEvents?: boolean | undefined;
};

/** Which instances' states to list; the filters are applied by the service. */
export type StatusQuery = {
  readonly regionId: string;
  readonly nextToken?: string | undefined;
  /** Those alone that changed in the last so many seconds: 60 to 3,600. */
  readonly sinceSeconds?: number | undefined;
  /** A tag without a value stands for any value. */
  readonly tags?: readonly { readonly key: string; readonly value?: string | undefined }[] | undefined;
};

/** One call of CreateInstanceOpsTask, in the words of the wire. */
export type OpsCall = {
  readonly regionId: string;
  readonly instanceId: string;
  readonly opsType: OpsType;
  readonly opsValue: string;
};

/**
 * The cloud as one account sees it. Every method rejects with a `CloudError`, or with the signal's
 * reason when the caller aborts; reads are retried inside, `createOpsTask` never is.
 */
export type EciClient = {
  describeRegions(signal?: AbortSignal): Promise<readonly Region[]>;
  /** A page of at most 200 rows, none of them whole (DescribeContainerGroupStatus). */
  describeStatuses(query: StatusQuery, signal?: AbortSignal): Promise<InstancePage>;
  /** A page of at most 20, all whole (DescribeContainerGroups). */
  describeInstances(query: InstanceQuery, signal?: AbortSignal): Promise<InstancePage>;
  describeOpsRecords(
    target: { readonly regionId: string; readonly instanceId: string; readonly opsType: OpsType },
    signal?: AbortSignal,
  ): Promise<readonly OpsRecord[]>;
  /** Rejects with a `CloudError` whose `outcomeUnknown` is true when the request may have been carried out all the same. */
  createOpsTask(
    call: OpsCall,
    signal?: AbortSignal,
  ): Promise<{ readonly requestId: string; readonly result: string }>;
  getCallerIdentity(signal?: AbortSignal): Promise<Identity>;
  /** Sends any other read; `createDetailCalls` makes calls of it. */
  readonly read: ReadInRegion;
  /** How far the service's clock is ahead of this computer's, in milliseconds: 0 while the service takes our timestamps. */
  clockAheadMs(): number;
  /** Aborts what is under way and closes the sockets. */
  dispose(): void;
};
