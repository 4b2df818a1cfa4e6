import RPCClient from "@alicloud/pop-core/lib/rpc.js";
import * as z from "zod/mini";
import { createAccountPace } from "./callPace.ts";
import { CloudError } from "./cloudError.ts";
import { isKeyRefusal } from "./errorCatalogue.ts";
import type { Credentials, CredentialSource } from "./model.ts";
import { createRedactor, type Redactor } from "./redact.ts";
import { retryRead, type RetryPolicy } from "./retryRead.ts";
import { sendCall, type Call, type RpcClient, type SendLimits } from "./sendCall.ts";
import { toLocalError, type Answer } from "./toAnswer.ts";
import { untilAborted } from "./untilAborted.ts";

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
  /** Asked before each request; one that gives undefined has the request sent unsigned. */
  readonly credentials: CredentialSource<Credentials | undefined>;
  /** Told of each answer of the service: the error where it refused the key, else undefined. */
  readonly onAnswer?: ((refusal: CloudError | undefined) => void) | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly limits: SendLimits;
  readonly retryPolicy: RetryPolicy;
};

/** pop-core's own typings lack the provider. */
const TypedClient = RPCClient as unknown as new (config: {
  readonly endpoint: string;
  readonly apiVersion: string;
  readonly credentialsProvider: { getCredentials(): Promise<Credentials | undefined> };
}) => RpcClient;

/** How many keys back an answer may still name one. */
const rememberedKeys = 8;

/** Makes the caller of one account, with its pace, its sockets and what it learns of the service's clock. */
export function createApiCaller(options: ApiCallerOptions): ApiCaller {
  const { clock, limits, retryPolicy } = options;
  const paces = createAccountPace();
  const disposal = new AbortController();
  const clients = new Map<string, RpcClient>();
  /** What the service's clock is ahead of ours. */
  let skewMs = 0;
  /** The newest key: a request that waited while it was renewed is signed with it too. */
  let key: Credentials | undefined;
  let redactors: readonly Redactor[] = [createRedactor()];
  const redact: Redactor = (text) => redactors.reduce((rest, each) => each(rest), text);

  function findClient(endpoint: string, apiVersion: string): RpcClient {
    const name = `${apiVersion} ${endpoint}`;
    const credentialsProvider = { getCredentials: () => Promise.resolve(key) };
    const client = clients.get(name) ?? new TypedClient({ endpoint, apiVersion, credentialsProvider });
    clients.set(name, client);
    return client;
  }

  /** The key to sign with; where its source fails, nothing was sent and nothing is tried again here. */
  async function renewKey(signal: AbortSignal, refused?: Credentials): Promise<Credentials | undefined> {
    let next: Credentials | undefined;
    try {
      next = await untilAborted(options.credentials(refused), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const known = error instanceof CloudError ? error.details : ({ kind: "key", code: "NoKey" } as const);
      const message = error instanceof CloudError ? error.message : "NoKey";
      throw new CloudError(message, { ...known, retryable: false, outcomeUnknown: false }, { cause: error });
    }
    if (next !== undefined && !isSameKey(next, key)) {
      redactors = [createRedactor(next), ...redactors].slice(0, rememberedKeys);
    }
    key = next;
    return next;
  }

  async function send(client: RpcClient, call: Call, signal: AbortSignal): Promise<Answer> {
    let signer: Credentials | undefined;
    const sendNow = async () => {
      signer = await renewKey(signal);
      const params = { ...call.params, Timestamp: toTimestamp(clock() + skewMs) };
      return sendCall(client, { ...call, params }, limits, redact, signal);
    };
    const pace = paces.of(call.action);
    let answer = await pace(sendNow, signal);
    if (toCode(answer).startsWith("Throttling")) paces.slowDown();
    // A task too may be sent anew after these two refusals: the timestamp and the key are checked with the signature,
    // before any work, so the very refusal says that nothing was done.
    if (toCode(answer) === "InvalidTimeStamp.Expired" && answer.kind === "failure") {
      const serverTime = Date.parse(String(answer.head?.headers["date"]));
      if (Number.isNaN(serverTime)) return answer;
      skewMs = serverTime - clock();
      answer = await pace(sendNow, signal);
    }
    if (signer !== undefined && isKeyRefusal(toCode(answer))) {
      const next = await renewKey(signal, signer);
      if (!isSameKey(next, signer)) answer = await pace(sendNow, signal);
    }
    const refusal = answer.kind === "failure" && isKeyRefusal(toCode(answer)) ? answer.error : undefined;
    const isOfService = answer.kind === "answer" || answer.error.details.kind === "service";
    if (isOfService) options.onAnswer?.(refusal);
    return answer;
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

function toCode(answer: Answer): string {
  return answer.kind === "failure" ? answer.error.details.code : "";
}

function isSameKey(one: Credentials | undefined, other: Credentials | undefined): boolean {
  return (
    one?.accessKeyId === other?.accessKeyId &&
    one?.accessKeySecret === other?.accessKeySecret &&
    one?.securityToken === other?.securityToken
  );
}

/** UTC without milliseconds, as signature V1 wants it. */
function toTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/u, "Z");
}
