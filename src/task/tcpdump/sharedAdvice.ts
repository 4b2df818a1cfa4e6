import { findAdvice, type Advice, type AdviceCode, type AdviceContext } from "./advice.ts";
import type { TcpdumpOptions } from "./options.ts";

/** An instance that is captured on, by its name and its region's. */
export type AdviceInstance = AdviceContext & { readonly name: string; readonly regionName: string };

const ownCodes: readonly AdviceCode[] = ["regionNotOffered", "neitherSideIsInstance"];

/**
 * Everything worth saying about valid options that are sent to one or more instances, the most important first. What
 * holds for some of several is said once, with their names; `toList` puts texts in a row.
 */
export function findSharedAdvice(
  options: TcpdumpOptions,
  instances: readonly AdviceInstance[],
  toList: (texts: readonly string[]) => string,
): readonly Advice[] {
  const each = instances.map((instance) => ({ instance, advice: findAdvice(options, instance) }));
  const [first] = each;
  if (!first) return [];
  if (each.length === 1) return first.advice;
  const warned = (code: AdviceCode) =>
    each.filter(({ advice }) => advice.some((one) => one.code === code)).map(({ instance }) => instance);
  const namesOf = (found: readonly AdviceInstance[]) => toList(found.map(({ name }) => name));
  const withoutTcpdump = warned("regionNotOffered");
  const onNeitherSide = warned("neitherSideIsInstance");
  const shared: Advice[] = [];
  if (withoutTcpdump.length > 0) {
    const regions = toList([...new Set(withoutTcpdump.map(({ regionName }) => regionName))]);
    const params = { regions, names: namesOf(withoutTcpdump) };
    shared.push({ code: "regionsNotOffered", severity: "warning", params });
  }
  if (onNeitherSide.length > 0) {
    const params = { names: namesOf(onNeitherSide) };
    shared.push({ code: "instancesOnNeitherSide", severity: "warning", params });
  }
  // The rest depends on the options alone.
  return [...shared, ...first.advice.filter(({ code }) => !ownCodes.includes(code))];
}
