import type { EciClient } from "../../../src/eci/eciClient.ts";

/** A call of the client, as a test makes it. */
export type EciCall = {
  readonly name: string;
  readonly make: (client: EciClient) => Promise<unknown>;
  /** Sent again where it fails; a task never is. */
  readonly isRead: boolean;
};

const target = { regionId: "cn-hangzhou", instanceId: "eci-1", opsType: "tcpdump" } as const;

/** The call that must never be sent twice. */
export const taskCall: EciCall = {
  name: "CreateInstanceOpsTask",
  make: (client) => client.createOpsTask({ ...target, opsValue: '{"Enable":true,"Duration":60}' }),
  isRead: false,
};

/** The list of instances, the longest answer of all. */
export const listCall: EciCall = {
  name: "DescribeContainerGroups",
  make: (client) => client.describeInstances({ regionId: "cn-hangzhou" }),
  isRead: true,
};

/** All that the client can be asked for. */
export const eciCalls: readonly EciCall[] = [
  taskCall,
  listCall,
  { name: "DescribeRegions", make: (client) => client.describeRegions(), isRead: true },
  {
    name: "DescribeInstanceOpsRecords",
    make: (client) => client.describeOpsRecords(target),
    isRead: true,
  },
  { name: "GetCallerIdentity", make: (client) => client.getCallerIdentity(), isRead: true },
];
