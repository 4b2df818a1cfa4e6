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

type Passes = (row: InstanceRow) => boolean;

/** The instances of a region that pass the filters which all three lists share, and those of `own` that are not off. */
export function selectRows(
  params: ReadonlyMap<string, string>,
  world: World,
  ...own: readonly (Passes | false)[]
): readonly InstanceRow[] {
  const regionId = readRegionId(params, world);
  const ids = readIds(params, "ContainerGroupIds");
  const tags = readTags(params);
  const equal = (name: string, field: (row: InstanceRow) => string): Passes | false => {
    const wanted = params.get(name);
    return wanted !== undefined && wanted !== "" && ((row) => field(row) === wanted);
  };
  const filters = [
    ...own,
    ...tags.map(
      ({ key, value }) =>
        (row: InstanceRow) =>
          row.tags.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
    ),
    equal("VSwitchId", (row) => row.vSwitchId),
    equal("ZoneId", (row) => row.zoneId),
    equal("ResourceGroupId", (row) => row.resourceGroupId),
  ].filter((filter) => filter !== false);
  const listed = world.instancesOf(regionId);
  const rows = ids === undefined ? listed : findRows(world, regionId, ids);
  return filters.length === 0 ? rows : rows.filter((row) => filters.every((passes) => passes(row)));
}

/** The instances of these ids in the order of the pages, without a look at all the others. */
function findRows(world: World, regionId: string, ids: readonly string[]): readonly InstanceRow[] {
  return [...new Set(ids)]
    .flatMap((id) => world.find(id) ?? [])
    .filter((row) => row.regionId === regionId)
    .sort((a, b) => a.index - b.index);
}

/** Where the first row of a higher index stands, or the end. */
function findAfter(rows: readonly InstanceRow[], index: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.index ?? Infinity) > index) high = middle;
    else low = middle + 1;
  }
  return low;
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
    start = findAfter(rows, Number(index));
  }
  const page = rows.slice(start, start + limit);
  const last = page.at(-1);
  const isLast = last === undefined || start + limit >= rows.length;
  return {
    rows: page,
    nextToken: isLast ? undefined : Buffer.from(`${regionId} ${last.index}`).toString("base64url"),
  };
}
