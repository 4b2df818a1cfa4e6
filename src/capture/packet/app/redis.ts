import { maxMessageText, maxMessages } from "./applicationMessage.ts";
import type { ApplicationMessage, NamedValue } from "./applicationMessage.ts";
import { toPacketText } from "./packetText.ts";

/** How many parts of one array are shown. */
const maxParts = 16;
const maxDepth = 4;

/** Commands of which only the name is shown: their arguments are passwords, or may hold one. */
const secretCommands: readonly string[] = ["AUTH", "HELLO", "ACL", "CONFIG", "MIGRATE"];

/**
 * Reads the RESP values in a segment that begins with one ("Redis serialization protocol specification"); from a client
 * each is a command. Arguments of commands that take a password are left out.
 */
export function readRedisMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFromServer: boolean,
): readonly ApplicationMessage[] {
  const messages: ApplicationMessage[] = [];
  for (let at = start; at < end && messages.length < maxMessages;) {
    const values: NamedValue[] = [];
    const next = readValue(bytes, at, end, values, 0);
    if (next < 0) break;
    messages.push({ ...toMessage(values, isFromServer), start: at, end: Math.min(next, end) });
    at = next;
  }
  return messages;
}

function toMessage(values: readonly NamedValue[], isFromServer: boolean) {
  const parts = values.filter((value) => value.name === "resp.bulk_string.value");
  if (isFromServer) return { title: "Response", note: toAnswer(values), values };
  const command = parts[0]?.text.toUpperCase() ?? "";
  if (secretCommands.includes(command)) {
    const shown = values.slice(0, values.findIndex((value) => value === parts[0]) + 1);
    return { title: "Request", note: command, values: shown };
  }
  return { title: "Request", note: [command, ...parts.slice(1).map((part) => part.text)].join(" "), values };
}

/** What a server says in short: of an array only how long it is. */
function toAnswer([first, second]: readonly NamedValue[]): string {
  if (first?.name === "resp.error") return `Error: ${first.text}`;
  if (first?.name === "resp.array.length") return `Array (${first.text})`;
  return (first?.name === "resp.bulk_string.length" ? second : first)?.text ?? "";
}

/** Where what follows the value begins, which may be behind `end`; -1 where there is no value. */
function readValue(bytes: Uint8Array, start: number, end: number, into: NamedValue[], depth: number): number {
  const breakAt = bytes.subarray(start, end).indexOf(0x0d);
  if (breakAt < 1) return -1;
  const lineEnd = start + breakAt;
  const next = lineEnd + 2;
  const text = toPacketText(bytes, start + 1, lineEnd, maxMessageText);
  const add = (name: string, label: string, from: number, to: number, shown: string) => {
    if (into.length < maxParts * 2) into.push({ name, label, text: shown, start: from, end: to });
  };
  switch (bytes[start]) {
    case 0x2b:
      add("resp.string", "String", start + 1, lineEnd, text);
      return next;
    case 0x2d:
      add("resp.error", "Error", start + 1, lineEnd, text);
      return next;
    case 0x3a:
      add("resp.integer", "Integer", start + 1, lineEnd, text);
      return next;
    case 0x21:
    case 0x24:
    case 0x3d: {
      const length = Number.parseInt(text, 10);
      if (!(length >= -1)) return -1;
      add("resp.bulk_string.length", "Length", start + 1, lineEnd, text);
      if (length === -1) return next;
      const valueEnd = Math.min(next + length, end);
      if (next <= end) {
        const value = toPacketText(bytes, next, valueEnd, maxMessageText);
        add("resp.bulk_string.value", "Value", next, valueEnd, value);
      }
      return next + length + 2;
    }
    case 0x25:
    case 0x2a:
    case 0x3e:
    case 0x7e: {
      const count = Number.parseInt(text, 10);
      if (!(count >= -1)) return -1;
      add("resp.array.length", "Length", start + 1, lineEnd, text);
      const parts = bytes[start] === 0x25 ? count * 2 : count;
      let at = next;
      for (let index = 0; index < parts && at < end; index += 1) {
        at = depth < maxDepth ? readValue(bytes, at, end, into, depth + 1) : -1;
        if (at < 0) return end;
      }
      return at;
    }
    default:
      return -1;
  }
}
