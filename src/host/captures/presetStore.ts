import * as vscode from "vscode";
import type { FormPresets } from "../../protocol/captureForm.ts";
import { toFormInput } from "../../task/tcpdump/formInput.ts";
import { tcpdumpOptionsSchema, type TcpdumpOptions } from "../../task/tcpdump/options.ts";
import type { UserPreset } from "../../task/tcpdump/presets.ts";
import { readUserPresets, withoutPreset, withPreset } from "./userPresets.ts";

const lastUsedKey = "captureForm.lastUsed";

/** The user's own presets (the setting `eciOps.capturePresets`) and the options that were sent last. */
export type PresetStore = {
  readonly own: () => readonly UserPreset[];
  readonly toFormPresets: () => FormPresets;
  readonly save: (preset: UserPreset) => Thenable<void>;
  readonly remove: (name: string) => Thenable<void>;
  readonly rememberUsed: (options: TcpdumpOptions) => Thenable<void>;
};

/** Presets are the user's and not a folder's: only the user's own settings are read and written. */
export function buildPresetStore(memento: vscode.Memento): PresetStore {
  const read = () => vscode.workspace.getConfiguration("eciOps").inspect("capturePresets")?.globalValue;
  const write = (value: readonly unknown[]) =>
    vscode.workspace
      .getConfiguration("eciOps")
      .update("capturePresets", value, vscode.ConfigurationTarget.Global);
  return {
    own: () => readUserPresets(read()),
    toFormPresets: () => {
      const lastUsed = tcpdumpOptionsSchema.safeParse(memento.get(lastUsedKey)).data;
      return {
        own: readUserPresets(read()).map(({ name, options }) => ({ name, input: toFormInput(options) })),
        ...(lastUsed && { lastUsed: toFormInput(lastUsed) }),
      };
    },
    save: (preset) => write(withPreset(read(), preset)),
    remove: (name) => write(withoutPreset(read(), name)),
    rememberUsed: (options) => memento.update(lastUsedKey, options),
  };
}
