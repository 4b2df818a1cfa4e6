/** What happens to an instance; decides its containers' states, its events and its log. */
export type Plot =
  | "steady"
  | "oomKilled"
  | "crashLoop"
  | "segfault"
  | "imagePull"
  | "finished"
  | "failedJob"
  | "scheduling"
  | "noStock"
  | "restarting"
  | "updating"
  | "terminating"
  | "expired";

export type Tag = { readonly key: string; readonly value: string };

/** One instance of the world before it has an id and an address. */
export type Part = {
  readonly name: string;
  readonly service: string;
  readonly plot: Plot;
  readonly production?: boolean;
  readonly tag?: Tag;
};

/** The tag that makes an instance behave in a way that nothing else would show; its values are in docs/simulator.md. */
export const triggerTagKey = "simulator";
/** Where an instance says that its core dumps go elsewhere (in Kubernetes an annotation). */
export const corePatternTagKey = "k8s.aliyun.com/eci-core-pattern";

/** The status of an instance in each plot. */
export const plotStatus: Readonly<Record<Plot, string>> = {
  steady: "Running",
  oomKilled: "Running",
  crashLoop: "Running",
  segfault: "Running",
  imagePull: "Pending",
  finished: "Succeeded",
  failedJob: "Failed",
  scheduling: "Scheduling",
  noStock: "ScheduleFailed",
  restarting: "Restarting",
  updating: "Updating",
  terminating: "Terminating",
  expired: "Expired",
};

/** The plots whose instances have ended: they stay listed for a while. */
export const endedPlots: ReadonlySet<Plot> = new Set(["finished", "failedJob", "expired"]);

const trigger = (value: string): Tag => ({ key: triggerTagKey, value });
const corePattern = (value: string): Tag => ({ key: corePatternTagKey, value });

/** The instances that every world has, all in its first region: each status, each plot, each trigger. */
export const cast: readonly Part[] = [
  { name: "web-1", service: "web", plot: "steady", production: true },
  { name: "api-1", service: "api", plot: "steady", production: true },
  { name: "payments-1", service: "payments", plot: "steady", production: true },
  { name: "redis-cache", service: "redis", plot: "steady" },
  { name: "mysql-orders", service: "mysql", plot: "steady", production: true },
  { name: "worker-images", service: "worker", plot: "oomKilled" },
  { name: "recommender", service: "recommender", plot: "segfault", tag: trigger("crash") },
  { name: "notifier", service: "notifier", plot: "crashLoop" },
  { name: "search-canary", service: "search", plot: "imagePull" },
  { name: "cron-nightly-report", service: "cron", plot: "finished" },
  { name: "cron-import-catalog", service: "cron", plot: "failedJob" },
  { name: "worker-thumbnails", service: "worker", plot: "scheduling" },
  { name: "worker-training", service: "worker", plot: "noStock" },
  { name: "web-gateway", service: "web", plot: "restarting" },
  { name: "checkout-1", service: "checkout", plot: "updating", production: true },
  { name: "web-old-blog", service: "web", plot: "terminating" },
  { name: "web-flash-sale", service: "web", plot: "expired" },
  { name: "ledger", service: "ledger", plot: "steady", tag: trigger("execute-task-fail") },
  { name: "mailer", service: "mailer", plot: "steady", tag: trigger("core-update-fail") },
  { name: "invoices", service: "invoices", plot: "steady", tag: corePattern("|/usr/local/bin/save-core %p") },
  { name: "exports", service: "exports", plot: "steady", tag: corePattern("/data/cores/core.%e.%p") },
];
