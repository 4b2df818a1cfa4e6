import type { EditorBed, EditorServer } from "./editorBed.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { createCaptureOnDemand, type CaptureOnDemand } from "./captureOnDemand.ts";
import { openReadyWindow } from "./steps.ts";

/** A server with one window that is ready for captures, whose ends the test decides. */
export type OneWindow = {
  readonly captures: CaptureOnDemand;
  readonly server: EditorServer;
  readonly window: EditorWindow;
};

/** Opens it; its end is the bed's. */
export async function openOneWindow(bed: EditorBed): Promise<OneWindow> {
  const captures = createCaptureOnDemand();
  const server = await bed.startServer(captures.engine);
  return { captures, server, window: await openReadyWindow(server) };
}
