/** What is left of some pieces without their first bytes; copies nothing. */
export function dropBytes(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  return pieces.flatMap((piece) => {
    const dropped = Math.min(left, piece.length);
    left -= dropped;
    return dropped < piece.length ? [piece.subarray(dropped)] : [];
  });
}
