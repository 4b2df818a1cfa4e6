import type { DownloadProblem } from "../task.ts";

/** A download that failed. It carries no address and no cause: both would hold the signed link. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly problem: DownloadProblem;

  constructor(problem: DownloadProblem) {
    super(problem.systemCode === undefined ? problem.code : `${problem.code} (${problem.systemCode})`);
    this.problem = problem;
  }
}
