import type { ConversationTable } from "../analysis/conversation.ts";
import type { PacketIndex } from "../analysis/packetIndex.ts";
import type { Damage } from "../captureSummary.ts";
import type { CaptureRequest } from "./captureRequest.ts";

/** What findings are built from, beside what the pass was seen to hold. */
export type FindingInput = {
  readonly conversations: ConversationTable;
  readonly packets: PacketIndex;
  /** Where reading had to end, so far as is known. */
  readonly damage: Damage | null;
  /** Undefined where nobody knows what was asked for. */
  readonly request: CaptureRequest | undefined;
  /** The whole file was read: before that none is called empty. */
  readonly isComplete: boolean;
};
