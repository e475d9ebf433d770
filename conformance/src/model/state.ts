import { digest, type Digest } from './digest.ts';

/** A row a verdict relied on: type, id, version, commitment. */
export type StateObject = readonly [type: string, id: string, version: number, commitment: string];

/** What a decision is bound to. */
export interface State {
  readonly namespace: string;
  readonly principal: string;
  readonly action_commitment: string;
  readonly policy: string;
  readonly engine: string;
  readonly selectors: readonly { readonly subject: string; readonly attribute: string }[];
  readonly objects: readonly StateObject[];
  /** The start of the window the evaluation fell in. */
  readonly window: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The state hash. Selectors and objects are put in order here, so that a caller may list them as it found them.
 *
 * @see RFC-0001 section 9.2
 */
export function stateHash(state: State): Digest {
  const { namespace, principal, action_commitment, policy, engine, window } = state;
  const selectors = state.selectors.map(({ subject, attribute }) => ({ subject, attribute }));
  selectors.sort((a, b) => compare(a.subject, b.subject) || compare(a.attribute, b.attribute));
  const objects = [...state.objects].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return digest('EAAP-STATE-v1', {
    namespace,
    principal,
    action_commitment,
    policy,
    engine,
    selectors,
    objects,
    window,
  });
}

/** The start of the window of `width` milliseconds that a time falls in. */
export function windowStart(time: number, width: number): number {
  return Math.floor(time / width) * width;
}
