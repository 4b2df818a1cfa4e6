/**
 * `service`: the service answered with a code. `timeout`: our deadline passed. `network`: no answer (DNS,
 * refused, reset, TLS). `protocol`: an answer that is none of the API's (HTML, truncated JSON, wrong shape). `key`: there
 * was no key to sign with, and nothing was sent; the cause says why.
 */
export type CloudErrorKind = "service" | "timeout" | "network" | "protocol" | "key";

export type CloudErrorDetails = {
  readonly kind: CloudErrorKind;
  /** The service's code, or one of our own (`localCodes`). */
  readonly code: string;
  readonly requestId?: string | undefined;
  readonly httpStatus?: number | undefined;
  /** Seconds that the service asked to wait (`Retry-After`). */
  readonly retryAfterSeconds?: number | undefined;
  /** The same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** The request may have been carried out although it failed here. */
  readonly outcomeUnknown: boolean;
};

/** The one error that leaves the cloud room; its message is redacted, and hostile text until shown as plain text. */
export class CloudError extends Error {
  override readonly name = "CloudError";
  readonly details: CloudErrorDetails;

  constructor(message: string, details: CloudErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}
