/** What a capture engine is asked to catch: the options of the wire, already checked by the API side of the simulator. */
export type CaptureRequest = {
  /** tcp, udp, icmpv4 or absent for everything. */
  readonly protocol?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly sourceCidr?: string | undefined;
  readonly sourcePort?: number | undefined;
  readonly destIp?: string | undefined;
  readonly destCidr?: string | undefined;
  readonly destPort?: number | undefined;
  readonly interfaceName: string;
  readonly snaplenBytes: number;
  readonly durationSeconds?: number | undefined;
  readonly packetCount?: number | undefined;
  readonly fileSizeBytes?: number | undefined;
  /** The private address of the instance that captures, and of others in its world that it may talk to. */
  readonly instanceIp: string;
  readonly peerIps: readonly string[];
};

/** A capture under way. `finished` settles with the finished file when a limit is reached or `stop` is called; it rejects when the engine failed. */
export type RunningCapture = {
  readonly finished: Promise<{ readonly path: string; readonly sizeBytes: number }>;
  stop(): void;
};

/** Makes captures: `live` from real traffic with the real tcpdump, `synthetic` from frames that it writes itself. */
export type CaptureEngine = {
  readonly name: "live" | "synthetic";
  /** Starts a capture whose file will lie in `folder`. */
  start(request: CaptureRequest, folder: string): RunningCapture;
  /** Ends the traffic, the captures and every child process. */
  dispose(): Promise<void>;
};

/** Makes the core file of a crashed program in `folder` and resolves with its path. */
export type CoreDumpMaker = (folder: string) => Promise<string>;
