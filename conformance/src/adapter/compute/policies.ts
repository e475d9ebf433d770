import { compilePolicy } from '@eaap/judgment';
import { digest, EaapError, Policy, validate } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** What the reference says, and what the vectors call it. */
const CODES: readonly (readonly [says: RegExp, code: string])[] = [
  [/the id is used twice/, 'duplicate-id'],
  [/is always blocked and cannot be granted/, 'ungrantable'],
  [/: the target pattern /, 'target-pattern'],
  [/does not count money/, 'limit-currency'],
  [/the condition is not EAAP-CEL/, 'condition'],
  [/all rules together may cost more/, 'total'],
];

/** Loads a policy with the reference. */
export function compute(input: Json): Answer {
  const { policy } = input as { policy: Json };
  try {
    const valid = validate(Policy, policy, 'invalid-request') as Policy;
    compilePolicy(valid);
    return { output: { digest: digest('EAAP-POLICY-v1', valid as unknown as Json) } };
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    if (error.type === 'invalid-request') return { refused: 'invalid' };
    return { refused: CODES.find(([says]) => says.test(error.message))?.[1] ?? error.message };
  }
}
