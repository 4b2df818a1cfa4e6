import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import type { CaptureEngine, CaptureRequest } from "../../../../src/simulator/engine.ts";
import { createLiveEngine, liveEngineAvailable } from "../../../../src/simulator/live/liveEngine.ts";
import { matchesRequest } from "../../../../src/simulator/synthetic/matchesRequest.ts";
import { countPackets } from "../../capture/countPackets.ts";
import { toMemorySource } from "../../capture/memorySource.ts";
import { whyToolsMissing } from "../../capture/systemTool.ts";
import { buildCaptureRequest } from "../synthetic/captureRequest.ts";
import { readPackets } from "../synthetic/pcapPackets.ts";
import { runCapture } from "../synthetic/runCapture.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-live-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const skip = (await liveEngineAvailable())
  ? false
  : "live captures need Linux, root, iproute2, util-linux and tcpdump, and leave to make network namespaces";

/** The processes that `pid` started, and those that they started. */
function readDescendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...readDescendants(child)]);
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("createLiveEngine", { skip }, () => {
  let engine: CaptureEngine;
  before(async () => {
    engine = await createLiveEngine();
  });
  after(async () => {
    await engine.dispose();
  });

  const capture = (changes: Partial<CaptureRequest>) => runCapture(engine, folder, changes);

  it(
    "catches real traffic of the instance for the given time",
    { skip: whyToolsMissing("tshark") },
    async () => {
      const { file, summary } = await capture({ durationSeconds: 3 });
      const duration = Date.parse(summary.lastTime ?? "") - Date.parse(summary.firstTime ?? "");
      assert.ok(summary.packets > 100 && duration > 1500, `${summary.packets} packets in ${duration} ms`);
      assert.deepEqual(summary.linkTypes, ["ETHERNET"]);
      const kinds = [
        "http.response.code == 200",
        "http.response.code == 500",
        "dns.flags.rcode == 3",
        "dns.a",
        "tcp.flags.reset == 1 and tcp.srcport == 5432",
        "tcp.flags.reset == 1 and tcp.srcport == 9000",
        "tls.app_data",
        "icmp.type == 3",
      ];
      const wrong = ["_ws.malformed", "ip and not ip.addr == 172.16.1.5"];
      const counts = countPackets(file, [...kinds, ...wrong]);
      for (const [index, kind] of kinds.entries()) assert.ok(counts[index]! > 0, kind);
      assert.deepEqual(counts.slice(kinds.length), [0, 0]);
    },
  );

  it("stops at the number of packets, and catches only what is asked for", async () => {
    const choice = { protocol: "tcp", sourceIp: "172.16.1.5", destCidr: "172.16.2.99/24", destPort: 80 };
    const { bytes, summary } = await capture({ ...choice, packetCount: 6, snaplenBytes: 70 });
    assert.equal(summary.packets, 6);
    for (const packet of readPackets(bytes)) {
      assert.ok(matchesRequest(Buffer.from(packet, "hex"), choice));
      assert.ok(packet.length <= 140);
    }
  });

  it("stops before the file exceeds its size", async () => {
    const { bytes, summary } = await capture({ fileSizeBytes: 4000 });
    assert.ok(bytes.length <= 4000 && summary.packets > 0);
  });

  it("gives what it has when it is stopped, at once or later, while another capture goes on", async () => {
    const long = engine.start(buildCaptureRequest({ packetCount: 60 }), folder);
    const short = engine.start(buildCaptureRequest({}), folder);
    short.stop();
    const { path: file } = await short.finished;
    assert.equal((await readCaptureSummary(toMemorySource(readFileSync(file)))).damage, null);
    assert.equal(
      (await readCaptureSummary(toMemorySource(readFileSync((await long.finished).path)))).packets,
      60,
    );
  });

  it("says that an interface does not exist, and leaves no file", async () => {
    const files = readdirSync(folder).length;
    await assert.rejects(capture({ interfaceName: "eth9" }), /^Error: eth9: No such device exists/u);
    assert.equal(readdirSync(folder).length, files);
  });

  it("leaves no process behind, and so no network, which goes with its processes", async () => {
    const own = await createLiveEngine();
    const running = own.start(buildCaptureRequest({}), folder);
    await delay(500);
    await own.dispose();
    assert.ok((await running.finished).sizeBytes >= 24);
    assert.deepEqual(readDescendants(process.pid), []);
  });

  it("works bundled and minified, and dies with its process", async () => {
    const source = `import { createLiveEngine } from "./src/simulator/live/liveEngine.ts";
      const request = { interfaceName: "any", snaplenBytes: 96, instanceIp: "10.1.0.1", peerIps: ["10.1.0.2"] };
      createLiveEngine().then(async (engine) => {
        await engine.start({ ...request, packetCount: 20 }, process.argv[2]).finished;
        await engine.start(request, process.argv[2]).finished;
      });`;
    const root = path.join(import.meta.dirname, "../../../..");
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: root, loader: "ts" },
      bundle: true,
      minify: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      write: false,
      absWorkingDir: root,
    });
    const script = path.join(folder, "bundle.cjs");
    writeFileSync(script, outputFiles[0]!.contents);
    const captures = mkdtempSync(path.join(folder, "bundled-"));
    const child = spawn(process.execPath, [script, captures], { stdio: "inherit" });
    const gone = once(child, "close");
    const areBothUnderWay = () => {
      const files = readdirSync(captures).map((name) => statSync(path.join(captures, name)).size);
      return files.length === 2 && files.every((sizeBytes) => sizeBytes > 24);
    };
    for (let turn = 0; turn < 1500 && !areBothUnderWay(); turn += 1) await delay(20);
    const pids = child.exitCode === null ? readDescendants(child.pid!) : [];
    child.kill("SIGKILL");
    await gone;
    assert.equal(pids.length, 3, "two agents and a tcpdump");
    // The children notice by themselves; how soon is up to the system.
    for (let turn = 0; turn < 500 && pids.some(isAlive); turn += 1) await delay(20);
    assert.deepEqual(pids.filter(isAlive), []);
  });
});
