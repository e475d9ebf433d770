import type { Digest } from '../model/digest.ts';

/** How binding a requirement is. */
export type Level = 'MUST' | 'SHOULD';

/** The least evidence that can show a requirement: on the wire, as the adapter says, as the runner saw itself. */
export type RequirementGrade = 'E1' | 'E2' | 'E3';

/** The layer a requirement is about. */
export type Layer = 'L1' | 'L2' | 'L3' | 'L4';

/** One sentence of an RFC that a gateway can be held to. */
export interface Requirement {
  /** `EAAP-<rfc>-<nnn>`; never used again for another sentence. */
  readonly id: string;
  /** One actor, one MUST or SHOULD, one observable. */
  readonly sentence: string;
  /** Who is held to it, as in `gateway`. */
  readonly actor: string;
  readonly level: Level;
  readonly grade: RequirementGrade;
  /** Numbers of the invariants it serves, rising; none for what serves all of them. */
  readonly invariants: readonly number[];
  readonly layer: Layer | null;
  /** The number of the section it stands in, as in `6.3`. */
  readonly section: string;
  /** Over id and sentence (EAAP-REQUIREMENT-v1): a changed sentence is a changed digest. */
  readonly digest: Digest;
}

/** The requirements as they are committed. */
export interface RequirementSet {
  readonly generated: string;
  /** Of the list of digests in order (EAAP-REQUIREMENT-v1): names the whole set in a report. */
  readonly digest: Digest;
  readonly requirements: readonly Requirement[];
}

/** Something wrong with a document. */
export interface SpecFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly code:
    | 'malformed-anchor'
    | 'wrong-document'
    | 'duplicate-id'
    | 'out-of-order'
    | 'unknown-invariant'
    | 'no-section'
    | 'several-levels'
    | 'level-mismatch'
    | 'several-sentences'
    | 'no-actor'
    | 'unanchored'
    | 'dead-link'
    | 'not-plain-text'
    | 'unmapped'
    | 'unknown-requirement'
    | 'malformed-vector'
    | 'stale-vector'
    | 'stale';
  readonly message: string;
}
