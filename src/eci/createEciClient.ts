import type { CloudError } from "./cloudError.ts";
import { createApiCaller } from "./createApiCaller.ts";
import type { EciClient, InstanceQuery, StatusQuery } from "./eciClient.ts";
import type { Credentials, CredentialSource } from "./model.ts";
import { toLocalError } from "./toAnswer.ts";
import * as answers from "./wire/answerSchemas.ts";
import { instancePageSchema, toInstancePage } from "./wire/toInstancePage.ts";
import { statusPageSchema, toStatusPage } from "./wire/toStatusPage.ts";

export type EciClientOptions = {
  /** A key that lasts, or what gives the key of now; each request asks it. */
  readonly credentials: Credentials | CredentialSource;
  /** Told of each answer of the service: the error where it refused the key, else undefined. */
  readonly onAnswer?: ((refusal: CloudError | undefined) => void) | undefined;
  /** The address of ECI in a region (`toEciEndpoint`). */
  readonly endpoint: (regionId: string) => string;
  /** The address of STS (`toStsEndpoint`). */
  readonly stsEndpoint: string;
  /** The region that is asked for the list of regions; cn-hangzhou unless given. */
  readonly homeRegionId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  /** From 0 up to and without 1; for the jitter between tries. */
  readonly random?: (() => number) | undefined;
  /** For each try of a call, not counting its wait for a turn; 15 unless given. */
  readonly deadlineSeconds?: number | undefined;
  /** 8 MiB unless given. */
  readonly maxAnswerBytes?: number | undefined;
  readonly userAgent?: string | undefined;
  /** Asked before each request; false makes it come without an agent of its own (`SendLimits`). */
  readonly bringsAgent?: (() => boolean) | undefined;
};

const eciVersion = "2018-08-08";
const stsVersion = "2015-04-01";

/** Makes the client of one account. Its calls keep the paces of `createAccountPace`. */
export function createEciClient(options: EciClientOptions): EciClient {
  const { homeRegionId = "cn-hangzhou", stsEndpoint, credentials } = options;
  const caller = createApiCaller({
    credentials: typeof credentials === "function" ? credentials : () => Promise.resolve(credentials),
    onAnswer: options.onAnswer,
    clock: options.clock ?? Date.now,
    limits: {
      deadlineSeconds: options.deadlineSeconds ?? 15,
      maxAnswerBytes: options.maxAnswerBytes ?? 8 * 1024 * 1024,
      userAgent: options.userAgent ?? "eci-ops",
      bringsAgent: options.bringsAgent ?? (() => true),
    },
    retryPolicy: { random: options.random ?? Math.random, baseDelaySeconds: 0.5, maxRetryAfterSeconds: 10 },
  });

  function toEci(regionId: string) {
    try {
      return { endpoint: options.endpoint(regionId), version: eciVersion };
    } catch {
      throw toLocalError("protocol", "InvalidEndpoint", undefined, { outcomeUnknown: false });
    }
  }

  return {
    async describeRegions(signal) {
      // No RegionId: with one, the answer may be that region alone.
      const answer = await caller.read(
        { ...toEci(homeRegionId), action: "DescribeRegions", params: {}, schema: answers.regionsSchema },
        signal,
      );
      return answers.toRegions(answer);
    },
    async describeInstances(query, signal) {
      const { regionId } = query;
      const params = toInstanceParams(query);
      const answer = await caller.read(
        { ...toEci(regionId), action: "DescribeContainerGroups", params, schema: instancePageSchema },
        signal,
      );
      return toInstancePage(answer, regionId);
    },
    async describeStatuses(query, signal) {
      const { regionId } = query;
      const params = toStatusParams(query);
      const answer = await caller.read(
        { ...toEci(regionId), action: "DescribeContainerGroupStatus", params, schema: statusPageSchema },
        signal,
      );
      return toStatusPage(answer, regionId);
    },
    async describeOpsRecords({ regionId, instanceId, opsType }, signal) {
      const params = { RegionId: regionId, ContainerGroupId: instanceId, OpsType: opsType };
      const answer = await caller.read(
        {
          ...toEci(regionId),
          action: "DescribeInstanceOpsRecords",
          params,
          schema: answers.opsRecordsSchema,
        },
        signal,
      );
      return answers.toOpsRecords(answer, opsType);
    },
    async createOpsTask({ regionId, instanceId, opsType, opsValue }, signal) {
      const params = {
        RegionId: regionId,
        ContainerGroupId: instanceId,
        OpsType: opsType,
        OpsValue: opsValue,
      };
      const answer = await caller.act(
        { ...toEci(regionId), action: "CreateInstanceOpsTask", params, schema: answers.opsTaskSchema },
        signal,
      );
      return { requestId: answer.RequestId, result: answer.Result ?? "" };
    },
    async getCallerIdentity(signal) {
      const service = { endpoint: stsEndpoint, version: stsVersion };
      const answer = await caller.read(
        { ...service, action: "GetCallerIdentity", params: {}, schema: answers.identitySchema },
        signal,
      );
      return answers.toIdentity(answer);
    },
    async read(regionId, action, params, schema, signal) {
      const request = { ...toEci(regionId), action, params: { RegionId: regionId, ...params }, schema };
      return await caller.read(request, signal);
    },
    clockAheadMs: () => caller.clockAheadMs(),
    dispose: () => caller.dispose(),
  };
}

function toInstanceParams(query: InstanceQuery): Readonly<Record<string, string>> {
  const params: Record<string, string> = {
    RegionId: query.regionId,
    Limit: String(Math.min(Math.max(query.limit ?? 20, 1), 20)),
  };
  if (query.nextToken !== undefined) params["NextToken"] = query.nextToken;
  if (query.ids !== undefined) params["ContainerGroupIds"] = JSON.stringify(query.ids);
  if (query.name !== undefined) params["ContainerGroupName"] = query.name;
  if (query.status !== undefined) params["Status"] = query.status;
  if (query.withEvents === true) params["WithEvent"] = "true";
  return { ...params, ...toTagParams(query.tags ?? []) };
}

function toStatusParams(query: StatusQuery): Readonly<Record<string, string>> {
  const params: Record<string, string> = { RegionId: query.regionId, Limit: "200" };
  if (query.nextToken !== undefined) params["NextToken"] = query.nextToken;
  if (query.sinceSeconds !== undefined)
    params["SinceSecond"] = String(Math.min(Math.max(Math.ceil(query.sinceSeconds), 60), 3600));
  return { ...params, ...toTagParams(query.tags ?? []) };
}

function toTagParams(tags: NonNullable<StatusQuery["tags"]>): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (const [index, { key, value }] of tags.entries()) {
    params[`Tag.${index + 1}.Key`] = key;
    if (value !== undefined) params[`Tag.${index + 1}.Value`] = value;
  }
  return params;
}
