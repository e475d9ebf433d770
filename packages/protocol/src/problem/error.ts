import { PROBLEM_PREFIX, PROBLEMS, type ProblemType } from './catalogue.ts';

/** Members a problem may carry besides the standard ones of RFC 9457. */
export type ProblemExtras = Readonly<Record<string, unknown>>;

/** The wire form of a problem: RFC 9457 `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [member: string]: unknown;
}

/**
 * The one error of the protocol: a problem type from the closed list, and a sentence that helps. The sentence and
 * the extras never carry secrets or personal data, since they are answered and logged as they are.
 *
 * @see RFC-0001 section 12
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { EaapError } from '@eaap/protocol';
 *
 * const error = new EaapError('state-drift', 'Fact 7 changed from version 1 to 2.', { changed: ['fact:7'] });
 * assert.equal(error.status, 409);
 * assert.equal(error.toProblem().type, 'urn:eaap:problem:state-drift');
 * ```
 */
export class EaapError extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly detail: string;
  readonly extras: ProblemExtras;

  constructor(type: ProblemType, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(`${type}: ${detail}`, options);
    this.name = 'EaapError';
    this.type = type;
    this.status = PROBLEMS[type].status;
    this.detail = detail;
    this.extras = extras;
  }

  /** The RFC 9457 body of this error. */
  toProblem(): ProblemBody {
    return {
      ...this.extras,
      type: `${PROBLEM_PREFIX}${this.type}`,
      title: PROBLEMS[this.type].title,
      status: this.status,
      detail: this.detail,
    };
  }

  /** Any thrown value as a problem; what is not one already becomes `internal` without its message, which could leak. */
  static from(thrown: unknown): EaapError {
    if (thrown instanceof EaapError) return thrown;
    return new EaapError(
      'internal',
      'The gateway failed. Nothing was allowed and nothing was half-written.',
      {},
      { cause: thrown },
    );
  }
}

/** The problem type in a wire `type`, or `undefined` when it is not in the list. */
export function problemTypeOf(urn: unknown): ProblemType | undefined {
  if (typeof urn !== 'string' || !urn.startsWith(PROBLEM_PREFIX)) return undefined;
  const tail = urn.slice(PROBLEM_PREFIX.length);
  return Object.hasOwn(PROBLEMS, tail) ? (tail as ProblemType) : undefined;
}
