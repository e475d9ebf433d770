import type { Json } from '../../model/json.ts';
import { coversName, isPattern, uncovered } from '../../model/judge/pattern.ts';
import { hasTargetFault } from '../../model/judge/value.ts';
import { TARGET_CASES } from '../judgment/target-cases.ts';
import type { Finding, Topic } from '../types.ts';

function answer(input: Json): Finding {
  const { pattern, name, target } = input as { pattern?: string; name?: string; target?: string | null };
  if (pattern !== undefined && name !== undefined) {
    return coversName(pattern, name) ? { output: { covers: true } } : { refused: ['name'] };
  }
  const refused: string[] = [];
  if (pattern !== undefined && !isPattern(pattern)) refused.push('pattern');
  if (typeof target === 'string' && hasTargetFault(target)) refused.push('target');
  if (refused.length > 0) return { refused };
  if (pattern === undefined) return { output: { stated: true } };
  if (target === undefined) return { output: { stated: true } };
  const why = uncovered(pattern, target);
  if (why === null) return { output: { covers: true } };
  return { refused: [why === 'rest' ? (pattern.split(':')[0] ?? '') : why] };
}

export const topic: Topic = {
  name: 'targets',
  title: 'Names and targets',
  specified: 'RFC-0005 sections 5.1 and 5.2, RFC-0006 section 6.2',
  input:
    'Either `pattern`, a name pattern, and `name`; or `pattern`, a target pattern, and `target`, null for an effect without one; or one of both alone, as a policy or a manifest states it.',
  output:
    '`covers` is true when the pattern covers the name or target; `stated` is true when the pattern or target alone is without fault. Not to cover is told as a refusal.',
  reasons: {
    name: 'The pattern does not cover the name.',
    'no-target': 'An effect without a target is covered by * alone.',
    kind: 'The pattern is of another kind than the target.',
    host: 'The pattern does not cover the host.',
    path: 'The pattern does not cover the path.',
    resource: 'The pattern does not cover the resource.',
    pattern: 'The target pattern has a fault.',
    target: 'The target has a fault.',
  },
  cases: () => TARGET_CASES,
  answer,
};
