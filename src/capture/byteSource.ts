/** A file, or anything else that can be read in ranges. */
export type ByteSource = {
  readonly sizeBytes: number;
  /** Gives up to `lengthBytes` bytes from `offset`; fewer only where the file ends, none behind its end. */
  read(offset: number, lengthBytes: number): Uint8Array | Promise<Uint8Array>;
};
