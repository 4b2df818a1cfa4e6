import * as z from "zod/mini";

/** The protocols that tcpdump of ECI knows; without one, all packets are caught. */
export const tcpdumpProtocols = ["tcp", "udp", "icmpv4"] as const;

/** The largest file that the API allows, in bytes (CreateInstanceOpsTask, FileSize). */
export const maxFileSizeBytes = 1_073_741_824;

/** The most that tcpdump itself keeps of a packet, in bytes (tcpdump(1), MAXIMUM_SNAPLEN). */
export const maxSnaplenBytes = 262_144;

/** What the service keeps of a packet unless told otherwise, in bytes (CreateInstanceOpsTask, Snaplen). */
export const defaultSnaplenBytes = 65_535;

const port = z.int().check(z.minimum(1), z.maximum(65_535));
const positive = z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER));

/**
 * What a capture asks for, in our own names and units; an absent field is not sent.
 * Source: CreateInstanceOpsTask, OpsValue for tcpdump.
 */
export const tcpdumpOptionsSchema = z.strictObject({
  protocol: z.optional(z.enum(tcpdumpProtocols)),
  sourceIp: z.optional(z.ipv4()),
  sourceCidr: z.optional(z.cidrv4()),
  sourcePort: z.optional(port),
  destIp: z.optional(z.ipv4()),
  destCidr: z.optional(z.cidrv4()),
  destPort: z.optional(port),
  /** A Linux interface name in printable ASCII: 1 to 15 characters, no slash, colon or white space (net/core/dev.c, dev_valid_name). */
  interfaceName: z.optional(z.string().check(z.regex(/^(?!\.{1,2}$)[!-.0-9;-~]{1,15}$/))),
  snaplenBytes: z.optional(z.int().check(z.minimum(1), z.maximum(maxSnaplenBytes))),
  durationSeconds: z.optional(positive),
  packetCount: z.optional(positive),
  fileSizeBytes: z.optional(z.int().check(z.minimum(1), z.maximum(maxFileSizeBytes))),
});

export type TcpdumpOptions = Readonly<z.infer<typeof tcpdumpOptionsSchema>>;
export type TcpdumpField = keyof TcpdumpOptions;
