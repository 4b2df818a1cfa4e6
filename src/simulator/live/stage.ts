import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { trafficAgentCode, type AgentPlan } from "./trafficAgent.ts";

/** A private network with real traffic between an instance's address and its peers'. */
export type Stage = {
  /** Starts a program that sees the instance's `eth0`; it is killed when this process ends. */
  spawn(command: readonly string[]): ChildProcessByStdio<null, Readable, Readable>;
  dispose(): Promise<void>;
};

const pauseMilliseconds = 25;

/**
 * Builds two network namespaces joined by a veth pair named `eth0` on both ends: the instance's address in one, the
 * peers' in the other, no route anywhere else. The namespaces have no name: they go with their last process, and the
 * agents in them end when their standard input closes, so nothing outlives this process. Rejects where that is not
 * allowed (it takes Linux, root, iproute2 and util-linux).
 */
export async function createStage(instanceIp: string, peerIps: readonly string[]): Promise<Stage> {
  const pause = pauseMilliseconds * peerIps.length;
  const agents = [
    spawnAgent({ ownIps: [instanceIp], peerIps, pauseMilliseconds: pause }),
    spawnAgent({ ownIps: peerIps, peerIps: [instanceIp], pauseMilliseconds: pause }),
  ] as const;
  const dispose = async () => {
    await Promise.all(agents.map(end));
  };
  try {
    const [instance, peers] = await Promise.all([toPid(agents[0]), toPid(agents[1])]);
    await configure(instance, [`link add eth0 type veth peer name eth0 netns ${peers}`]);
    await configure(instance, buildLinkLines([instanceIp], peerIps));
    await configure(peers, buildLinkLines(peerIps, [instanceIp]));
    for (const agent of agents) agent.stdin?.write("go\n");
    return { spawn: (command) => spawnInside(instance, command), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function spawnInside(pid: number, command: readonly string[]) {
  const inside = ["-t", String(pid), "-n", "setpriv", "--pdeathsig", "KILL", ...command];
  return spawn("nsenter", inside, { stdio: ["ignore", "pipe", "pipe"] });
}

function spawnAgent(plan: AgentPlan): ChildProcess {
  const child = spawn("unshare", ["-n", process.execPath, "-e", trafficAgentCode, JSON.stringify(plan)], {
    stdio: ["pipe", "pipe", "ignore"],
    // The editor's own executable is Electron, which is Node only when asked.
    env: { PATH: process.env["PATH"], ELECTRON_RUN_AS_NODE: "1" },
  });
  // A write to an agent that is gone already shows in its exit.
  child.stdin.on("error", () => undefined);
  return child;
}

/** The agent's process id, once it says that it is up. */
async function toPid(agent: ChildProcess): Promise<number> {
  const isUp = agent.stdout ? once(agent.stdout, "data").then(() => true) : Promise.resolve(false);
  const isGone = once(agent, "close").then(() => false);
  if (!(await Promise.race([isUp, isGone])) || agent.pid === undefined) {
    throw new Error("the traffic agent did not start");
  }
  return agent.pid;
}

async function end(agent: ChildProcess): Promise<void> {
  if (agent.pid === undefined || agent.exitCode !== null || agent.signalCode !== null) return;
  const gone = once(agent, "close");
  agent.kill("SIGKILL");
  await gone;
}

function buildLinkLines(ownIps: readonly string[], otherIps: readonly string[]): readonly string[] {
  return [
    "link set lo up",
    ...ownIps.map((ip) => `addr add ${ip}/32 dev eth0`),
    "link set eth0 up",
    ...otherIps.map((ip) => `route add ${ip}/32 dev eth0`),
  ];
}

async function configure(pid: number, lines: readonly string[]): Promise<void> {
  const ip = spawn("nsenter", ["-t", String(pid), "-n", "ip", "-batch", "-"], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaint = "";
  ip.stderr.on("data", (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-500);
  });
  ip.stdin.on("error", () => undefined);
  ip.stdin.end(`${lines.join("\n")}\n`);
  const [code] = (await once(ip, "close")) as unknown[];
  if (code !== 0) throw new Error(`ip could not set up the network: ${complaint.trim()}`);
}
