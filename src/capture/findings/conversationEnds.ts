import type { Conversation } from "../analysis/conversation.ts";
import { toEndpointText } from "./endpointText.ts";

/** The two ends of a TCP conversation as causes name them: the client without its port, which says nothing. */
export type ConversationEnds = {
  readonly isClientA: boolean;
  readonly a: string;
  readonly b: string;
};

const synFlag = 0x02;

/** The client is who sent the first packet where that was a SYN, and who has the higher port where none was seen. */
export function toConversationEnds({ a, b, aToB }: Conversation): ConversationEnds {
  const isClientA = (aToB.tcpFlags & synFlag) !== 0 || (a.port ?? 0) >= (b.port ?? 0);
  return {
    isClientA,
    a: isClientA ? a.address : toEndpointText(a),
    b: isClientA ? toEndpointText(b) : b.address,
  };
}
