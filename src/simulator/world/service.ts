/** A service of the shop that the world plays: what runs in its containers and what its log says. */
export type Service = {
  readonly name: string;
  readonly image: string;
  readonly port?: number;
  readonly cpu: number;
  readonly memoryGib: number;
  readonly log: "http" | "json" | "job" | "redis" | "mysql";
  readonly sidecar?: "envoy" | "logtail";
  readonly init?: "migrate" | "wait-for-db";
  readonly environment: readonly string[];
};

const registry = "registry.cn-hangzhou.aliyuncs.com/tide-shop";
const database = ["DATABASE_URL", "DATABASE_PASSWORD"];

const web: Service = {
  name: "web",
  image: `${registry}/web:2.14.0`,
  port: 80,
  cpu: 1,
  memoryGib: 2,
  log: "http",
  environment: ["SESSION_SECRET"],
};

/** The services of the shop; the order is part of the world that a seed gives. */
export const services: readonly [Service, ...Service[]] = [
  web,
  {
    name: "api",
    image: `${registry}/api:5.3.1`,
    port: 8080,
    cpu: 2,
    memoryGib: 4,
    log: "json",
    sidecar: "envoy",
    environment: [...database, "JWT_SIGNING_KEY"],
  },
  {
    name: "payments",
    image: `${registry}/payments:1.9.4`,
    port: 8443,
    cpu: 2,
    memoryGib: 4,
    log: "json",
    sidecar: "logtail",
    init: "migrate",
    environment: [...database, "PSP_API_KEY"],
  },
  {
    name: "worker",
    image: `${registry}/worker:5.3.1`,
    cpu: 2,
    memoryGib: 4,
    log: "job",
    init: "wait-for-db",
    environment: [...database, "OSS_ACCESS_KEY_SECRET"],
  },
  {
    name: "redis",
    image: "registry-vpc.cn-hangzhou.aliyuncs.com/library/redis:7.2",
    port: 6379,
    cpu: 1,
    memoryGib: 4,
    log: "redis",
    environment: ["REDIS_PASSWORD"],
  },
  {
    name: "mysql",
    image: "registry-vpc.cn-hangzhou.aliyuncs.com/library/mysql:8.0",
    port: 3306,
    cpu: 4,
    memoryGib: 8,
    log: "mysql",
    environment: ["MYSQL_ROOT_PASSWORD"],
  },
  { ...web, name: "checkout", image: `${registry}/checkout:3.0.2`, sidecar: "envoy" },
  { ...web, name: "search", image: `${registry}/search:0.8.7`, port: 9200, log: "json" },
  {
    name: "cron",
    image: `${registry}/cron:5.3.1`,
    cpu: 0.5,
    memoryGib: 1,
    log: "job",
    environment: ["SMTP_PASSWORD"],
  },
];

/** The service of that name; one that the shop does not list runs like `worker`. */
export function toService(name: string): Service {
  const found = services.find((service) => service.name === name);
  if (found !== undefined) return found;
  return {
    name,
    image: `${registry}/${name}:1.4.2`,
    cpu: 1,
    memoryGib: 2,
    log: "job",
    environment: ["API_TOKEN"],
  };
}
