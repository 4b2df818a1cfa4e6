import { createHmac, timingSafeEqual } from "node:crypto";

/** The key that signs download addresses: the service's own, nobody else's. */
export type LinkKey = { readonly accessKeyId: string; readonly accessKeySecret: string };

/** The bucket that results lie in; part of what is signed, not of the path on the loopback port. */
const bucket = "eci-ops-results";

/** What OSS signs for a GET (signature version 1 in a URL): verb, no MD5, no type, expiry and resource. */
export function buildLinkStringToSign(verb: string, key: string, expires: string): string {
  return `${verb}\n\n\n${expires}\n/${bucket}/${key}`;
}

function sign(stringToSign: string, secret: string): string {
  return createHmac("sha1", secret).update(stringToSign).digest("base64");
}

/** A download address for the object, good for GET until `expiresAt` (milliseconds since 1970). */
export function buildSignedUrl(endpoint: string, key: string, linkKey: LinkKey, expiresAt: number): string {
  const expires = String(Math.floor(expiresAt / 1000));
  const query = new URLSearchParams({
    Expires: expires,
    OSSAccessKeyId: linkKey.accessKeyId,
    Signature: sign(buildLinkStringToSign("GET", key, expires), linkKey.accessKeySecret),
  });
  return `${endpoint}/${key}?${query.toString()}`;
}

/** Whether the signature in a URL's query is the one for this verb, object and expiry. */
export function isLinkSignature(
  signature: string,
  verb: string,
  key: string,
  expires: string,
  linkKey: LinkKey,
): boolean {
  const expected = Buffer.from(sign(buildLinkStringToSign(verb, key, expires), linkKey.accessKeySecret));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
