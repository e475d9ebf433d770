/** What a target made of an input. */
export interface Made {
  /** In a word: `read`, or the code of the refusal. */
  readonly outcome: string;
  /** All that it said; the same, letter by letter, each time. */
  readonly bytes: string;
}

/** Something that reads what strangers wrote. */
export interface Target {
  readonly name: string;
  /** How much of the inputs it gets, beside the others. */
  readonly share: number;
  /** Harmless and harmful inputs that inputs are made from. */
  readonly seeds: readonly string[];
  /** Whether inputs are JSON texts, and are changed as such. */
  readonly isJson?: boolean;
  /** Of JSON, the members in which most changes are made: elsewhere nearly any change is refused by the schema. */
  readonly focus?: readonly string[];
  /**
   * Reads an input. What it may refuse by is an outcome; whatever it throws is a failure, a bound that does not hold too.
   */
  run(input: string): Made;
}

/** What may go wrong. */
export const FAULTS = ['thrown', 'differs', 'hangs', 'crashed'] as const;
export type Fault = (typeof FAULTS)[number];

/** An input that was not taken as it should be. */
export interface Failure {
  readonly target: string;
  readonly at: number;
  readonly fault: Fault;
  readonly detail: string;
  /** The input, as small as it was found to fail. */
  readonly input: string;
}

/** How long an input took: the quicker of its two readings. */
export interface Took {
  readonly target: string;
  readonly at: number;
  readonly ms: number;
  readonly outcome: string;
}

/** Fails when a bound does not hold. */
export function bound(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Out of bounds: ${what}`);
}
