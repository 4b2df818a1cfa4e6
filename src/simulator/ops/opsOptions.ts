/** How the tasks of a simulator behave where Alibaba's documents leave it open. */
export type OpsOptions = {
  /** The least time between two settings of one type on one instance. */
  readonly intervalSeconds: number;
  /** How long a capture without any limit runs. */
  readonly captureCapSeconds: number;
  /** How long an armed core dump waits for a crash, and the ExpireTime of every task. */
  readonly expirySeconds: number;
  /** How long after arming the instance that crashes does so. */
  readonly crashDelaySeconds: number;
  /** What a stopped capture ends as; `auto` is Success with packets caught and Closed without. */
  readonly stopYields: "auto" | "Success" | "Closed";
  /** The life of a signed download address. */
  readonly linkSeconds: number;
};

/** The behaviour that nobody asked to change. */
export const defaultOpsOptions: OpsOptions = {
  intervalSeconds: 3,
  captureCapSeconds: 60,
  expirySeconds: 12 * 3600,
  crashDelaySeconds: 4,
  stopYields: "auto",
  linkSeconds: 3600,
};
