import { closeSocketsWith } from "./closeSocketsWith.ts";
import type { CloudError } from "./cloudError.ts";
import { toAnswer, toFailure, toLocalError, type Answer, type AnswerHead } from "./toAnswer.ts";
import type { Redactor } from "./redact.ts";
import { untilAborted } from "./untilAborted.ts";
import { requestIdHeader, watchResponse, type ResponseHead } from "./watchResponse.ts";

/** pop-core's RPCClient as far as it is used; its own typings lack the agent. */
export type RpcClient = {
  request(action: string, params: object, options: object): Promise<unknown>;
  readonly keepAliveAgent: { destroy(): void };
};

/** One request as it goes out. */
export type Call = {
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  /** On a socket of its own, which the server cannot have closed while it lay idle. */
  readonly ownSocket: boolean;
};

export type SendLimits = {
  readonly deadlineSeconds: number;
  readonly maxAnswerBytes: number;
  readonly userAgent: string;
  /** False where the editor's proxy takes only requests that come without an agent (`http.proxySupport: on`). */
  readonly bringsAgent: () => boolean;
};

/**
 * Sends one request and gives what came of it; rejects only with the signal's reason. The socket is closed when the
 * deadline passes, the signal aborts or the answer grows beyond its limit.
 */
export async function sendCall(
  client: RpcClient,
  call: Call,
  limits: SendLimits,
  redact: Redactor,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const id = crypto.randomUUID();
  const closer = new AbortController();
  let head: AnswerHead | undefined;
  let give: (answer: Answer) => void = () => undefined;
  const given = new Promise<Answer>((resolve) => {
    give = resolve;
  });
  const giveUp = (error: CloudError): void => {
    give({ kind: "failure", error });
    closer.abort();
  };
  const stopWatching = watchResponse(id, (response) => {
    head = { status: response.statusCode, headers: { ...response.headers } };
    refuseOversize(response, limits.maxAnswerBytes, (reason) =>
      giveUp(toLocalError("protocol", reason, head)),
    );
  });
  const deadlineMs = limits.deadlineSeconds * 1000;
  const timer = setTimeout(() => giveUp(toLocalError("timeout", "Timeout", head)), deadlineMs);
  // Without an agent Node's own serves, which the editor replaces by a new one for each request.
  const agent = !limits.bringsAgent() ? { agent: undefined } : call.ownSocket ? { agent: false } : {};
  // pop-core writes into the options, so each request has its own.
  const options = {
    method: "POST",
    headers: {
      "user-agent": limits.userAgent,
      "x-acs-action": call.action,
      "accept-encoding": "identity",
      [requestIdHeader]: id,
    },
    // Ours comes first; httpx ends its timers itself when the socket goes.
    timeout: deadlineMs + 5000,
    beforeRequest: (request: object) => ({
      ...request,
      signal: closer.signal,
      ...agent,
    }),
  };
  const send = () => client.request(call.action, { ...call.params }, options);
  const sent = closeSocketsWith(closer.signal, send).then(
    (value) => toAnswer(value, head, redact),
    (error: unknown) => toFailure(error, head, redact),
  );
  try {
    return await untilAborted(Promise.race([sent, given]), signal);
  } finally {
    if (signal.aborted) closer.abort();
    clearTimeout(timer);
    stopWatching();
  }
}

/** Watches the body's length; an encoded body is refused, for we ask for none and its true length is unknown. */
function refuseOversize(response: ResponseHead, maxBytes: number, refuse: (reason: string) => void): void {
  const encoding = response.headers["content-encoding"];
  const isEncoded = encoding !== undefined && encoding !== "identity";
  // httpx would unpack it without a limit.
  if (isEncoded) delete response.headers["content-encoding"];
  const isTooLarge = Number(response.headers["content-length"]) > maxBytes;
  let sizeBytes = 0;
  // httpx listens by then: a listener added sooner would set the body flowing and lose its beginning, and a socket
  // closed sooner would leave httpx waiting.
  setImmediate(() => {
    if (isEncoded) refuse("EncodedAnswer");
    else if (isTooLarge) refuse("AnswerTooLarge");
    response.on("data", (chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) refuse("AnswerTooLarge");
    });
  });
}
