import { createHash, createHmac } from "node:crypto";
import type { Claim } from "./claim.ts";
import { canonicalQuery } from "./percentEncode.ts";
import { RpcError, missingParameter } from "./rpcError.ts";
import type { RpcRequest } from "./rpcRequest.ts";

const algorithm = "ACS3-HMAC-SHA256";
const authorizationPattern =
  /^ACS3-HMAC-SHA256\s+Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/u;

const sha256Hex = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const incomplete = (message: string) => new RpcError(400, "IncompleteSignature", message);

/** True when the request brings an `Authorization` header of the third signature version. */
export function isSignedV3(request: RpcRequest): boolean {
  return request.headers.get("authorization")?.startsWith(algorithm) ?? false;
}

/** What ACS3-HMAC-SHA256 signs: the algorithm and the hash of the canonical request. */
export function buildStringToSignV3(
  request: Pick<RpcRequest, "method" | "query" | "headers">,
  signedHeaders: readonly string[],
  bodySha256: string,
): string {
  const canonicalRequest = [
    request.method,
    "/",
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}`),
    "",
    signedHeaders.join(";"),
    bodySha256,
  ].join("\n");
  return `${algorithm}\n${sha256Hex(canonicalRequest)}`;
}

/** HMAC-SHA256 of the string under the secret, in lower-case hex. */
export function signV3(stringToSign: string, secret: string): string {
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}

/** Reads the `Authorization` and `x-acs-*` headers; throws an `RpcError` when they are not whole, not all signed, or not of this body. */
export function readClaimV3(request: RpcRequest): Claim {
  const { headers, body } = request;
  const match = authorizationPattern.exec(headers.get("authorization") ?? "");
  const [, accessKeyId, signedList, signature] = match ?? [];
  if (accessKeyId === undefined || signedList === undefined || signature === undefined) {
    throw incomplete("The Authorization header does not conform to ACS3-HMAC-SHA256.");
  }
  const signedHeaders = signedList.split(";");
  const mustBeSigned = ["host", ...[...headers.keys()].filter((name) => name.startsWith("x-acs-"))];
  const unsigned = mustBeSigned.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) throw incomplete(`The header ${unsigned} is not signed.`);
  if (signedHeaders.some((name, index) => index > 0 && name <= (signedHeaders[index - 1] ?? ""))) {
    throw incomplete("SignedHeaders is not sorted.");
  }
  const need = (name: string) => {
    const value = headers.get(name);
    if (value === undefined || value === "") throw missingParameter(name);
    return value;
  };
  const bodySha256 = sha256Hex(body);
  if (need("x-acs-content-sha256") !== bodySha256) {
    throw new RpcError(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the hash of the body.");
  }
  const stringToSign = buildStringToSignV3(request, signedHeaders, bodySha256);
  return {
    action: need("x-acs-action"),
    version: need("x-acs-version"),
    accessKeyId,
    securityToken: headers.get("x-acs-security-token"),
    timestamp: need("x-acs-date"),
    nonce: need("x-acs-signature-nonce"),
    signature,
    stringToSign,
    sign: (secret) => signV3(stringToSign, secret),
  };
}
