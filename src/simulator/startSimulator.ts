import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer } from "http";
import type { AddressInfo } from "net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeCoreDump } from "./core/makeCoreDump.ts";
import type { CaptureEngine } from "./engine.ts";
import { type Examples, buildExamples } from "./examples.ts";
import type { NamedIdentities } from "./identity/identity.ts";
import { createIdentityBook } from "./identity/identityBook.ts";
import { buildNamedIdentities } from "./identity/namedIdentities.ts";
import { createLiveEngine, liveEngineAvailable } from "./live/liveEngine.ts";
import { defaultOpsOptions } from "./ops/opsOptions.ts";
import { TaskBook } from "./ops/taskBook.ts";
import { createObjectStore } from "./oss/objectStore.ts";
import { serveObject } from "./oss/serveObject.ts";
import { buildSignedUrl } from "./oss/signedUrl.ts";
import { answerRpc } from "./rpc/answerRpc.ts";
import { maxSkewMs } from "./rpc/authenticate.ts";
import { createNonceLog } from "./rpc/nonceLog.ts";
import { createThrottle } from "./rpc/throttle.ts";
import type { SimulatorOptions } from "./simulatorOptions.ts";
import { createSyntheticEngine } from "./synthetic/syntheticEngine.ts";
import { defaultRegionIds } from "./world/regions.ts";
import { startChurn } from "./world/churn.ts";
import { type World, buildWorld } from "./world/world.ts";

/** A running stand-in for ECI, STS and OSS on one loopback port. */
export type Simulator = {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The key that may do everything. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly identities: NamedIdentities;
  readonly examples: Examples;
  readonly engineName: CaptureEngine["name"];
  /** Where the files of the results lie until `close`. */
  readonly folder: string;
  /** What exists; whoever changes it sees the change in the next answer. */
  readonly world: World;
  /** How many calls were refused for coming too fast. */
  refusals(): number;
  /** How long nobody has asked, in milliseconds of this computer's time. */
  idleMs(): number;
  /** Ends captures, connections and child processes, and removes the folder; may be called again. */
  close(): Promise<void>;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function createEngine(wanted: SimulatorOptions["engine"], seed: number): Promise<CaptureEngine> {
  if (typeof wanted === "object") return wanted;
  const isLive = wanted === undefined ? await liveEngineAvailable() : wanted === "live";
  return isLive ? createLiveEngine() : createSyntheticEngine({ seed });
}

/** Serves on the loopback address alone; rejects when the port is taken. */
async function listen(handle: Handler, port: number, clock: () => number, latencyMs: number) {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader("Date", new Date(clock()).toUTCString());
    const pause = latencyMs > 0 ? delay(latencyMs, undefined, { signal: closing.signal }) : Promise.resolve();
    // A client that goes away in the middle ends the answer, and nothing is owed to it.
    pause.then(() => handle(request, response)).catch(() => response.destroy());
  });
  // Longer than any pause between two polls: a socket that closes just when it is used again looks like a reset.
  server.keepAliveTimeout = 75_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    closing.abort();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Starts a simulator; rejects when the port is taken or the wanted engine cannot run here. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = 1, clock = Date.now } = options;
  const ops = { ...defaultOpsOptions, ...options.ops };
  const world = buildWorld({
    seed,
    instances: options.instances ?? 40,
    regionIds: options.regions ?? defaultRegionIds,
    clock,
  });
  const identities = buildNamedIdentities(seed, clock());
  const linkKey = { accessKeyId: "LTAI5tOpsResults", accessKeySecret: randomBytes(24).toString("base64") };
  const engine = await createEngine(options.engine, seed);
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), "eci-simulator-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  const store = createObjectStore(folder, clock);
  const tasks = new TaskBook({
    engine,
    makeCoreDump: options.makeCoreDump ?? makeCoreDump,
    store,
    options: ops,
    clock,
    crash: (instanceId) => void world.crash(instanceId),
  });
  const identityBook = createIdentityBook(identities);
  const nonces = createNonceLog(2 * maxSkewMs);
  const throttle = createThrottle(options.ratePerSecond, options.ratesPerSecond);

  // Whoever is on this computer may use it: that is what it is for.
  const serveSelf = (response: ServerResponse) => {
    const { accessKeyId, accessKeySecret } = identities.full;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ endpoint, accessKeyId, accessKeySecret }));
  };
  let askedAtMs = performance.now();
  const handle: Handler = async (request, response) => {
    askedAtMs = performance.now();
    const path = request.url?.split("?")[0];
    if (path === "/simulator") {
      serveSelf(response);
      return;
    }
    if (path !== "/") return serveObject(request, response, { store, linkKey, clock });
    const signUrl = (key: string, now: number) =>
      buildSignedUrl(endpoint, key, linkKey, now + ops.linkSeconds * 1000);
    const actions = { endpoint, world, tasks, identities: identityBook, ops, signUrl };
    return answerRpc(request, response, { actions, nonces, throttle, clock });
  };
  const dispose = async () => {
    await tasks.dispose();
    await engine.dispose();
    await rm(folder, { recursive: true, force: true });
    process.off("exit", removeFolder);
  };
  const { fault } = options;
  const serve: Handler =
    fault === undefined
      ? handle
      : (request, response) => fault(request, response, () => handle(request, response));
  const server = await listen(serve, options.port ?? 0, clock, options.latencyMs ?? 0).catch(
    async (error: unknown) => {
      await dispose();
      throw error;
    },
  );
  const { endpoint } = server;
  const stopChurn = options.churnPerMinute && startChurn(world, options.churnPerMinute);
  let closed: Promise<void> | undefined;
  return {
    endpoint,
    accessKeyId: identities.full.accessKeyId,
    accessKeySecret: identities.full.accessKeySecret,
    identities,
    examples: buildExamples(world),
    engineName: engine.name,
    folder,
    world,
    refusals: () => throttle.refusals(),
    idleMs: () => performance.now() - askedAtMs,
    close() {
      if (stopChurn) stopChurn();
      return (closed ??= server.close().then(dispose));
    },
  };
}
