import { protocolCodes, type ProtocolName } from "../../packet/protocol.ts";
import type { FilterInput } from "../filterField.ts";

/**
 * Whether what a packet's transport carries, which is read by `readMessages` from its bytes, has something that
 * passes. Only packets of that protocol are read.
 */
export function hasInApplication<Message>(
  { dissection }: FilterInput,
  protocol: ProtocolName,
  readMessages: (bytes: Uint8Array, start: number, end: number, isTcp: boolean) => readonly Message[],
  passes: (message: Message, bytes: Uint8Array) => boolean,
): boolean {
  const { application, transport, protocols, starts, ends, bytes } = dissection;
  if (application < 0 || protocols[application] !== protocolCodes[protocol]) return false;
  const isTcp = transport >= 0 && protocols[transport] === protocolCodes.tcp;
  const messages = readMessages(bytes, starts[application] ?? 0, ends[application] ?? 0, isTcp);
  return messages.some((message) => passes(message, bytes));
}
