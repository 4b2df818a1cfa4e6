import { userPresetSchema, type UserPreset } from "../../task/tcpdump/presets.ts";

/** The presets in the setting's value; what is none (a slip in a hand-edited file) is left out, and the later of one name. */
export function readUserPresets(value: unknown): readonly UserPreset[] {
  const found = new Map<string, UserPreset>();
  for (const entry of toEntries(value)) {
    const preset = userPresetSchema.safeParse(entry).data;
    if (preset && !found.has(preset.name)) found.set(preset.name, preset);
  }
  return [...found.values()];
}

/** The setting's value with this preset in place of any of its name; entries that are no presets stay as they are. */
export function withPreset(value: unknown, preset: UserPreset): readonly unknown[] {
  return [...withoutPreset(value, preset.name), preset];
}

/** The setting's value without the presets of this name; entries that are no presets stay as they are. */
export function withoutPreset(value: unknown, name: string): readonly unknown[] {
  return toEntries(value).filter((entry) => userPresetSchema.safeParse(entry).data?.name !== name);
}

function toEntries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
