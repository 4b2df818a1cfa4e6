import { createCaptureOnDemand, type CaptureOnDemand } from "./captureOnDemand.ts";
import type { EditorBed, EditorServer } from "./editorBed.ts";
import type { EditorWindow } from "./editorWindow.ts";

/** A server with one window that shows the views, and captures whose ends the test decides. */
export type OneWindow = {
  readonly captures: CaptureOnDemand;
  readonly server: EditorServer;
  readonly window: EditorWindow;
};

/** Opens it; its end is the bed's. */
export async function openOneWindow(bed: EditorBed): Promise<OneWindow> {
  const captures = createCaptureOnDemand();
  const server = await bed.startServer(captures.engine);
  const window = await server.openWindow();
  await window.showViews(true);
  return { captures, server, window };
}
