import { checkManifest } from '@eaap/judgment';
import { digest, EaapError, Manifest, validate } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** What the reference says, and what the vectors call it. */
const CODES: readonly (readonly [says: RegExp, code: string])[] = [
  [/longer than 512/, 'pointer-too-long'],
  [/names no dialect|names a dialect/, 'dialect'],
  [/is not among the parameters/, 'undeclared-parameter'],
  [/: The target of .* points to .* must be/, 'target-type'],
  [/: The cost/, 'cost-type'],
  [/points to .* must be/, 'subject-type'],
  [/is a host and cannot have a prefix/, 'host-prefix'],
  [/: The target of /, 'target-malformed'],
  [/cannot state the effect unknown/, 'unknown-effect'],
  [/supported by anything an agent says/, 'untrusted-authority'],
  [/is at_most, which needs/, 'at-most-type'],
  [
    /either kinds or carries|of what a text carries|names or quotations|computes amounts|looks facts up, and|looks nothing up|fewer than two facts/,
    'typed-authority',
  ],
  [/describe the same place/, 'overlap'],
  [/: No effect has/, 'unnamed-target'],
];

/** Loads a manifest with the reference. */
export function compute(input: Json): Answer {
  const { manifest } = input as { manifest: Json };
  try {
    const valid = validate(Manifest, manifest, 'invalid-request') as Manifest;
    checkManifest(valid);
    return { output: { digest: digest('EAAP-MANIFEST-v1', valid as unknown as Json) } };
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    if (error.type === 'invalid-request') return { refused: 'invalid' };
    return { refused: CODES.find(([says]) => says.test(error.message))?.[1] ?? error.message };
  }
}
