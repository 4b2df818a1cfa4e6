import { timingSafeEqual } from "node:crypto";
import type { Identity } from "../identity/identity.ts";
import type { IdentityBook } from "../identity/identityBook.ts";
import type { Claim } from "./claim.ts";
import type { NonceLog } from "./nonceLog.ts";
import { RpcError } from "./rpcError.ts";

/** How far a timestamp may be from the service's clock, in milliseconds (RPC signature, common parameters). */
export const maxSkewMs = 15 * 60_000;

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u;

function checkTimestamp(timestamp: string, now: number): void {
  const time = timestampPattern.test(timestamp) ? Date.parse(timestamp) : NaN;
  if (Number.isNaN(time)) {
    throw new RpcError(
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  }
  if (Math.abs(now - time) > maxSkewMs) {
    throw new RpcError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
}

function checkToken(claim: Claim, identity: Identity, book: IdentityBook, now: number): void {
  const { securityToken } = claim;
  if (securityToken === undefined) {
    // A temporary key without its token is unknown to the service.
    if (identity.securityToken === undefined) return;
    throw new RpcError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  if (!book.hasToken(securityToken)) {
    throw new RpcError(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }
  if (identity.securityToken !== securityToken) {
    throw new RpcError(
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatch with the AccessKey.",
    );
  }
  if (identity.expiresAt !== undefined && identity.expiresAt <= now) {
    throw new RpcError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }
}

function equals(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Finds out who signed the claim; throws the `RpcError` that the service documents when it is not proven. */
export function authenticate(claim: Claim, book: IdentityBook, nonces: NonceLog, now: number): Identity {
  const identity = book.find(claim.accessKeyId);
  if (identity === undefined) {
    throw new RpcError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  if (!identity.active) {
    throw new RpcError(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  }
  checkToken(claim, identity, book, now);
  checkTimestamp(claim.timestamp, now);
  if (!equals(claim.sign(identity.accessKeySecret), claim.signature)) {
    // The service echoes what it signed, key id and token included; so does this one.
    throw new RpcError(
      400,
      "SignatureDoesNotMatch",
      `Specified signature is not matched with our calculation. server string to sign is:${claim.stringToSign}`,
    );
  }
  if (!nonces.add(claim.accessKeyId, claim.nonce, now)) {
    throw new RpcError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }
  return identity;
}
