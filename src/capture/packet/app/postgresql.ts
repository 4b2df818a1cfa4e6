import { maxMessageText, maxMessages, toSafeStatement } from "./applicationMessage.ts";
import type { ApplicationMessage, NamedValue } from "./applicationMessage.ts";
import { toPacketText } from "./packetText.ts";
import { clientTypeNames, errorFields, serverTypeNames } from "./postgresqlCodes.ts";
import { postgresqlRequests } from "./startsPostgresql.ts";
import { toUint16, toUint32 } from "./uint.ts";

type Body = Pick<ApplicationMessage, "title" | "note" | "values">;

const maxColumns = 20;
const maxParameters = 20;

/**
 * Reads the messages in a segment that begins with one (PostgreSQL documentation, 55.7 Message Formats). Passwords and
 * the key that cancels requests are left out.
 */
export function readPostgresqlMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFromServer: boolean,
): readonly ApplicationMessage[] {
  if (isFromServer && end - start === 1) return [toEncryptionAnswer(bytes, start)];
  const messages: ApplicationMessage[] = [];
  for (let at = start; at + 5 <= end && messages.length < maxMessages;) {
    const hasType = isFromServer || bytes[at] !== 0;
    const lengthAt = hasType ? at + 1 : at;
    const length = toUint32(bytes, lengthAt, end);
    if (length < 4) break;
    const next = lengthAt + length;
    const bodyEnd = Math.min(next, end);
    const type = bytes[at] ?? 0;
    const body = hasType
      ? readBody(bytes, lengthAt + 4, bodyEnd, type, isFromServer)
      : readRequest(bytes, at + 4, bodyEnd);
    if (body === undefined) break;
    const header: NamedValue[] = hasType
      ? [{ name: "pgsql.type", label: "Type", text: body.title, start: at, end: lengthAt }]
      : [];
    header.push(toNumber("pgsql.length", "Length", length, lengthAt, Math.min(lengthAt + 4, bodyEnd)));
    messages.push({ ...body, values: [...header, ...body.values], start: at, end: bodyEnd });
    at = next;
  }
  return messages;
}

function toEncryptionAnswer(bytes: Uint8Array, start: number): ApplicationMessage {
  const title = bytes[start] === 0x53 ? "Encryption Accepted" : "Encryption Refused";
  return { title, note: "", values: [], start, end: start + 1 };
}

/** The messages without a type that begin a connection. */
function readRequest(bytes: Uint8Array, start: number, end: number): Body {
  const request = toUint32(bytes, start, end);
  if (request === postgresqlRequests.ssl) return { title: "SSL request", note: "", values: [] };
  if (request === postgresqlRequests.gssEncryption)
    return { title: "GSS encrypt request", note: "", values: [] };
  if (request === postgresqlRequests.cancel) {
    if (start + 8 > end) return { title: "Cancel request", note: "", values: [] };
    const pid = toNumber("pgsql.pid", "PID", toUint32(bytes, start + 4, end), start + 4, start + 8);
    return { title: "Cancel request", note: "", values: [pid] };
  }
  const values = [
    toNumber("pgsql.version_major", "Protocol major version", request >>> 16, start, start + 2),
    toNumber("pgsql.version_minor", "Protocol minor version", request & 0xffff, start + 2, start + 4),
  ];
  const notes: string[] = [];
  for (let at = start + 4; at < end && bytes[at] !== 0 && notes.length < maxParameters;) {
    const name = toText("pgsql.parameter_name", "Parameter name", bytes, at, end);
    const value = toText("pgsql.parameter_value", "Parameter value", bytes, name.end + 1, end);
    values.push(name, value);
    notes.push(name.text === "user" || name.text === "database" ? `${name.text}=${value.text}` : "");
    at = value.end + 1;
  }
  return { title: "Startup message", note: notes.filter((note) => note !== "").join(" "), values };
}

function readBody(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: number,
  isFromServer: boolean,
): Body | undefined {
  const letter = String.fromCharCode(type);
  const title = (isFromServer ? serverTypeNames : clientTypeNames).get(letter);
  if (title === undefined) return undefined;
  const values = isFromServer
    ? readServerValues(bytes, start, end, letter)
    : readClientValues(bytes, start, end, letter);
  return { title, note: toNote(values, letter, isFromServer), values };
}

function readClientValues(
  bytes: Uint8Array,
  start: number,
  end: number,
  letter: string,
): readonly NamedValue[] {
  switch (letter) {
    case "Q":
      return [toText("pgsql.query", "Query", bytes, start, end)];
    case "P": {
      const statement = toText("pgsql.statement", "Statement", bytes, start, end);
      return [statement, toText("pgsql.query", "Query", bytes, statement.end + 1, end)];
    }
    case "B": {
      const portal = toText("pgsql.portal", "Portal", bytes, start, end);
      return [portal, toText("pgsql.statement", "Statement", bytes, portal.end + 1, end)];
    }
    case "C":
    case "D":
      return bytes[start] === 0x50
        ? [toText("pgsql.portal", "Portal", bytes, start + 1, end)]
        : [toText("pgsql.statement", "Statement", bytes, start + 1, end)];
    case "E":
      return [toText("pgsql.portal", "Portal", bytes, start, end)];
    case "f":
      return [toText("pgsql.error", "Error", bytes, start, end)];
    default:
      return [];
  }
}

function readServerValues(
  bytes: Uint8Array,
  start: number,
  end: number,
  letter: string,
): readonly NamedValue[] {
  switch (letter) {
    case "C":
      return [toText("pgsql.tag", "Tag", bytes, start, end)];
    case "E":
    case "N":
      return readErrorFields(bytes, start, end);
    case "S": {
      const name = toText("pgsql.parameter_name", "Parameter name", bytes, start, end);
      return [name, toText("pgsql.parameter_value", "Parameter value", bytes, name.end + 1, end)];
    }
    case "R":
      if (start + 4 > end) return [];
      return [
        toNumber("pgsql.authtype", "Authentication type", toUint32(bytes, start, end), start, start + 4),
      ];
    case "K":
      return start + 4 > end
        ? []
        : [toNumber("pgsql.pid", "PID", toUint32(bytes, start, end), start, start + 4)];
    case "Z":
      if (start >= end) return [];
      return [
        { name: "pgsql.status", label: "Status", text: toStatus(bytes[start] ?? 0), start, end: start + 1 },
      ];
    case "D":
    case "T": {
      if (start + 2 > end) return [];
      const count = toUint16(bytes, start, end);
      const columns = letter === "T" ? readColumns(bytes, start + 2, end, count) : [];
      return [toNumber("pgsql.field.count", "Field count", count, start, start + 2), ...columns];
    }
    default:
      return [];
  }
}

function readErrorFields(bytes: Uint8Array, start: number, end: number): readonly NamedValue[] {
  const values: NamedValue[] = [];
  for (let at = start; at < end && bytes[at] !== 0 && values.length < maxParameters;) {
    const naming = errorFields.get(String.fromCharCode(bytes[at] ?? 0));
    const value = toText(naming?.[0] ?? "", naming?.[1] ?? "Field", bytes, at + 1, end);
    values.push(value);
    at = value.end + 1;
  }
  return values;
}

function readColumns(bytes: Uint8Array, start: number, end: number, count: number): readonly NamedValue[] {
  const columns: NamedValue[] = [];
  for (let at = start; at < end && columns.length < Math.min(count, maxColumns);) {
    const column = toText("pgsql.col.name", "Column name", bytes, at, end);
    columns.push(column);
    // Behind the name: table, column, type, size, modifier and format.
    at = column.end + 1 + 18;
  }
  return columns;
}

function toNote(values: readonly NamedValue[], letter: string, isFromServer: boolean): string {
  const find = (name: string) => values.find((value) => value.name === name)?.text ?? "";
  if (isFromServer && (letter === "E" || letter === "N")) {
    return [find("pgsql.severity"), find("pgsql.code"), toSafeStatement(find("pgsql.message"))]
      .filter((text) => text !== "")
      .join(" ");
  }
  if (isFromServer) return letter === "C" ? find("pgsql.tag") : "";
  return letter === "Q" || letter === "P" ? toSafeStatement(find("pgsql.query")) : "";
}

function toStatus(status: number): string {
  switch (status) {
    case 0x49:
      return "Idle (73)";
    case 0x54:
      return "In a transaction (84)";
    case 0x45:
      return "In a failed transaction (69)";
    default:
      return `Unknown (${status})`;
  }
}

function toNumber(name: string, label: string, value: number, start: number, end: number): NamedValue {
  return { name, label, text: String(value), start, end };
}

/** Text up to a zero byte or the end; the range is without the zero. */
function toText(name: string, label: string, bytes: Uint8Array, start: number, end: number): NamedValue {
  const from = Math.min(start, end);
  const zero = bytes.subarray(from, end).indexOf(0);
  const textEnd = zero < 0 ? end : from + zero;
  return { name, label, text: toPacketText(bytes, from, textEnd, maxMessageText), start: from, end: textEnd };
}
