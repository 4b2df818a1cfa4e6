import { cast } from "./cast.ts";
import { createKeyedRandom } from "./keyedRandom.ts";
import type { World } from "./world.ts";

/** What a running world does by itself; each of them shows in SinceSecond or in what a list no longer has. */
const changes = [
  (world: World, regionId: string) => world.add(regionId),
  (world: World, _regionId: string, id: string) => world.remove(id),
  (world: World, _regionId: string, id: string) => world.crash(id),
  (world: World, _regionId: string, id: string) => world.setPlot(id, "finished"),
  (world: World, _regionId: string, id: string) => world.setPlot(id, "crashLoop"),
  (world: World, _regionId: string, id: string) => world.setPlot(id, "restarting"),
  (world: World, _regionId: string, id: string) => world.setPlot(id, "steady"),
] as const;

/** Changes one thing, the same at the same step of the same world; the cast stays as it is, for people count on it. */
export function changeOnce(world: World, step: number): void {
  const random = createKeyedRandom(world.seed, "churn", step);
  const region = world.regions[random.integer(0, world.regions.length - 1)];
  if (region === undefined) return;
  const rows = world.instancesOf(region.id).filter(({ index }) => index >= cast.length);
  const row = rows[random.integer(0, rows.length - 1)];
  if (row === undefined) world.add(region.id);
  else random.pick(changes)(world, region.id, row.id);
}

/** Lets the world change so many times a minute, evenly, until the returned function ends it. */
export function startChurn(world: World, perMinute: number): () => void {
  let step = 0;
  const timer = setInterval(() => changeOnce(world, step++), 60_000 / perMinute);
  timer.unref();
  return () => clearInterval(timer);
}
