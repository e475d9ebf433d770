import type { Control } from '../control/types.ts';
import type { ServiceParts } from '@eaap/sdk';
import type { FetchLike } from '../sut/local.ts';

/** A gateway that is broken in one known place, and what must notice. */
export interface Mutant {
  /** Stable, as in `overwrites-silently`. */
  readonly id: string;
  /** The requirements it breaks, as in `EAAP-0001-039`. */
  readonly breaks: readonly string[];
  /** The invariants it breaks; none for what serves all of them. */
  readonly invariant: readonly number[];
  /** What it does wrong, as a sentence. */
  readonly description: string;
  /** Exactly the checks that must fail on it. One more is a false alarm, one less is missed. */
  readonly expected: readonly string[];
  /** Given the parts of a right gateway, those of the broken one: layers, handlers, store, keys, clock. */
  readonly change?: (parts: ServiceParts) => ServiceParts;
  /** Given the right way from request to answer, the broken one. */
  readonly fetch?: (next: FetchLike) => FetchLike;
  /** Given what computes vectors rightly, the broken one. */
  readonly compute?: (next: Control['compute']) => Control['compute'];
  /** Given the right control interface, the broken one. */
  readonly control?: (next: Control) => Control;
}

/** What became of a gateway of the zoo. */
export interface Caught {
  readonly id: string;
  readonly verdict: 'killed' | 'survived' | 'not as declared' | 'did not start';
  /** The checks that failed. */
  readonly failing: readonly string[];
  /** Those that failed and were not declared. */
  readonly false_alarms: readonly string[];
  /** Those that were declared and did not fail. */
  readonly missed: readonly string[];
  /** Those about which nothing could be said. */
  readonly inconclusive: readonly string[];
  readonly message?: string;
  /** How many checks it was shown. */
  readonly shown: number;
  /** How many were spared, since nothing the right gateway was asked in them is answered differently. */
  readonly same: number;
  readonly ms: number;
}

/** The right gateway among the broken ones: every check must pass on it. */
export const HEALTHY: Mutant = {
  id: 'healthy',
  breaks: [],
  invariant: [],
  description: 'Nothing is wrong with it: every check passes.',
  expected: [],
};
