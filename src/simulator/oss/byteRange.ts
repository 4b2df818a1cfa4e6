/** What OSS makes of a Range header: bytes from `first` to `last`, the whole object, or a refusal. */
export type ByteRange =
  | { readonly kind: "part"; readonly first: number; readonly last: number }
  | { readonly kind: "whole" }
  | { readonly kind: "refused" };

/**
 * Reads a Range header as OSS does: one that does not fit is ignored and the whole object is sent, unless the request
 * says `x-oss-range-behavior: standard`; several ranges are refused (OSS, "HTTP Range requests" and "416").
 */
export function toByteRange(header: string | undefined, sizeBytes: number, isStandard: boolean): ByteRange {
  if (header === undefined) return { kind: "whole" };
  if (/^bytes=.*,/u.test(header)) return { kind: "refused" };
  const [, from, to] = /^bytes=(\d*)-(\d*)$/u.exec(header) ?? [];
  if (from === undefined || to === undefined || from + to === "") return { kind: "whole" };
  const suffix = from === "" ? Number(to) : undefined;
  const first = suffix === undefined ? Number(from) : Math.max(0, sizeBytes - suffix);
  const last = suffix === undefined && to !== "" ? Number(to) : sizeBytes - 1;
  const isTooLate = first >= sizeBytes || suffix === 0;
  const isTooLong = last >= sizeBytes || (suffix ?? 0) > sizeBytes;
  if (last < first && !isTooLate) return { kind: "whole" };
  if (isTooLate) return { kind: isStandard ? "refused" : "whole" };
  if (isTooLong && !isStandard) return { kind: "whole" };
  return { kind: "part", first, last: Math.min(last, sizeBytes - 1) };
}
