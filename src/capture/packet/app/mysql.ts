import { maxMessageText, maxMessages, toSafeStatement } from "./applicationMessage.ts";
import type { ApplicationMessage, NamedValue } from "./applicationMessage.ts";
import { mysqlCommandNames } from "./mysqlCommands.ts";
import { toPacketText } from "./packetText.ts";
import { mysqlHeaderBytes, toMysqlLength } from "./startsMysql.ts";
import { toUintLittle } from "./uint.ts";

/** Capability flags (MySQL Internals, "Capabilities Flags"). */
const capabilities = {
  connectWithDb: 1 << 3,
  protocol41: 1 << 9,
  ssl: 1 << 11,
  secureConnection: 1 << 15,
  authLengthEncoded: 1 << 21,
} as const;

/** Commands whose argument is text. */
const textCommands: readonly number[] = [2, 3, 5, 6, 22];
const queryCommand = 3;

type Body = Pick<ApplicationMessage, "title" | "note" | "values">;

/**
 * Reads the packets in a segment that begins with one (MySQL Internals, "Client/Server Protocol"). Without the
 * connection's past the rows of a result cannot be told from one another: these are called so and not read.
 */
export function readMysqlMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFromServer: boolean,
): readonly ApplicationMessage[] {
  const messages: ApplicationMessage[] = [];
  for (let at = start; at + mysqlHeaderBytes < end && messages.length < maxMessages;) {
    const next = at + mysqlHeaderBytes + toMysqlLength(bytes, at);
    const bodyStart = at + mysqlHeaderBytes;
    const bodyEnd = Math.min(next, end);
    const sequence = bytes[at + 3] ?? 0;
    const body = isFromServer
      ? readServerBody(bytes, bodyStart, bodyEnd, sequence, messages.length === 0)
      : readClientBody(bytes, bodyStart, bodyEnd, sequence);
    const header = [
      toNumber("mysql.packet_length", "Packet Length", next - bodyStart, at, at + 3),
      toNumber("mysql.packet_number", "Packet Number", sequence, at + 3, bodyStart),
    ];
    messages.push({ ...body, values: [...header, ...body.values], start: at, end: bodyEnd });
    at = next;
  }
  return messages;
}

function readServerBody(
  bytes: Uint8Array,
  start: number,
  end: number,
  sequence: number,
  isFirst: boolean,
): Body {
  const first = bytes[start] ?? 0;
  if (first === 0xff) return readError(bytes, start, end);
  if (sequence === 0 && (first === 9 || first === 10)) return readGreeting(bytes, start, end);
  const code = toNumber("mysql.response_code", "Response Code", first, start, start + 1);
  if (first === 0xfe && end - start < 9) return { title: "Response EOF", note: "", values: [code] };
  // A row of a prepared statement begins with 0 too, but never comes first.
  if (first === 0 && isFirst && sequence <= 2 && end - start >= 7) {
    return { title: "Response OK", note: "", values: [code] };
  }
  return { title: "Response", note: "", values: [] };
}

function readGreeting(bytes: Uint8Array, start: number, end: number): Body {
  const version = toText("mysql.version", "Version", bytes, start + 1, end);
  const values = [toNumber("mysql.protocol", "Protocol", bytes[start] ?? 0, start, start + 1), version];
  const threadAt = version.end + 1;
  if (threadAt + 4 <= end) {
    const thread = toUintLittle(bytes, threadAt, 4, end);
    values.push(toNumber("mysql.thread_id", "Thread ID", thread, threadAt, threadAt + 4));
  }
  return { title: "Server Greeting", note: `proto=${bytes[start] ?? 0} version=${version.text}`, values };
}

function readError(bytes: Uint8Array, start: number, end: number): Body {
  const code = toUintLittle(bytes, start + 1, 2, end);
  const values = [toNumber("mysql.error_code", "Error Code", code, start + 1, Math.min(start + 3, end))];
  let messageAt = Math.min(start + 3, end);
  // Protocol 4.1 puts `#` and five characters of SQL state before the message.
  if (bytes[messageAt] === 0x23 && messageAt + 6 <= end) {
    const from = messageAt + 1;
    messageAt += 6;
    values.push({
      name: "mysql.sqlstate",
      label: "SQL state",
      text: toPacketText(bytes, from, messageAt),
      start: from,
      end: messageAt,
    });
  }
  const text = toPacketText(bytes, messageAt, end, maxMessageText);
  values.push({ name: "mysql.error.message", label: "Error message", text, start: messageAt, end });
  return { title: "Response Error", note: `${code} ${toSafeStatement(text)}`.trimEnd(), values };
}

function readClientBody(bytes: Uint8Array, start: number, end: number, sequence: number): Body {
  if (sequence > 0) {
    return (
      (sequence <= 2 ? readLogin(bytes, start, end) : undefined) ?? { title: "Data", note: "", values: [] }
    );
  }
  const code = bytes[start] ?? 0;
  const name = mysqlCommandNames[code];
  const command = {
    name: "mysql.command",
    label: "Command",
    text: `${name ?? "Unknown"} (${code})`,
    start,
    end: start + 1,
  };
  const title = `Request ${name ?? `Command ${code}`}`;
  if (!textCommands.includes(code) || start + 1 >= end) return { title, note: "", values: [command] };
  // A client that can send query attributes says first that there are none: 0 of them in 1 set.
  const hasNoAttributes = code === queryCommand && bytes[start + 1] === 0 && bytes[start + 2] === 1;
  const from = Math.min(hasNoAttributes ? start + 3 : start + 1, end);
  const text = toPacketText(bytes, from, end, maxMessageText);
  const argument =
    code === 2 || code === 5 || code === 6
      ? { name: "mysql.schema", label: "Schema" }
      : { name: "mysql.query", label: "Statement" };
  return { title, note: toSafeStatement(text), values: [command, { ...argument, text, start: from, end }] };
}

/** The answer to a greeting: capabilities, packet size, character set, 23 bytes that are reserved, the user. */
function readLogin(bytes: Uint8Array, start: number, end: number): Body | undefined {
  if (end - start < 32) return undefined;
  const flags = toUintLittle(bytes, start, 4, end);
  if ((flags & capabilities.protocol41) === 0) return undefined;
  // MariaDB uses the last four of the reserved bytes.
  for (let at = start + 9; at < start + 28; at += 1) if (bytes[at] !== 0) return undefined;
  if (end - start === 32) {
    return (flags & capabilities.ssl) === 0 ? undefined : { title: "SSL Request", note: "", values: [] };
  }
  const user = toText("mysql.user", "Username", bytes, start + 32, end);
  const values = [user];
  const proofAt = user.end + 1;
  const isCounted = (flags & (capabilities.secureConnection | capabilities.authLengthEncoded)) !== 0;
  const proofBytes = bytes[proofAt] ?? 0;
  // Proofs are shorter than the 251 bytes from which on a length takes more than one byte.
  if (isCounted && proofBytes < 251 && (flags & capabilities.connectWithDb) !== 0) {
    const schemaAt = proofAt + 1 + proofBytes;
    if (schemaAt < end) values.push(toText("mysql.schema", "Schema", bytes, schemaAt, end));
  }
  const note = values.map(({ name, text }) => `${name === "mysql.user" ? "user" : "db"}=${text}`).join(" ");
  return { title: "Login Request", note, values };
}

function toNumber(name: string, label: string, value: number, start: number, end: number): NamedValue {
  return { name, label, text: String(value), start, end };
}

/** Text up to a zero byte or the end; the range is without the zero. */
function toText(name: string, label: string, bytes: Uint8Array, start: number, end: number): NamedValue {
  const zero = bytes.subarray(start, end).indexOf(0);
  const textEnd = zero < 0 ? Math.max(start, end) : start + zero;
  return { name, label, text: toPacketText(bytes, start, textEnd, maxMessageText), start, end: textEnd };
}
