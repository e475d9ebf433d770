import type { Ledger } from '@eaap/ledger';
import { extract, judge, NO_EXTRACTORS, type Extractors } from '@eaap/judgment';
import { selectRows } from '@eaap/meaning';
import type { Extraction, JudgeInput, Judgment } from '@eaap/protocol';
import { scrubAction } from './action.ts';
import { engineDigest } from './digest.ts';
import { stateHash } from './state.ts';

/**
 * What evaluate and commit are made of. Each part has one implementation; they are fields so that a gateway that is
 * broken in one known place can be built from a right one, which is how the conformance suite is tested.
 */
export interface EngineParts {
  readonly scrub: typeof scrubAction;
  readonly extract: typeof extract;
  readonly select: typeof selectRows;
  readonly judge: (input: JudgeInput) => Judgment;
  readonly digest: typeof engineDigest;
  readonly hash: typeof stateHash;
}

/** The admissibility layer over a ledger. */
export interface Engine {
  readonly ledger: Ledger;
  readonly parts: EngineParts;
  /** Readers of code by dialect: what they are is part of the engine digest. */
  readonly extractors: Extractors;
}

/** How long a receipt may be used, in milliseconds. */
export const RECEIPT_TTL_MS = 60_000;

/** The principal that the gateway itself acts under in the log. */
export const GATEWAY_PRINCIPAL = 'gateway';

/**
 * The admissibility layer over `ledger`.
 *
 * @see RFC-0001 section 9
 */
export function createEngine(
  ledger: Ledger,
  parts: Partial<EngineParts> = {},
  extractors: Extractors = NO_EXTRACTORS,
): Engine {
  return {
    ledger,
    extractors,
    parts: {
      scrub: scrubAction,
      extract,
      select: selectRows,
      judge,
      digest: engineDigest,
      hash: stateHash,
      ...parts,
    },
  };
}

export type { Extraction };
