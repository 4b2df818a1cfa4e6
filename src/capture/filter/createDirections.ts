import { keyWords, readPairKey } from "../analysis/pairKey.ts";
import type { Dissection } from "../packet/dissection.ts";

/** Tells of each packet of a pass over a whole file whether its conversation's `a` sent it. */
export type Directions = (dissection: Dissection, conversation: number) => boolean;

const unknown = 0;
const sentByFirst = 1;
const sentBySecond = 2;

/** Directions for so many conversations; the packets must come in the file's order, since `a` is who sent the first one. */
export function createDirections(conversationCount: number): Directions {
  const senders = new Uint8Array(conversationCount);
  const key = new Int32Array(keyWords);
  return (dissection, conversation) => {
    const isByFirst = readPairKey(dissection, dissection.network, dissection.transport, key);
    const sender = isByFirst ? sentByFirst : sentBySecond;
    if (senders[conversation] === unknown) senders[conversation] = sender;
    return senders[conversation] === sender;
  };
}
