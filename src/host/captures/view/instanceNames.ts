import type { Instance } from "../../../eci/model.ts";
import type { Task } from "../../../task/task.ts";
import { toPlainText } from "../../plainText.ts";

/** More names than one capture has instances in it. */
const maxNames = 5_000;
const address = /^[\d.:a-f]{2,45}$/u;

/**
 * Who has or had an address: the task that left the file at `path` knows best, then the other tasks from the newest,
 * then what is listed now. Names are plain text; an address may have been somebody else's at another time.
 */
export function buildInstanceNames(
  path: string,
  tasks: readonly Task[],
  instances: readonly Instance[],
): Readonly<Record<string, string>> {
  const names = new Map<string, string>();
  const add = (ip: string | undefined, name: string) => {
    const key = ip?.toLowerCase();
    if (key === undefined || name === "" || !address.test(key) || names.has(key)) return;
    if (names.size < maxNames) names.set(key, toPlainText(name, 80));
  };
  const isOfFile = ({ state }: Task) => state.kind === "downloaded" && state.file.path === path;
  for (const { target } of [...tasks.filter(isOfFile), ...tasks]) add(target.instanceIp, target.instanceName);
  for (const { name, privateIp, ipv6Address, internetIp } of instances)
    for (const ip of [privateIp, ipv6Address, internetIp]) add(ip, name);
  return Object.fromEntries(names);
}
