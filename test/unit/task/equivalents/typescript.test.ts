import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "http";
import type { AddressInfo } from "net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { text } from "node:stream/consumers";
import type { OpsCall } from "../../../../src/eci/eciClient.ts";
import { startSimulator } from "../../../../src/simulator/startSimulator.ts";
import { buildEquivalent } from "../../../../src/task/equivalents/buildEquivalent.ts";
import { toOpsValue } from "../../../../src/task/tcpdump/opsValue.ts";
import { hostileText, ordinaryCall } from "./opsCalls.ts";

const root = resolve(import.meta.dirname, "../../../..");
const kinds = ["typescriptPopCore", "typescriptSdk"] as const;
const parameterNames = ["RegionId", "ContainerGroupId", "OpsType", "OpsValue"];

/** Parameters of the protocol itself, in signature versions 1 and 3. */
const protocolNames = /^(Action|Version|Format|Timestamp|Signature.*|AccessKeyId|SecurityToken)$/;

describe("the TypeScript equivalents", () => {
  let folder = "";
  let server: Server;
  let endpoint = "";
  let requests: { readonly parameters: URLSearchParams; readonly headers: Headers }[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "typescript-"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    server = createServer((request, response) => {
      const answer = (body: string) => {
        const parameters = new URL(request.url ?? "/", "http://localhost").searchParams;
        for (const [name, value] of new URLSearchParams(body)) parameters.append(name, value);
        requests.push({ parameters, headers: new Headers(request.headers as Record<string, string>) });
        response.setHeader("content-type", "application/json");
        response.end('{"RequestId":"1","Result":"Enable Success"}');
      };
      text(request).then(answer, (error: unknown) => response.destroy(error as Error));
    });
    await new Promise<void>((resolveListening) => server.listen(0, "127.0.0.1", resolveListening));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolveClosed) => server.close(resolveClosed));
    await rm(folder, { recursive: true });
  });

  /** Runs Node to its end and gives what it printed; fails where it does not exit as expected. */
  async function run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    exitCode = 0,
  ) {
    const child: ChildProcess = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: folder, ...environment },
    });
    assert.ok(child.stdout && child.stderr);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolveExit) => child.once("close", resolveExit)),
    ]);
    assert.equal(code, exitCode, stdout + stderr);
    return stdout + stderr;
  }

  async function write(kind: (typeof kinds)[number], call: OpsCall, target = endpoint) {
    const path = join(folder, `${kind}.ts`);
    await writeFile(path, buildEquivalent(kind, call, target));
    return path;
  }

  for (const kind of kinds) {
    it(`${kind} sends exactly the four parameters`, async () => {
      for (const opsValue of [ordinaryCall.opsValue, `{"a":"${hostileText}"}`]) {
        requests = [];
        const path = await write(kind, { ...ordinaryCall, opsValue });
        const stdout = await run([path], {
          ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
        });
        assert.match(stdout, /Enable Success/i);
        assert.equal(requests.length, 1);
        const { parameters, headers } = requests[0]!;
        const own = [...parameters].filter(([name]) => !protocolNames.test(name));
        assert.deepEqual(
          Object.fromEntries(own),
          Object.fromEntries(
            [ordinaryCall.regionId, ordinaryCall.instanceId, "tcpdump", opsValue].map((value, index) => [
              parameterNames[index],
              value,
            ]),
          ),
        );
        assert.equal(own.length, parameterNames.length);
        assert.equal(parameters.get("Action") ?? headers.get("x-acs-action"), "CreateInstanceOpsTask");
        assert.equal(parameters.get("SecurityToken") ?? headers.get("x-acs-security-token"), null);
      }
    });

    it(`${kind} takes the security token where there is one`, async () => {
      requests = [];
      await run([await write(kind, ordinaryCall)], {
        ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
        ALIBABA_CLOUD_SECURITY_TOKEN: "token",
      });
      const { parameters, headers } = requests[0]!;
      assert.equal(parameters.get("SecurityToken") ?? headers.get("x-acs-security-token"), "token");
    });
  }

  it("both are accepted by the simulator, which checks their signatures", async () => {
    const simulator = await startSimulator({ engine: "synthetic", ops: { intervalSeconds: 0 } });
    try {
      const { examples, accessKeyId, accessKeySecret, identities } = simulator;
      assert.ok(examples.running);
      const opsValue = toOpsValue({ protocol: "tcp", destPort: 80, packetCount: 1 });
      const call: OpsCall = { ...examples.running, opsType: "tcpdump", opsValue };
      for (const kind of kinds) {
        const path = await write(kind, call, simulator.endpoint);
        const key = {
          ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
        };
        assert.match(await run([path], key), /Enable Success/);
        const wrongKey = { ...key, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "wrong" };
        assert.match(await run([path], wrongKey, 1), /SignatureDoesNotMatch/);
        const session = {
          ALIBABA_CLOUD_ACCESS_KEY_ID: identities.validToken.accessKeyId,
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: identities.validToken.accessKeySecret,
          ALIBABA_CLOUD_SECURITY_TOKEN: identities.validToken.securityToken ?? "",
        };
        assert.match(await run([path], session), /Enable Success/);
      }
    } finally {
      await simulator.close();
    }
  });

  it("both pass the strict compiler", async () => {
    const paths = await Promise.all(kinds.map((kind) => write(kind, ordinaryCall)));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const flags =
      "--noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node --ignoreConfig";
    await run([compiler, ...flags.split(" "), ...paths]);
  });
});
