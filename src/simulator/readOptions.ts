import { parseArgs } from "node:util";
import { defaultOpsOptions as defaults } from "./ops/opsOptions.ts";
import type { SimulatorOptions } from "./simulatorOptions.ts";

/** All that the command line takes, in one line. */
export const usage =
  "usage: npm run simulator -- [--port N] [--seed N] [--instances N] [--regions a,b] [--latency-ms N] " +
  "[--rate N] [--churn N] [--engine live|synthetic] [--interval SECONDS] [--cap SECONDS] [--expiry SECONDS] " +
  "[--crash-delay SECONDS] [--link-life SECONDS] [--stop-yields auto|Success|Closed] [--idle-exit SECONDS]";

class UsageError extends Error {}

/** Reads the command line; throws an error whose message says what is wrong. */
export function readOptions(
  args: readonly string[],
): SimulatorOptions & { readonly idleExitSeconds?: number | undefined } {
  const names = [
    "port",
    "seed",
    "instances",
    "regions",
    "latency-ms",
    "rate",
    "churn",
    "engine",
    "interval",
    "cap",
    "expiry",
    "crash-delay",
    "link-life",
    "stop-yields",
    "idle-exit",
  ] as const;
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
  });
  const text = (name: (typeof names)[number]) => values[name];
  const number = (name: (typeof names)[number], low: number, high: number, isWhole = true) => {
    const word = text(name);
    if (word === undefined) return undefined;
    const value = /^\d+(?:\.\d+)?$/u.test(word) ? Number(word) : NaN;
    if (!(value >= low && value <= high) || (isWhole && !Number.isInteger(value))) {
      throw new UsageError(`--${name} must be a ${isWhole ? "whole " : ""}number from ${low} to ${high}`);
    }
    return value;
  };
  const word = <T extends string>(name: (typeof names)[number], allowed: readonly T[]): T | undefined => {
    const value = text(name);
    const found = allowed.find((candidate) => candidate === value);
    if (value !== undefined && found === undefined) {
      throw new UsageError(`--${name} must be one of ${allowed.join(", ")}`);
    }
    return found;
  };
  const regions = text("regions")?.split(",");
  if (regions?.some((region) => !/^[a-z]{2}-[a-z0-9-]{3,40}$/u.test(region))) {
    throw new UsageError("--regions must be region ids with commas between them");
  }
  if (regions !== undefined && new Set(regions).size < regions.length) {
    throw new UsageError("--regions must name every region once");
  }
  const week = 7 * 86_400;
  return {
    port: number("port", 0, 65_535),
    seed: number("seed", 0, 2 ** 32 - 1),
    instances: number("instances", 0, 60_000),
    regions,
    idleExitSeconds: number("idle-exit", 1, week),
    latencyMs: number("latency-ms", 0, 600_000),
    ratePerSecond: number("rate", 1, 1_000_000),
    churnPerMinute: number("churn", 1, 60_000),
    engine: word<"live" | "synthetic">("engine", ["live", "synthetic"]),
    ops: {
      intervalSeconds: number("interval", 0, week, false) ?? defaults.intervalSeconds,
      captureCapSeconds: number("cap", 1, week) ?? defaults.captureCapSeconds,
      expirySeconds: number("expiry", 0, week, false) ?? defaults.expirySeconds,
      crashDelaySeconds: number("crash-delay", 0, week, false) ?? defaults.crashDelaySeconds,
      linkSeconds: number("link-life", 0, week, false) ?? defaults.linkSeconds,
      stopYields: word("stop-yields", ["auto", "Success", "Closed"]) ?? defaults.stopYields,
    },
  };
}
