import { maxMessageText, maxMessages } from "./applicationMessage.ts";
import type { ApplicationMessage, NamedValue } from "./applicationMessage.ts";
import { toMqttReason } from "./mqttReasons.ts";
import { toPacketText } from "./packetText.ts";
import { toMqttBody, toMqttLength } from "./startsMqtt.ts";
import { toUint16 } from "./uint.ts";

/** Control packets by type (MQTT 5.0, section 2.1.2), as Wireshark writes them. */
const typeNames: readonly string[] = [
  "Reserved",
  "Connect Command",
  "Connect Ack",
  "Publish Message",
  "Publish Ack",
  "Publish Received",
  "Publish Release",
  "Publish Complete",
  "Subscribe Request",
  "Subscribe Ack",
  "Unsubscribe Request",
  "Unsubscribe Ack",
  "Ping Request",
  "Ping Response",
  "Disconnect Req",
  "Authentication Exchange",
];
const types = { connect: 1, connack: 2, publish: 3, subscribe: 8, unsubscribe: 10 } as const;

const maxTopics = 20;

type Body = Pick<ApplicationMessage, "note" | "values">;

/**
 * Reads the control packets in a segment that begins with one (MQTT 3.1.1 and 5.0, section 3). Passwords are left out.
 * A SUBSCRIBE does not say its protocol's version: its topics are found for both.
 */
export function readMqttMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly ApplicationMessage[] {
  const messages: ApplicationMessage[] = [];
  for (let at = start; at < end && messages.length < maxMessages;) {
    const bodyAt = toMqttBody(bytes, at, end);
    if (bodyAt < 0) break;
    const length = toMqttLength(bytes, at, bodyAt);
    const bodyEnd = Math.min(bodyAt + length, end);
    const type = (bytes[at] ?? 0) >> 4;
    const body = readBody(bytes, at, bodyAt, bodyEnd, type);
    const title = typeNames[type] ?? "";
    const header: readonly NamedValue[] = [
      { name: "mqtt.msgtype", label: "Message Type", text: `${title} (${type})`, start: at, end: at + 1 },
      { name: "mqtt.len", label: "Msg Len", text: String(length), start: at + 1, end: bodyAt },
    ];
    messages.push({ title, note: body.note, values: [...header, ...body.values], start: at, end: bodyEnd });
    at = bodyAt + length;
  }
  return messages;
}

function readBody(bytes: Uint8Array, at: number, bodyAt: number, end: number, type: number): Body {
  switch (type) {
    case types.connect:
      return readConnect(bytes, bodyAt, end);
    case types.connack: {
      if (bodyAt + 2 > end) return { note: "", values: [] };
      const code = bytes[bodyAt + 1] ?? 0;
      const text = `${toMqttReason(code)} (${code})`;
      return {
        note: text,
        values: [{ name: "mqtt.conack.val", label: "Return Code", text, start: bodyAt + 1, end: bodyAt + 2 }],
      };
    }
    case types.publish: {
      const topic = readText(bytes, bodyAt, end, "mqtt.topic", "Topic");
      const flags = bytes[at] ?? 0;
      const quality = {
        name: "mqtt.qos",
        label: "QoS Level",
        text: String((flags >> 1) & 3),
        start: at,
        end: at + 1,
      };
      return {
        note: topic === undefined ? "" : `[${topic.text}]`,
        values: [quality, ...(topic ? [topic] : [])],
      };
    }
    case types.subscribe:
    case types.unsubscribe:
      return readTopics(bytes, bodyAt, end, type === types.subscribe ? 1 : 0);
    default:
      return { note: "", values: [] };
  }
}

/** Protocol name, version, flags, keep-alive, in 5.0 properties, then the client's identifier and, by flags, the user. */
function readConnect(bytes: Uint8Array, start: number, end: number): Body {
  const protocol = readText(bytes, start, end, "mqtt.protoname", "Protocol Name");
  if (protocol === undefined || protocol.end + 4 > end)
    return { note: "", values: protocol ? [protocol] : [] };
  const versionAt = protocol.end;
  const version = bytes[versionAt] ?? 0;
  const flags = bytes[versionAt + 1] ?? 0;
  const values: NamedValue[] = [
    protocol,
    {
      name: "mqtt.ver",
      label: "Version",
      text: toVersionText(version),
      start: versionAt,
      end: versionAt + 1,
    },
    {
      name: "mqtt.kalive",
      label: "Keep Alive",
      text: String(toUint16(bytes, versionAt + 2, end)),
      start: versionAt + 2,
      end: versionAt + 4,
    },
  ];
  const clientAt = version >= 5 ? skipProperties(bytes, versionAt + 4, end) : versionAt + 4;
  const client = readText(bytes, clientAt, end, "mqtt.clientid", "Client ID");
  if (client === undefined) return { note: "", values };
  values.push(client);
  let at = client.end;
  if ((flags & 0x04) !== 0) {
    // The will: its properties in 5.0, its topic, its message.
    if (version >= 5) at = skipProperties(bytes, at, end);
    const topic = readText(bytes, at, end, "mqtt.willtopic", "Will Topic");
    if (topic === undefined) return { note: client.text, values };
    values.push(topic);
    at = topic.end + 2 + toUint16(bytes, topic.end, end);
  }
  const user = (flags & 0x80) === 0 ? undefined : readText(bytes, at, end, "mqtt.username", "User Name");
  if (user !== undefined) values.push(user);
  return { note: client.text, values };
}

function readTopics(bytes: Uint8Array, start: number, end: number, optionBytes: number): Body {
  const plain = readTopicList(bytes, start + 2, end, optionBytes);
  const topics = plain ?? readTopicList(bytes, skipProperties(bytes, start + 2, end), end, optionBytes) ?? [];
  const names = topics.map((topic) => `[${topic.text}]`).join(" ");
  if (start + 2 > end) return { note: names, values: topics };
  const text = String(toUint16(bytes, start, end));
  const id = { name: "mqtt.msgid", label: "Message Identifier", text, start, end: start + 2 };
  return { note: `(id=${text}) ${names}`.trimEnd(), values: [id, ...topics] };
}

/** Undefined where the bytes up to `end` are no list of topics. */
function readTopicList(
  bytes: Uint8Array,
  start: number,
  end: number,
  optionBytes: number,
): readonly NamedValue[] | undefined {
  const topics: NamedValue[] = [];
  for (let at = start; at < end && topics.length < maxTopics;) {
    const topic = readText(bytes, at, end, "mqtt.topic", "Topic");
    if (topic === undefined || topic.end === topic.start) return undefined;
    topics.push(topic);
    at = topic.end + optionBytes;
  }
  return topics;
}

function skipProperties(bytes: Uint8Array, at: number, end: number): number {
  let length = 0;
  for (let index = 0; index < 4 && at + index < end; index += 1) {
    const byte = bytes[at + index] ?? 0;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return at + index + 1 + length;
  }
  return end;
}

function readText(
  bytes: Uint8Array,
  at: number,
  end: number,
  name: string,
  label: string,
): NamedValue | undefined {
  const start = at + 2;
  const textEnd = start + toUint16(bytes, at, end);
  if (textEnd > end) return undefined;
  return { name, label, text: toPacketText(bytes, start, textEnd, maxMessageText), start, end: textEnd };
}

function toVersionText(version: number): string {
  const names = new Map([
    [3, "MQTT v3.1"],
    [4, "MQTT v3.1.1"],
    [5, "MQTT v5.0"],
  ]);
  return `${names.get(version) ?? "Unknown"} (${version})`;
}
