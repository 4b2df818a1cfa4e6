import { CloudError } from "../eci/cloudError.ts";
import type { EciClient } from "../eci/eciClient.ts";
import { anySchema } from "../eci/wire/answerSchemas.ts";
import type { RamAction } from "./ramPolicy.ts";

/**
 * `allowed`, `lacking`: the service said so. Cannot be told: `emptyList`, for no permission looks like no instances;
 * `needsInstance`, for there is none to ask about; `needsTask`, for only a task tells; `refused`, for something else
 * was refused (`code`).
 */
export type Permission = {
  readonly action: RamAction;
  readonly state: "allowed" | "lacking" | "emptyList" | "needsInstance" | "needsTask" | "refused";
  /** The service's code where something else was refused. */
  readonly code?: string | undefined;
};

/** An id that no instance has: what is asked of it changes nothing, whatever is allowed. */
const nobody = "eci-00000000000000000000";

const refusals: ReadonlySet<string> = new Set(["Forbidden.RAM", "NoPermission", "Forbidden"]);

/**
 * Finds out which actions an account lacks by asking each once, in one region, in a way that changes nothing. Rejects
 * with the error that keeps it from finding out anything: no connection, a key that is not accepted.
 */
export async function checkPermissions(
  client: EciClient,
  regionId: string,
  signal?: AbortSignal,
): Promise<readonly Permission[]> {
  const region = { RegionId: regionId };
  const ask = async (
    action: RamAction,
    params: Readonly<Record<string, string>>,
    judge: (answer: Readonly<Record<string, unknown>>) => Permission["state"] = () => "allowed",
  ): Promise<Permission> => {
    try {
      const name = action.replace("eci:", "");
      return { action, state: judge(await client.read(regionId, name, params, anySchema, signal)) };
    } catch (error) {
      return toRefusal(action, error);
    }
  };
  const regions = await ask("eci:DescribeRegions", {});
  let found: unknown;
  const groups = await ask("eci:DescribeContainerGroups", { ...region, Limit: "1" }, (answer) => {
    found = toFirst(answer["ContainerGroups"]);
    return found === undefined ? "emptyList" : "allowed";
  });
  const isListed = (answer: Readonly<Record<string, unknown>>) =>
    toFirst(answer["Data"]) === undefined ? "emptyList" : "allowed";
  const status = await ask("eci:DescribeContainerGroupStatus", { ...region, Limit: "1" }, isListed);
  const events = await ask("eci:DescribeContainerGroupEvents", { ...region, Limit: "1" }, isListed);
  const { ContainerGroupId: id, Containers: containers } = toFields(found);
  const { Name: name } = toFields(toFirst(containers));
  const target = typeof id === "string" ? { ...region, ContainerGroupId: id } : undefined;
  const askOf = (action: RamAction, params: Readonly<Record<string, string>> = {}) =>
    target ? ask(action, { ...target, ...params }) : { action, state: "needsInstance" as const };
  return [
    regions,
    ...compareLists(groups, status),
    await askOf("eci:DescribeInstanceOpsRecords", { OpsType: "tcpdump" }),
    await checkTasks(client, regionId, signal),
    events,
    typeof name === "string"
      ? await askOf("eci:DescribeContainerLog", { ContainerName: name, Tail: "1" })
      : { action: "eci:DescribeContainerLog", state: "needsInstance" },
    await askOf("eci:DescribeContainerGroupMetric"),
  ];
}

/** Both list the same instances: where one has some, an empty other one is a missing permission. */
function compareLists(groups: Permission, status: Permission): readonly Permission[] {
  const judge = (own: Permission, other: Permission): Permission =>
    own.state === "emptyList" && other.state === "allowed" ? { ...own, state: "lacking" } : own;
  return [judge(groups, status), judge(status, groups)];
}

/** Disarms what does not exist. A refusal tells; that there is no such instance does not, for it may be looked at first. */
async function checkTasks(
  client: EciClient,
  regionId: string,
  signal: AbortSignal | undefined,
): Promise<Permission> {
  const action = "eci:CreateInstanceOpsTask";
  try {
    await client.createOpsTask(
      { regionId, instanceId: nobody, opsType: "coredump", opsValue: "disable" },
      signal,
    );
    return { action, state: "allowed" };
  } catch (error) {
    const { state } = toRefusal(action, error);
    return { action, state: state === "lacking" ? state : "needsTask" };
  }
}

function toRefusal(action: RamAction, error: unknown): Permission {
  if (!(error instanceof CloudError)) throw error;
  const { kind, code } = error.details;
  if (refusals.has(code)) return { action, state: "lacking" };
  // What goes wrong with the connection, the key or the clock goes wrong with every call.
  if (
    kind !== "service" ||
    /^(?:InvalidAccessKeyId|InvalidSecurityToken|Signature|IncompleteSignature|InvalidTimeStamp)/u.test(code)
  ) {
    throw error;
  }
  return { action, state: "refused", code };
}

function toFirst(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
