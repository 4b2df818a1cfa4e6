/** What stands where a secret of the user's stood. */
export const hiddenValue = "***";

/**
 * A copy of an instance as it came, with the values of environment variables, the contents of config files, the
 * options of flex volumes (they may hold a key for the storage) and anything named like a password replaced by
 * `hiddenValue`. References (`ValueFrom`) stay.
 */
export function toShownJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toShownJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toShownProperty(key, item)]));
}

function toShownProperty(key: string, value: unknown): unknown {
  const name = key.toLowerCase();
  if (name.startsWith("environmentvar")) return hideWithin(value, "value");
  if (name === "configfilevolumeconfigfiletopaths" || name === "configfiletopaths") {
    return hideWithin(value, "content");
  }
  if (/^flexvolumeoptions$|password|secret|credential/u.test(name)) return hide(value);
  return toShownJson(value);
}

/** The list with that property of each item hidden; items that are no objects are hidden whole. */
function hideWithin(list: unknown, property: string): unknown {
  if (!Array.isArray(list)) return hide(list);
  return list.map((item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return hide(item);
    return Object.fromEntries(
      Object.entries(item).map(([key, value]) => [
        key,
        key.toLowerCase() === property ? hide(value) : toShownJson(value),
      ]),
    );
  });
}

function hide(value: unknown): unknown {
  return value === undefined || value === null || value === "" ? value : hiddenValue;
}
