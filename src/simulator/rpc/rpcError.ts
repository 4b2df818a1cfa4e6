/** An answer that refuses a call: the HTTP status, code and message that the service documents. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A required parameter that did not come. */
export function missingParameter(name: string): RpcError {
  return new RpcError(
    400,
    "MissingParameter",
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );
}

/** A parameter whose value the service does not take. */
export function invalidParameter(name: string, why: string): RpcError {
  return new RpcError(400, "InvalidParameter", `The specified parameter ${name} is not valid: ${why}.`);
}
