import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { CaptureEngine, CaptureRequest, RunningCapture } from "../engine.ts";
import { toPeers } from "../synthetic/ipv4.ts";
import { runTcpdump } from "./runTcpdump.ts";
import { createStage, type Stage } from "./stage.ts";

const maxPeers = 6;

let available: Promise<boolean> | undefined;

/** Whether real captures can be made here: tried, once a process, by letting tcpdump open a private network. */
export function liveEngineAvailable(): Promise<boolean> {
  available ??= tryLiveCapture();
  return available;
}

async function tryLiveCapture(): Promise<boolean> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    const stage = await createStage("192.0.2.1", ["192.0.2.2"]);
    try {
      const tcpdump = stage.spawn(["tcpdump", "-Z", "root", "-i", "eth0", "-d", "tcp"]);
      tcpdump.stdout.resume();
      tcpdump.stderr.resume();
      const [code] = (await once(tcpdump, "close")) as unknown[];
      return code === 0;
    } finally {
      await stage.dispose();
    }
  } catch {
    return false;
  }
}

/**
 * An engine that captures real traffic with the real tcpdump: each instance that captures gets a private network
 * of its own, in which it and its peers talk while at least one capture of it runs. Checksums of TCP and UDP are
 * those of a host that leaves them to its network card. Rejects where `liveEngineAvailable` is false.
 */
export async function createLiveEngine(): Promise<CaptureEngine> {
  if (!(await liveEngineAvailable())) throw new Error("live captures need Linux, root, iproute2 and tcpdump");
  const stages = new Map<string, { readonly stage: Promise<Stage>; users: number }>();
  const running = new Map<AbortController, Promise<unknown>>();

  const capture = async (request: CaptureRequest, folder: string, stopped: AbortSignal) => {
    const { instanceIp } = request;
    const peers = toPeers(instanceIp, request.peerIps).slice(0, maxPeers);
    const used = stages.get(instanceIp) ?? { stage: createStage(instanceIp, peers), users: 0 };
    stages.set(instanceIp, used);
    used.users += 1;
    try {
      return await runTcpdump(
        await used.stage,
        request,
        join(folder, `capture-${randomUUID()}.pcap`),
        stopped,
      );
    } finally {
      used.users -= 1;
      if (used.users === 0) {
        stages.delete(instanceIp);
        await used.stage.then((stage) => stage.dispose()).catch(() => undefined);
      }
    }
  };

  return {
    name: "live",
    start: (request, folder): RunningCapture => {
      const stopper = new AbortController();
      const finished = capture(request, folder, stopper.signal).finally(() => running.delete(stopper));
      running.set(
        stopper,
        finished.catch(() => undefined),
      );
      return { finished, stop: () => stopper.abort() };
    },
    dispose: async () => {
      for (const stopper of running.keys()) stopper.abort();
      await Promise.all(running.values());
    },
  };
}
