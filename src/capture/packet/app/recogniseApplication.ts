import { protocolCodes } from "../protocol.ts";
import { startsDns, startsDnsOverTcp } from "./startsDns.ts";
import { startsHttp } from "./startsHttp.ts";
import { startsMqtt } from "./startsMqtt.ts";
import { startsMysql } from "./startsMysql.ts";
import { startsPostgresql } from "./startsPostgresql.ts";
import { startsRedis } from "./startsRedis.ts";
import { startsTls } from "./startsTls.ts";

/** The ports that IANA or habit gives to protocols whose first bytes alone do not tell them. */
export const applicationPorts = { dns: 53, mysql: 3306, pgsql: 5432, resp: 6379, mqtt: 1883 } as const;

const { dns, http, tls, mysql, pgsql, resp, mqtt } = protocolCodes;

/**
 * The `protocolCodes` of what a TCP segment or UDP datagram carries in `bytes[start]` to `bytes[end - 1]`, or -1. It
 * knows only these bytes: what continues a message that began in an earlier segment is none of them. Allocates nothing.
 */
export function recogniseApplication(
  bytes: Uint8Array,
  start: number,
  end: number,
  sourcePort: number,
  destinationPort: number,
  isTcp: boolean,
): number {
  if (!isTcp) {
    const isDnsPort = sourcePort === applicationPorts.dns || destinationPort === applicationPorts.dns;
    return isDnsPort && startsDns(start, end) ? dns : -1;
  }
  if (start >= end) return -1;
  if (startsTls(bytes, start, end)) return tls;
  if (startsHttp(bytes, start, end)) return http;
  const known = recogniseByPort(bytes, start, end, sourcePort, true);
  return known >= 0 ? known : recogniseByPort(bytes, start, end, destinationPort, false);
}

function recogniseByPort(
  bytes: Uint8Array,
  start: number,
  end: number,
  port: number,
  isFromServer: boolean,
): number {
  switch (port) {
    case applicationPorts.dns:
      return startsDnsOverTcp(bytes, start, end) ? dns : -1;
    case applicationPorts.mysql:
      return startsMysql(bytes, start, end, isFromServer) ? mysql : -1;
    case applicationPorts.pgsql:
      return startsPostgresql(bytes, start, end, isFromServer) ? pgsql : -1;
    case applicationPorts.resp:
      return startsRedis(bytes, start, end) ? resp : -1;
    case applicationPorts.mqtt:
      return startsMqtt(bytes, start, end) ? mqtt : -1;
    default:
      return -1;
  }
}
