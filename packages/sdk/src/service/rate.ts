import type { Clock } from '@eaap/protocol';

/** How many requests a second in the long run, and how many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

const WHOLE = 1000;

/** A set of token buckets, one a name. */
export interface Buckets {
  /** Takes one token; the milliseconds to wait when there is none, 0 when there was. */
  take(name: string): number;
}

/**
 * Token buckets on the injected clock. At most `size` names are kept: the one unused for longest goes first, so that a
 * flood of names cannot fill the memory. A name that was forgotten starts full.
 */
export function createBuckets(rate: Rate, clock: Clock, size = 10_000): Buckets {
  // Counted in thousandths of a token, so that everything stays whole.
  const full = rate.burst * WHOLE;
  const buckets = new Map<string, { tokens: number; at: number }>();
  const bucketOf = (name: string): { tokens: number; at: number } => {
    const now = clock.monotonic();
    const known = buckets.get(name);
    buckets.delete(name);
    const tokens =
      known === undefined ? full : Math.min(full, known.tokens + (now - known.at) * rate.perSecond);
    const bucket = { tokens, at: now };
    buckets.set(name, bucket);
    if (buckets.size > size) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  };
  const missing = (tokens: number): number => Math.max(0, Math.ceil((WHOLE - tokens) / rate.perSecond));
  return {
    take(name) {
      const bucket = bucketOf(name);
      const wait = missing(bucket.tokens);
      if (wait === 0) bucket.tokens -= WHOLE;
      return wait;
    },
  };
}
