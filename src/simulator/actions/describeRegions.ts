import type { Action } from "./action.ts";

/** DescribeRegions; `RegionEndpoint` is the simulator's own address, so that nobody is led to the real service. */
export const describeRegions: Action = {
  run({ params }, { world, endpoint }) {
    const wanted = params.get("RegionId") ?? "";
    const regions = world.regions.filter(({ id }) => wanted === "" || id === wanted);
    return {
      Regions: regions.map(({ id, zones }) => ({
        RegionId: id,
        RegionEndpoint: endpoint.replace("http://", ""),
        Zones: zones,
        RecommendZones: zones.slice(0, 1),
      })),
    };
  },
};
