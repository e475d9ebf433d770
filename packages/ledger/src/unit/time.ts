import { EaapError, LAST_TIME_MS, type Clock } from '@eaap/protocol';
import type { ClockBounds } from './types.ts';

/** The bounds where none are given. */
export const DEFAULT_CLOCK_BOUNDS: ClockBounds = {
  lagMs: 5_000,
  leapMs: 60_000,
  idleMs: 90 * 24 * 60 * 60 * 1000,
};

/** What was found wrong with a clock; the `reason` of the problem and of the record that re-bases it. */
export type ClockFault = 'behind' | 'leapt' | 'idle' | 'invalid';

/** The time rule of a ledger: RFC-0001 section 12.3. */
export interface Timekeeper {
  /**
   * The time of a write: the wall clock's, and never before the newest record.
   *
   * @param last - The time of the namespace's newest record.
   * @throws EaapError `clock-unreliable`, and from then on until {@link Timekeeper.rebase}.
   */
  check(namespace: string, last: number | undefined): number;
  /** The time of a read, which no state of the clock refuses. */
  look(last: number | undefined): number;
  /**
   * Accepts the wall clock as it stands; what was wrong with it is returned, and forgotten once `accepted` is called.
   *
   * @throws EaapError `clock-unreliable` when it shows no time at all.
   */
  rebase(
    namespace: string,
    last: number | undefined,
  ): { now: number; fault: ClockFault | undefined; accepted(): void };
}

interface Seen {
  wall: number;
  monotonic: number;
  fault?: { readonly kind: ClockFault; readonly detail: string };
}

const HINT = 'Nothing is decided until the clock is right and an admin has re-based it.';
const isTime = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 0 && ms <= LAST_TIME_MS;

/** A timekeeper that remembers, for each namespace of this process, when it was last right. */
export function createTimekeeper(clock: Clock, bounds: ClockBounds): Timekeeper {
  const seen = new Map<string, Seen>();

  /** What is wrong with the clock now; a wall clock is held against the newest record and against time passed. */
  const faultOf = (before: Seen | undefined, now: Seen, last: number | undefined): Seen['fault'] => {
    if (!isTime(now.wall))
      return { kind: 'invalid', detail: 'The clock shows no time between 1970 and 9999.' };
    if (last !== undefined && now.wall < last - bounds.lagMs) {
      return { kind: 'behind', detail: `The clock is ${last - now.wall} ms behind the newest record.` };
    }
    if (before === undefined) {
      const idle = last === undefined ? 0 : now.wall - last;
      if (idle <= bounds.idleMs) return undefined;
      return {
        kind: 'idle',
        detail: `The clock is ${idle} ms after the newest record, which is beyond belief.`,
      };
    }
    const strayed = now.wall - before.wall - (now.monotonic - before.monotonic);
    if (strayed > bounds.leapMs) {
      return { kind: 'leapt', detail: `The clock leapt forward by ${strayed} ms.` };
    }
    // Behind where it was, though perhaps not behind the newest record: it would give expired tokens their life back.
    if (strayed < -bounds.lagMs) return { kind: 'behind', detail: `The clock went back by ${-strayed} ms.` };
    return undefined;
  };

  const measure = (): Seen => ({ wall: clock.now(), monotonic: clock.monotonic() });

  return {
    check(namespace, last) {
      const before = seen.get(namespace);
      const now = measure();
      const fault = before?.fault ?? faultOf(before, now, last);
      if (fault !== undefined) {
        seen.set(namespace, { ...(before ?? now), fault });
        throw new EaapError('clock-unreliable', `${fault.detail} ${HINT}`, { reason: fault.kind });
      }
      seen.set(namespace, now);
      return Math.max(now.wall, last ?? 0);
    },

    look(last) {
      const { wall } = measure();
      return Math.max(isTime(wall) ? wall : 0, last ?? 0);
    },

    rebase(namespace, last) {
      const before = seen.get(namespace);
      const now = measure();
      if (!isTime(now.wall)) {
        throw new EaapError(
          'clock-unreliable',
          'The clock shows no time between 1970 and 9999. Set it first.',
          {
            reason: 'invalid',
          },
        );
      }
      const fault = (before?.fault ?? faultOf(before, now, last))?.kind;
      return { now: now.wall, fault, accepted: () => void seen.set(namespace, now) };
    },
  };
}
