/** What a capture was asked for, as far as the one who reads it knows: why something is missing may stand in here. */
export type CaptureRequest = {
  readonly protocol?: string | undefined;
  readonly source?: string | undefined;
  readonly sourcePort?: number | undefined;
  readonly destination?: string | undefined;
  readonly destinationPort?: number | undefined;
  readonly interfaceName?: string | undefined;
  readonly snaplenBytes?: number | undefined;
  readonly durationSeconds?: number | undefined;
};
