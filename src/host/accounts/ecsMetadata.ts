// eslint-disable-next-line no-restricted-imports -- The editor's proxy must not see this machine's key, and is not on the way to it.
import { request } from "node:http";
import * as z from "zod/mini";
import { ProfileError } from "../../account/profileError.ts";
import type { KeySession } from "../../eci/model.ts";

const filled = z.string().check(z.minLength(1));
const keySchema = z.object({
  Code: z.literal("Success"),
  AccessKeyId: filled,
  AccessKeySecret: filled,
  SecurityToken: filled,
  Expiration: z.optional(z.string()),
});

const deadlineMs = 5_000;
const maxBytes = 64 * 1024;
const rolesPath = "/latest/meta-data/ram/security-credentials/";

/**
 * The key of this machine's RAM role, from the metadata service that instances of Alibaba Cloud have (with a session token,
 * its hardened mode). Without a name the machine's own role is asked for. Rejects with a `ProfileError` (`noMetadata`).
 */
export async function readEcsKey(
  roleName: string | undefined,
  address = "http://100.100.100.200",
): Promise<KeySession> {
  try {
    const ttl = { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" };
    const token = await ask("PUT", `${address}/latest/api/token`, ttl);
    const headers = { "X-aliyun-ecs-metadata-token": token };
    const role = roleName ?? (await ask("GET", address + rolesPath, headers));
    const text = await ask("GET", address + rolesPath + encodeURIComponent(role), headers);
    const key = z.parse(keySchema, JSON.parse(text));
    const expiresAtMs = Date.parse(key.Expiration ?? "");
    return {
      credentials: {
        accessKeyId: key.AccessKeyId,
        accessKeySecret: key.AccessKeySecret,
        securityToken: key.SecurityToken,
      },
      expiresAtMs: Number.isNaN(expiresAtMs) ? undefined : expiresAtMs,
    };
  } catch {
    // What came may be half a key.
    throw new ProfileError("noMetadata");
  }
}

/** The body of an answer 200, without the line's end. */
function ask(method: string, address: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const signal = AbortSignal.timeout(deadlineMs);
  return new Promise((resolve, reject) => {
    const asked = request(address, { method, headers, signal, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > maxBytes) asked.destroy(new Error("too long"));
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text.trim());
        else reject(new Error(`status ${response.statusCode ?? "none"}`));
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}
