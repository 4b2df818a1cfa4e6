/** True when the key may call once more at `now` (milliseconds). */
export type RateLimit = (accessKeyId: string, now: number) => boolean;

/** A bucket of `perSecond` calls a key, refilled evenly; without a rate everything passes. */
export function createRateLimit(perSecond: number | undefined): RateLimit {
  if (perSecond === undefined) return () => true;
  const buckets = new Map<string, { tokens: number; time: number }>();
  return (accessKeyId, now) => {
    const bucket = buckets.get(accessKeyId) ?? { tokens: perSecond, time: now };
    buckets.set(accessKeyId, bucket);
    const refill = (Math.max(0, now - bucket.time) / 1000) * perSecond;
    bucket.tokens = Math.min(perSecond, bucket.tokens + refill);
    bucket.time = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
