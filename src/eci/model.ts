/** A key that signs requests; lives in memory and in the editor's secret storage alone. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
};

/**
 * Gives the key to sign with now. `refused` is one that the service just refused: the source gives a newer one where it
 * has one, else the same again, or rejects with what is wrong.
 */
export type CredentialSource<Key = Credentials> = (refused?: Credentials) => Promise<Key>;

/** A key and until when it works: milliseconds since 1970 by this computer's clock, undefined where nothing tells. */
export type KeySession = { readonly credentials: Credentials; readonly expiresAtMs?: number | undefined };

/** Who a key belongs to, as `sts:GetCallerIdentity` tells. */
export type Identity = {
  readonly accountId: string;
  readonly arn: string;
  /** `Account`, `RAMUser`, `AssumedRoleUser` or a word that did not exist when this was written. */
  readonly identityType: string;
  readonly principalId?: string | undefined;
};

/** One region of `DescribeRegions`. */
export type Region = { readonly id: string; readonly zones: readonly string[] };

export type Tag = { readonly key: string; readonly value: string };

/** The state of a container; `state` is Waiting, Running, Terminated or a word unknown to us. */
export type ContainerState = {
  readonly state: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: number | undefined;
  /** ISO 8601, UTC. */
  readonly startTime?: string | undefined;
  /** ISO 8601, UTC. */
  readonly finishTime?: string | undefined;
};

/** A container of an instance; environment values never get this far. */
export type Container = {
  readonly name: string;
  readonly isInit: boolean;
  readonly image: string;
  readonly cpu?: number | undefined;
  readonly memoryGib?: number | undefined;
  readonly ready?: boolean | undefined;
  readonly restartCount: number;
  readonly currentState?: ContainerState | undefined;
  readonly previousState?: ContainerState | undefined;
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
};

/** An event of an instance; times ISO 8601, UTC. */
export type InstanceEvent = {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstTime?: string | undefined;
  readonly lastTime?: string | undefined;
};

/** What an instance used at a moment; what the service did not say is absent. */
export type MetricSample = {
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly cpuCores?: number | undefined;
  /** The working set: what the kernel counts before it kills for want of memory. */
  readonly memoryBytes?: number | undefined;
  /** Counted since the instance began, over all its network interfaces. */
  readonly receivedBytes?: number | undefined;
  readonly sentBytes?: number | undefined;
};

/** An ECI instance, which Alibaba's API calls a container group. All texts are other people's: show them as plain text. */
export type Instance = {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
  /** Pending, Running, Succeeded, Failed, Scheduling, ScheduleFailed, Restarting, Updating, Terminating, Expired, or a word unknown to us. */
  readonly status: string;
  /**
   * False where only its row of DescribeContainerGroupStatus is known: then tags, zone, vSwitch, sizes, ports and init
   * containers are still to be asked for (DescribeContainerGroups).
   */
  readonly isWhole: boolean;
  /** Of Kubernetes, where a virtual node made the instance. */
  readonly namespace?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly vSwitchId?: string | undefined;
  readonly securityGroupId?: string | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly privateIp?: string | undefined;
  readonly internetIp?: string | undefined;
  readonly ipv6Address?: string | undefined;
  readonly cpu?: number | undefined;
  readonly memoryGib?: number | undefined;
  readonly instanceType?: string | undefined;
  readonly restartPolicy?: string | undefined;
  /** ISO 8601, UTC. */
  readonly createdAt?: string | undefined;
  readonly tags: readonly Tag[];
  readonly containers: readonly Container[];
  readonly events: readonly InstanceEvent[];
};

/** A page of instances; `unreadable` counts the rows that were not instances and were left out. */
export type InstancePage = {
  readonly instances: readonly Instance[];
  readonly nextToken?: string | undefined;
  readonly totalCount?: number | undefined;
  readonly unreadable: number;
};

export type OpsType = "tcpdump" | "coredump";

/** A record of `DescribeInstanceOpsRecords`: no id, no echo of the options, order not promised. */
export type OpsRecord = {
  /** In lower case: Alibaba's own samples write it both ways. */
  readonly opsType: string;
  /** Ready, Success, Failed, Expired, Closed, or a word unknown to us. */
  readonly opsStatus: string;
  /** ISO 8601, UTC. */
  readonly createTime: string;
  readonly expireTime?: string | undefined;
  readonly resultType?: string | undefined;
  /** A signed download address: whoever holds it can read the result. Never log, show or store it. */
  readonly resultUrl?: string | undefined;
};
