import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { createCaptureOnDemand, type CaptureOnDemand } from "./captureOnDemand.ts";
import { startEditorBed, type EditorBed, type EditorServer } from "./editorBed.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { addAccountWithRegion } from "./steps.ts";

/** A server with one window that shows the views, and captures whose ends the test decides. */
export type OneWindow = {
  readonly captures: CaptureOnDemand;
  readonly server: EditorServer;
  readonly window: EditorWindow;
};

/** Registers tests of one window. */
type Describe = (scene: () => OneWindow) => void;

/** One window that lives through all of it, as on a bad day; to open one takes as long as most of the tries. */
export function describeOneWindow(
  title: string,
  withoutAccount: readonly Describe[],
  withAccount: readonly Describe[],
): void {
  describe(title, () => {
    let bed: EditorBed;
    let scene: OneWindow;
    before(async () => {
      bed = await startEditorBed();
      const captures = createCaptureOnDemand();
      const server = await bed.startServer(captures.engine);
      const window = await server.openWindow();
      await window.showViews(true);
      scene = { captures, server, window };
    });
    after(async () => {
      await bed.dispose();
      assert.deepEqual(scene.server.complaints, []);
    });
    for (const register of withoutAccount) register(() => scene);
    describe("with an account", () => {
      before(async () => {
        const { window, server } = scene;
        await addAccountWithRegion(window.page, server.simulator.identities.full);
        await runShortcut(window.page, "notifications.toggleDoNotDisturbMode");
      });
      for (const register of withAccount) register(() => scene);
    });
  });
}
