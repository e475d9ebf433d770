import type { Exchange } from '../sut/transcript.ts';

/** How a check ended. */
export type Verdict = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'NOT_EVIDENCED' | 'NOT_APPLICABLE';

/** Ends a check: nothing can be said about what it was to show. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive';
}

/** Ends a check: the gateway does not declare what it is about. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** One thing a check stated. */
export interface Expectation {
  readonly observation: string;
  readonly holds: boolean;
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** What came of a check. */
export interface CheckOutcome {
  readonly id: string;
  readonly verdict: Verdict;
  readonly grade: 'E1' | 'E2' | 'E3';
  readonly expectations: readonly Expectation[];
  readonly message?: string;
  readonly ms: number;
  readonly transcript: readonly Exchange[];
}
