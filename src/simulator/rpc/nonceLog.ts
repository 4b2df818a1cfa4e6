/** Remembers nonces for as long as the timestamp they came with could still be accepted. */
export type NonceLog = {
  /** False when this key has used the nonce before. */
  add(accessKeyId: string, nonce: string, now: number): boolean;
};

/** Makes a log that keeps a nonce for `keepMs` milliseconds. */
export function createNonceLog(keepMs: number): NonceLog {
  const seen = new Map<string, number>();
  return {
    add(accessKeyId, nonce, now) {
      for (const [key, time] of seen) {
        if (now - time <= keepMs) break;
        seen.delete(key);
      }
      const key = JSON.stringify([accessKeyId, nonce]);
      if (seen.has(key)) return false;
      seen.set(key, now);
      return true;
    },
  };
}
