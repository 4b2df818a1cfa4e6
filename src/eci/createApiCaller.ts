import RPCClient from "@alicloud/pop-core/lib/rpc.js";
import * as z from "zod/mini";
import { createAccountPace } from "./callPace.ts";
import type { Credentials } from "./model.ts";
import { createRedactor } from "./redact.ts";
import { retryRead, type RetryPolicy } from "./retryRead.ts";
import { sendCall, type Call, type RpcClient, type SendLimits } from "./sendCall.ts";
import { toLocalError, type Answer } from "./toAnswer.ts";

/** A request as the client's methods ask for it. */
export type ApiRequest<Schema> = {
  /** A whole address, without a slash at its end. */
  readonly endpoint: string;
  readonly version: string;
  readonly action: string;
  /** Texts alone: pop-core would send `undefined` and objects as words. */
  readonly params: Readonly<Record<string, string>>;
  readonly schema: Schema;
};

/** Sends requests for one account. Both reject with a `CloudError` or with the signal's reason. */
export type ApiCaller = {
  /** Tries up to three times. */
  read<Schema extends z.core.$ZodType>(
    request: ApiRequest<Schema>,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>>;
  /** Sends it once, on a socket of its own. */
  act<Schema extends z.core.$ZodType>(
    request: ApiRequest<Schema>,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>>;
  /** What was learnt of the service's clock, in milliseconds ahead of ours. */
  clockAheadMs(): number;
  /** Aborts what is under way and closes the sockets. */
  dispose(): void;
};

export type ApiCallerOptions = {
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly limits: SendLimits;
  readonly retryPolicy: RetryPolicy;
};

const TypedClient = RPCClient as unknown as new (config: RPCClient.Config) => RpcClient;

/** Makes the caller of one account, with its pace, its sockets and what it learns of the service's clock. */
export function createApiCaller({ credentials, clock, limits, retryPolicy }: ApiCallerOptions): ApiCaller {
  const redact = createRedactor(credentials);
  const paces = createAccountPace();
  const disposal = new AbortController();
  const clients = new Map<string, RpcClient>();
  /** What the service's clock is ahead of ours. */
  let skewMs = 0;

  function findClient(endpoint: string, apiVersion: string): RpcClient {
    const key = `${apiVersion} ${endpoint}`;
    const client = clients.get(key) ?? createClient(credentials, endpoint, apiVersion);
    clients.set(key, client);
    return client;
  }

  async function send(client: RpcClient, call: Call, signal: AbortSignal): Promise<Answer> {
    const sendNow = () => {
      const params = { ...call.params, Timestamp: toTimestamp(clock() + skewMs) };
      return sendCall(client, { ...call, params }, limits, redact, signal);
    };
    const pace = paces.of(call.action);
    const answer = await pace(sendNow, signal);
    if (answer.kind === "failure" && answer.error.details.code.startsWith("Throttling")) paces.slowDown();
    if (answer.kind === "answer" || answer.error.details.code !== "InvalidTimeStamp.Expired") return answer;
    const serverTime = Date.parse(String(answer.head?.headers["date"]));
    if (Number.isNaN(serverTime)) return answer;
    skewMs = serverTime - clock();
    // A task too may be sent anew here: the timestamp is checked with the signature, before any work, so this very
    // refusal says that nothing was done.
    return pace(sendNow, signal);
  }

  async function callOnce<Schema extends z.core.$ZodType>(
    request: ApiRequest<Schema>,
    ownSocket: boolean,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const { endpoint, version, action, params, schema } = request;
    const answer = await send(findClient(endpoint, version), { action, params, ownSocket }, signal);
    if (answer.kind === "failure") throw answer.error;
    const parsed = z.safeParse(schema, answer.body);
    if (parsed.success) return parsed.data;
    const requestId = answer.body["RequestId"];
    throw toLocalError("protocol", "UnexpectedShape", answer.head, {
      requestId: typeof requestId === "string" ? redact(requestId) : undefined,
    });
  }

  const withDisposal = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? disposal.signal : AbortSignal.any([disposal.signal, signal]);

  return {
    read(request, callerSignal) {
      const signal = withDisposal(callerSignal);
      return retryRead(() => callOnce(request, false, signal), retryPolicy, signal);
    },
    async act(request, callerSignal) {
      return await callOnce(request, true, withDisposal(callerSignal));
    },
    clockAheadMs: () => skewMs,
    dispose() {
      disposal.abort();
      for (const client of clients.values()) client.keepAliveAgent.destroy();
      clients.clear();
    },
  };
}

function createClient(credentials: Credentials, endpoint: string, apiVersion: string): RpcClient {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return new TypedClient({
    endpoint,
    apiVersion,
    accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { securityToken }),
  });
}

/** UTC without milliseconds, as signature V1 wants it. */
function toTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/u, "Z");
}
