import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "http";
import { type ActionParts, JsonRows } from "../actions/action.ts";
import { findAction, toService } from "../actions/actionTable.ts";
import { authenticate } from "./authenticate.ts";
import { isAuthorized } from "./authorize.ts";
import { readClaimV1 } from "./claimV1.ts";
import { isSignedV3, readClaimV3 } from "./claimV3.ts";
import type { NonceLog } from "./nonceLog.ts";
import { RpcError } from "./rpcError.ts";
import { readRpcRequest } from "./rpcRequest.ts";
import type { Throttle } from "./throttle.ts";

export type RpcParts = {
  readonly actions: ActionParts;
  readonly nonces: NonceLog;
  readonly throttle: Throttle;
  readonly clock: () => number;
};

async function run(request: IncomingMessage, parts: RpcParts): Promise<object> {
  const rpcRequest = await readRpcRequest(request);
  const claim = isSignedV3(rpcRequest) ? readClaimV3(rpcRequest) : readClaimV1(rpcRequest);
  const action = findAction(claim.action, claim.version);
  const now = parts.clock();
  const identity = authenticate(claim, parts.actions.identities, parts.nonces, now);
  if (!parts.throttle.admits(identity, claim.action, now)) {
    throw new RpcError(400, "Throttling.User", "Request was denied due to user flow control.");
  }
  const { params } = rpcRequest;
  const isAllowed =
    action.isOpen === true ||
    isAuthorized(identity, toService(claim.version), claim.action, params, parts.actions.world);
  if (!isAllowed) {
    if (action.whenDenied !== undefined) return action.whenDenied;
    throw new RpcError(
      403,
      "Forbidden.RAM",
      "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    );
  }
  return action.run({ params, identity, now }, parts.actions);
}

/** The JSON of an answer; lists that are JSON already are taken as they are. */
function toJson(body: object): string {
  const fields = Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => {
      const text = value instanceof JsonRows ? `[${value.texts.join(",")}]` : JSON.stringify(value);
      return `${JSON.stringify(name)}:${text}`;
    });
  return `{${fields.join(",")}}`;
}

/** Answers one call with JSON: what its action says, or the error body that the service documents. */
export async function answerRpc(
  request: IncomingMessage,
  response: ServerResponse,
  parts: RpcParts,
): Promise<void> {
  const requestId = randomUUID().toUpperCase();
  let status = 200;
  let body: object;
  try {
    body = { RequestId: requestId, ...(await run(request, parts)) };
  } catch (error) {
    // A request that broke off before it was whole has nobody to answer to.
    if (request.destroyed && !request.complete) return;
    const refusal =
      error instanceof RpcError
        ? error
        : new RpcError(500, "InternalError", "The request processing has failed due to some unknown error.");
    status = refusal.status;
    body = {
      RequestId: requestId,
      HostId: request.headers.host ?? "",
      Code: refusal.code,
      Message: refusal.message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(refusal.code)}&requestId=${requestId}`,
    };
  }
  const bytes = Buffer.from(toJson(body));
  response.writeHead(status, {
    "Content-Type": "application/json;charset=utf-8",
    "Content-Length": bytes.length,
    "x-acs-request-id": requestId,
  });
  response.end(bytes);
}
