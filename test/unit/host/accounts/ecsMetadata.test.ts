import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { ProfileError } from "../../../../src/account/profileError.ts";
import { readEcsKey } from "../../../../src/host/accounts/ecsMetadata.ts";

const key = {
  Code: "Success",
  AccessKeyId: "STS.fromTheMachine",
  AccessKeySecret: "secretOfTheMachine",
  SecurityToken: "tokenOfTheMachine",
  Expiration: "2031-01-02T03:04:05Z",
};

type Answer = (request: IncomingMessage) => readonly [status: number, body: string];

/** A metadata service in its hardened mode: nothing is told without a token of its own. */
const hardened =
  (body: string): Answer =>
  ({ method, url, headers }) => {
    if (method === "PUT" && url === "/latest/api/token") {
      return headers["x-aliyun-ecs-metadata-token-ttl-seconds"] === "60" ? [200, "a-token\n"] : [400, ""];
    }
    if (headers["x-aliyun-ecs-metadata-token"] !== "a-token") return [403, "no token"];
    if (url === "/latest/meta-data/ram/security-credentials/") return [200, "machine role\n"];
    return url === "/latest/meta-data/ram/security-credentials/machine%20role" ? [200, body] : [404, ""];
  };

async function withService(answer: Answer, run: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request);
    response.writeHead(status).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const isProblem = (error: unknown): boolean => {
  assert.ok(error instanceof ProfileError);
  assert.doesNotMatch(`${error.stack ?? ""}${String(error.cause)}`, /OfTheMachine|fromTheMachine/u);
  return error.problem === "noMetadata";
};

describe("readEcsKey", () => {
  it("asks with a session token, for the machine's own role or the one named", async () => {
    await withService(hardened(JSON.stringify(key)), async (address) => {
      for (const role of [undefined, "machine role"]) {
        const session = await readEcsKey(role, address);
        assert.deepEqual(session, {
          credentials: {
            accessKeyId: key.AccessKeyId,
            accessKeySecret: key.AccessKeySecret,
            securityToken: key.SecurityToken,
          },
          expiresAtMs: Date.parse(key.Expiration),
        });
      }
      await assert.rejects(readEcsKey("other", address), isProblem);
    });
  });

  it("takes no half key, and says nothing of what came", async () => {
    const bodies = [
      JSON.stringify({ ...key, Code: "Failed" }),
      JSON.stringify({ ...key, AccessKeySecret: "" }),
      JSON.stringify(key).slice(0, -4),
      "",
      "null",
      `"${"x".repeat(200_000)}"`,
    ];
    for (const body of bodies)
      await withService(hardened(body), (address) =>
        assert.rejects(readEcsKey(undefined, address), isProblem),
      );
    await withService(
      () => [404, ""],
      (address) => assert.rejects(readEcsKey(undefined, address), isProblem),
    );
    await assert.rejects(readEcsKey(undefined, "http://127.0.0.1:1"), isProblem);
  });
});
