import { parseIpv4 } from "../synthetic/ipv4.ts";
import type { CaptureRequest } from "../engine.ts";
import { RpcError } from "../rpc/rpcError.ts";

/** What an OpsValue for tcpdump says. */
export type TcpdumpValue = {
  readonly enable: boolean;
  readonly options: Omit<CaptureRequest, "instanceIp" | "peerIps">;
};

const maxFileSizeBytes = 1_073_741_824;
const maxSnaplenBytes = 262_144;

type Check = (value: unknown) => boolean;

const whole =
  (low: number, high: number): Check =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
const port = whole(1, 65_535);
const positive = whole(1, Number.MAX_SAFE_INTEGER);

const isAddress: Check = (value) =>
  typeof value === "string" &&
  /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/u.test(value) &&
  isDottedQuad(value);

function isDottedQuad(text: string): boolean {
  try {
    parseIpv4(text);
    return true;
  } catch {
    return false;
  }
}

const isNetwork: Check = (value) => {
  const [address, bits, ...more] = typeof value === "string" ? value.split("/") : [];
  return (
    isAddress(address) && bits !== undefined && /^(?:\d|[12]\d|3[0-2])$/u.test(bits) && more.length === 0
  );
};

/** Every key that the API page names, with what it takes. */
const checks: Readonly<Record<string, Check>> = {
  Enable: (value) => typeof value === "boolean",
  Protocol: (value) => value === "tcp" || value === "udp" || value === "icmpv4",
  SourceIp: isAddress,
  SourceCidr: isNetwork,
  SourcePort: port,
  DestIp: isAddress,
  DestCidr: isNetwork,
  DestPort: port,
  IfDeviceName: (value) => typeof value === "string" && /^[A-Za-z0-9._-]{1,15}$/u.test(value),
  Snaplen: whole(1, maxSnaplenBytes),
  Duration: positive,
  PacketNum: positive,
  FileSize: whole(1, maxFileSizeBytes),
};

const invalid = (message: string) => new RpcError(400, "Tcpdump.InvalidValue", message);

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RpcError(
      400,
      "Ops.OpsValueInvalid",
      "Ops value check failed, please confirm by ops type and try again later.",
    );
  }
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Reads an OpsValue for tcpdump (CreateInstanceOpsTask); throws an `RpcError`: Ops.OpsValueInvalid when it is no
 * JSON object, Tcpdump.InvalidValue when a key or a value is not of those that the page names.
 */
export function parseTcpdumpValue(text: string, defaults: { readonly capSeconds: number }): TcpdumpValue {
  const value = parseObject(text);
  if (value["Enable"] === undefined) throw invalid("Enable is required");
  for (const [key, field] of Object.entries(value)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) throw invalid(`${key} is not supported`);
    if (!check(field)) throw invalid(`the value of ${key} is invalid`);
  }
  const number = (key: string) => value[key] as number | undefined;
  const word = (key: string) => value[key] as string | undefined;
  const hasLimit = ["Duration", "PacketNum", "FileSize"].some((key) => value[key] !== undefined);
  return {
    enable: value["Enable"] === true,
    options: {
      protocol: word("Protocol"),
      sourceIp: word("SourceIp"),
      sourceCidr: word("SourceCidr"),
      sourcePort: number("SourcePort"),
      destIp: word("DestIp"),
      destCidr: word("DestCidr"),
      destPort: number("DestPort"),
      interfaceName: word("IfDeviceName") ?? "eth0",
      snaplenBytes: number("Snaplen") ?? 65_535,
      durationSeconds: number("Duration") ?? (hasLimit ? undefined : defaults.capSeconds),
      packetCount: number("PacketNum"),
      fileSizeBytes: number("FileSize") ?? maxFileSizeBytes,
    },
  };
}
