import { invalidParameter } from "../rpc/rpcError.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import type { World } from "../world/world.ts";
import { readIds, readRequired, readTags } from "./readParameter.ts";

/** The region that a call names, which must be one of the world; throws MissingParameter or InvalidParameter. */
export function readRegionId(params: ReadonlyMap<string, string>, world: World): string {
  const regionId = readRequired(params, "RegionId");
  if (!world.regions.some(({ id }) => id === regionId)) {
    throw invalidParameter("RegionId", `there is no region ${regionId}`);
  }
  return regionId;
}

/** The instances of a region that pass the filters which all three lists share. */
export function selectRows(params: ReadonlyMap<string, string>, world: World): readonly InstanceRow[] {
  const rows = world.instancesOf(readRegionId(params, world));
  const ids = readIds(params, "ContainerGroupIds");
  const tags = readTags(params);
  const equal = (name: string, field: (row: InstanceRow) => string) => {
    const wanted = params.get(name);
    return (row: InstanceRow) => wanted === undefined || wanted === "" || field(row) === wanted;
  };
  const filters = [
    (row: InstanceRow) => ids?.includes(row.id) ?? true,
    (row: InstanceRow) =>
      tags.every(({ key, value }) =>
        row.tags.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
      ),
    equal("VSwitchId", (row) => row.vSwitchId),
    equal("ZoneId", (row) => row.zoneId),
    equal("ResourceGroupId", (row) => row.resourceGroupId),
  ];
  return rows.filter((row) => filters.every((passes) => passes(row)));
}

export type Page = { readonly rows: readonly InstanceRow[]; readonly nextToken: string | undefined };

/** The page that `NextToken` points at; throws InvalidParameter for a token that no call of this region gave. */
export function selectPage(
  params: ReadonlyMap<string, string>,
  rows: readonly InstanceRow[],
  limit: number,
): Page {
  const regionId = params.get("RegionId") ?? "";
  const token = params.get("NextToken");
  let start = 0;
  if (token !== undefined && token !== "") {
    const [tokenRegion, index, ...more] = Buffer.from(token, "base64url").toString("utf8").split(" ");
    if (tokenRegion !== regionId || index === undefined || !/^\d{1,9}$/u.test(index) || more.length > 0) {
      throw invalidParameter("NextToken", "no earlier call of this region gave it");
    }
    // The token names the last instance seen, so that a filter may change between two pages.
    start = rows.findIndex((row) => row.index > Number(index));
    if (start < 0) start = rows.length;
  }
  const page = rows.slice(start, start + limit);
  const last = page.at(-1);
  const isLast = last === undefined || start + limit >= rows.length;
  return {
    rows: page,
    nextToken: isLast ? undefined : Buffer.from(`${regionId} ${last.index}`).toString("base64url"),
  };
}
