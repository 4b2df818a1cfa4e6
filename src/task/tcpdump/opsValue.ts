import { toNetwork } from "./network.ts";
import type { TcpdumpOptions } from "./options.ts";

/**
 * The OpsValue that starts this capture, exactly as it is sent. Where an address and a network are both set only the
 * network is sent (the service ignores the address); host bits of a network are cleared. Source: CreateInstanceOpsTask.
 */
export function toOpsValue(options: TcpdumpOptions): string {
  const { sourceCidr, destCidr } = options;
  // An undefined value leaves no trace in JSON.
  return JSON.stringify({
    Enable: true,
    Protocol: options.protocol,
    SourceIp: sourceCidr === undefined ? options.sourceIp : undefined,
    SourceCidr: sourceCidr === undefined ? undefined : toNetwork(sourceCidr),
    SourcePort: options.sourcePort,
    DestIp: destCidr === undefined ? options.destIp : undefined,
    DestCidr: destCidr === undefined ? undefined : toNetwork(destCidr),
    DestPort: options.destPort,
    IfDeviceName: options.interfaceName,
    Snaplen: options.snaplenBytes,
    Duration: options.durationSeconds,
    PacketNum: options.packetCount,
    FileSize: options.fileSizeBytes,
  });
}

/** The OpsValue that stops the capture of an instance. */
export const stopOpsValue = JSON.stringify({ Enable: false });
