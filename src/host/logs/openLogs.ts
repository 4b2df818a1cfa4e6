import { createDetailCalls } from "../../eci/detailCalls.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { StartTimer } from "../../task/pollSchedule.ts";
import type { ErrorText } from "../errors/errorText.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { FollowedLog } from "./followedLog.ts";
import { parseLogUri } from "./logAddress.ts";
import { LogFiles } from "./logFiles.ts";

export type LogDeps = {
  /** Rejects when the account or its key is gone. */
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  readonly showError: ShowError;
  readonly toErrorText: (error: unknown) => ErrorText;
  readonly log: Log;
  readonly startTimer: StartTimer;
};

/** Makes the files that show containers' logs. */
export function openLogs({ clientFor, showError, log: extensionLog, ...rest }: LogDeps): LogFiles {
  return new LogFiles((uri, changed) => {
    const { accountId, isPrevious, ...target } = parseLogUri(uri);
    const log: FollowedLog = new FollowedLog({
      canFollow: !isPrevious,
      read: async (lines, signal) => {
        const client = await clientFor(accountId);
        return await createDetailCalls(client).describeLog(
          { ...target, ...lines, isPrevious, withTimes: true },
          signal,
        );
      },
      changed,
      failed: (error) => {
        const retry = async () => {
          await Promise.resolve();
          log.follow();
        };
        const actions = ["eci:DescribeContainerLog"];
        showError(error, { accountId, actions, ...(!isPrevious && { retry }) }).catch(extensionLog.warn);
      },
      ...rest,
    });
    return log;
  });
}
