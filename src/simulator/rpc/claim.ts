/** Who a request says it comes from, and the proof that it brings. */
export type Claim = {
  readonly action: string;
  readonly version: string;
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly nonce: string;
  /** What the client signed with; compared with what `sign` gives. */
  readonly signature: string;
  readonly stringToSign: string;
  /** The signature that this request has when the key's secret is `secret`. */
  sign(secret: string): string;
};
