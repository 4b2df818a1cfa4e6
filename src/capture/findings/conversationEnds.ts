import type { Conversation } from "../analysis/conversation.ts";
import { toEndpointText } from "./endpointText.ts";

/** The two ends of a TCP conversation as causes name them: the client without its port, which says nothing. */
export type ConversationEnds = {
  readonly isClientA: boolean;
  readonly a: string;
  readonly b: string;
};

const synFlag = 0x02;

/**
 * The client is who sent the first packet where both sent a SYN, as they do when a connection begins; otherwise who
 * has the higher port.
 */
export function toConversationEnds({ a, b, aToB, bToA }: Conversation): ConversationEnds {
  const hasBegun = (aToB.tcpFlags & bToA.tcpFlags & synFlag) !== 0;
  const isClientA = hasBegun || (a.port ?? 0) >= (b.port ?? 0);
  return {
    isClientA,
    a: isClientA ? a.address : toEndpointText(a),
    b: isClientA ? toEndpointText(b) : b.address,
  };
}
