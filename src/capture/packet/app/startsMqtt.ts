/** The four flags that each packet type must have (MQTT 5.0, section 2.1.3); -1 for PUBLISH, whose flags vary. */
const flagsOfType = Int8Array.of(-2, 0, 0, -1, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0);

/**
 * Whether a segment of MQTT's port begins with a control packet (MQTT 5.0, section 2): a type with the flags that
 * belong to it, and a length that the segment ends with or that another packet follows.
 */
export function startsMqtt(bytes: Uint8Array, start: number, end: number): boolean {
  const bodyAt = toMqttBody(bytes, start, end);
  if (bodyAt < 0) return false;
  const next = bodyAt + toMqttLength(bytes, start, bodyAt);
  if (next < end) return next + 1 >= end || hasMqttType(bytes[next] ?? 0);
  if (next === end) return true;
  // Only what a client publishes is longer than a segment: its topic then stands in this one.
  const topicBytes = ((bytes[bodyAt] ?? 0) << 8) | (bytes[bodyAt + 1] ?? 0);
  return (bytes[start] ?? 0) >> 4 === 3 && topicBytes > 0 && bodyAt + 2 + topicBytes <= end;
}

/** Where a control packet's variable header begins, behind its type and length; -1 where there is no such packet. */
export function toMqttBody(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2 || !hasMqttType(bytes[start] ?? 0)) return -1;
  for (let at = start + 1; at < end && at <= start + 4; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) return at + 1;
  }
  return -1;
}

/** The remaining length (MQTT 5.0, section 2.1.4) of a packet whose variable header is at `bodyAt`. */
export function toMqttLength(bytes: Uint8Array, start: number, bodyAt: number): number {
  let length = 0;
  for (let at = bodyAt - 1; at > start; at -= 1) length = (length << 7) | ((bytes[at] ?? 0) & 0x7f);
  return length;
}

function hasMqttType(first: number): boolean {
  const flags = flagsOfType[first >> 4] ?? -2;
  return flags === -1 ? (first & 0x06) !== 0x06 : flags === (first & 0x0f);
}
