import { createHmac } from "node:crypto";
import type { Claim } from "./claim.ts";
import { canonicalQuery, percentEncode } from "./percentEncode.ts";
import { RpcError, missingParameter } from "./rpcError.ts";
import type { RpcRequest } from "./rpcRequest.ts";

/** What signature version 1.0 signs: the method, `/` and all parameters but `Signature`. */
export function buildStringToSignV1(method: string, params: ReadonlyMap<string, string>): string {
  const signed = new Map([...params].filter(([name]) => name !== "Signature"));
  return `${method}&${percentEncode("/")}&${percentEncode(canonicalQuery(signed))}`;
}

/** HMAC-SHA1 of the string under `secret&`, in base64. */
export function signV1(stringToSign: string, secret: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}

const incomplete = (message: string) => new RpcError(400, "IncompleteSignature", message);

/** Reads the common parameters of an RPC call signed with version 1.0; throws an `RpcError` when one is missing. */
export function readClaimV1({ method, params }: RpcRequest): Claim {
  const need = (name: string) => {
    const value = params.get(name);
    if (value === undefined || value === "") throw missingParameter(name);
    return value;
  };
  const action = need("Action");
  const version = need("Version");
  const accessKeyId = params.get("AccessKeyId");
  if (!accessKeyId) {
    throw new RpcError(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
  }
  for (const name of ["Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"]) {
    if (!params.get(name)) {
      throw incomplete(`The request signature does not conform to Aliyun standards: ${name} is missing.`);
    }
  }
  if (params.get("SignatureMethod") !== "HMAC-SHA1" || params.get("SignatureVersion") !== "1.0") {
    throw incomplete("The request signature does not conform to Aliyun standards: HMAC-SHA1 and 1.0 only.");
  }
  const stringToSign = buildStringToSignV1(method, params);
  return {
    action,
    version,
    accessKeyId,
    securityToken: params.get("SecurityToken"),
    timestamp: need("Timestamp"),
    nonce: need("SignatureNonce"),
    signature: need("Signature"),
    stringToSign,
    sign: (secret) => signV1(stringToSign, secret),
  };
}
