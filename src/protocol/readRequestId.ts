/**
 * The id of a request, or of an answer to one, whatever else stands in the message: one that is not in the contract is
 * answered by it too, so that nobody waits for ever. Undefined where there is none.
 */
export function readRequestId(data: unknown): number | undefined {
  if (typeof data !== "object" || data === null || !("id" in data)) return undefined;
  const { id } = data;
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 1 ? id : undefined;
}
