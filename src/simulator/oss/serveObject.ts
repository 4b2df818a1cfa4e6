import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "http";
import { pipeline } from "node:stream/promises";
import { toByteRange } from "./byteRange.ts";
import type { ObjectStore, StoredObject } from "./objectStore.ts";
import { sendOssError } from "./ossError.ts";
import { type LinkKey, buildLinkStringToSign, isLinkSignature } from "./signedUrl.ts";

export type OssParts = {
  readonly store: ObjectStore;
  readonly linkKey: LinkKey;
  readonly clock: () => number;
};

/** The object that a signed request may read; undefined when the refusal has been sent. */
function admit(
  request: IncomingMessage,
  response: ServerResponse,
  parts: OssParts,
): StoredObject | undefined {
  const { store, linkKey, clock } = parts;
  const [path = "/", search = ""] = (request.url ?? "/").split("?");
  const key = decodeKey(path);
  const query = new URLSearchParams(search);
  const [expires, keyId, signature] = ["Expires", "OSSAccessKeyId", "Signature"].map((name) =>
    query.get(name),
  );
  if (!expires || !keyId || !signature) {
    sendOssError(
      response,
      403,
      "AccessDenied",
      "You have no right to access this object because of bucket acl.",
    );
    return undefined;
  }
  if (keyId !== linkKey.accessKeyId) {
    sendOssError(
      response,
      403,
      "InvalidAccessKeyId",
      "The OSS Access Key Id you provided does not exist in our records.",
      { OSSAccessKeyId: keyId },
    );
    return undefined;
  }
  const verb = request.method ?? "GET";
  if (!isLinkSignature(signature, verb, key, expires, linkKey)) {
    sendOssError(
      response,
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      {
        OSSAccessKeyId: keyId,
        SignatureProvided: signature,
        StringToSign: buildLinkStringToSign(verb, key, expires),
      },
    );
    return undefined;
  }
  const now = clock();
  if (Number(expires) * 1000 <= now) {
    const times = {
      Expires: new Date(Number(expires) * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    };
    sendOssError(response, 403, "AccessDenied", "Request has expired.", times);
    return undefined;
  }
  const object = store.get(key);
  if (object === undefined) {
    sendOssError(response, 404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  }
  return object;
}

function decodeKey(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}

/** Answers a GET of a signed address with the object's bytes, or with the XML error that OSS gives. */
export async function serveObject(
  request: IncomingMessage,
  response: ServerResponse,
  parts: OssParts,
): Promise<void> {
  request.resume();
  const object = admit(request, response, parts);
  if (object === undefined) return;
  const ifMatch = request.headers["if-match"];
  if (ifMatch !== undefined && ifMatch !== object.etag && ifMatch !== object.etag.slice(1, -1)) {
    const message = "At least one of the pre-conditions you specified did not hold.";
    sendOssError(response, 412, "PreconditionFailed", message, { Condition: "If-Match" });
    return;
  }
  const { sizeBytes } = object;
  const isStandard = request.headers["x-oss-range-behavior"] === "standard";
  const range = toByteRange(request.headers.range, sizeBytes, isStandard);
  if (range.kind === "refused") {
    const actual = { ActualObjectSize: String(sizeBytes), RangeRequested: request.headers.range ?? "" };
    sendOssError(response, 416, "InvalidRange", "The requested range cannot be satisfied", actual);
    return;
  }
  const isPart = range.kind === "part";
  const first = isPart ? range.first : 0;
  const last = isPart ? range.last : sizeBytes - 1;
  response.writeHead(isPart ? 206 : 200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": last - first + 1,
    ...(isPart ? { "Content-Range": `bytes ${first}-${last}/${sizeBytes}` } : {}),
    "Accept-Ranges": "bytes",
    ETag: object.etag,
    "Last-Modified": new Date(object.modifiedAt).toUTCString(),
    "x-oss-hash-crc64ecma": object.crc64,
    "x-oss-object-type": "Normal",
    "x-oss-request-id": randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase(),
    Server: "AliyunOSS",
  });
  if (sizeBytes === 0) {
    response.end();
    return;
  }
  await pipeline(createReadStream(object.path, { start: first, end: last }), response);
}
