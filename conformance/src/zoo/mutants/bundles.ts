import type { Json, JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { output, said } from './lib/answering.ts';

/** What a verifier is shown that does not look at one thing. */
const blind = (
  id: string,
  reason: string,
  requirement: number,
  description: string,
  invariant: readonly number[] = [7],
): Mutant => {
  const number = `0011-${String(requirement).padStart(3, '0')}`;
  return {
    id,
    breaks: [`EAAP-${number}`],
    invariant,
    description,
    expected: [`vectors.envelopes.${number}`],
    compute: said('envelopes', (answer, input) =>
      'refused' in answer && answer.refused === reason && input['op'] === 'verify'
        ? { output: null }
        : answer,
    ),
  };
};

const isAscii = (hex: Json | undefined): boolean =>
  Buffer.from(String(hex), 'hex').every((byte) => byte < 0x80);

/** Another text of an envelope that was made. */
const rewritten = (change: (envelope: string) => string) =>
  output('envelopes', (made, input) =>
    input['op'] === 'make' ? { envelope: change(String(made['envelope'])) } : made,
  );

/** Broken in proof bundles: what is signed, what is read, what is made. */
export const BUNDLE_MUTANTS: readonly Mutant[] = [
  {
    id: 'bundle-lengths-in-characters',
    breaks: ['EAAP-0011-041'],
    invariant: [7],
    description: 'The lengths in what is signed are counted in characters.',
    expected: ['vectors.envelopes.0011-041'],
    compute: said('envelopes', (answer, input) =>
      input['op'] === 'pae' && 'output' in answer && !isAscii(input['payload']) ? { output: '' } : answer,
    ),
  },
  blind('bundle-weak-keys', 'malformed-key', 42, 'Verifier keys are taken as they are.'),
  blind('bundle-read-loosely', 'malformed-envelope', 43, 'Whatever a library can decode is an envelope.'),
  blind('bundle-signed-twice', 'duplicate-signature', 44, 'Two signatures by one key are two signatures.'),
  blind('bundle-bad-signature', 'bad-signature', 45, 'A signature is there, and that is enough.'),
  blind('bundle-by-anybody', 'unknown-key', 46, 'Whoever signed a bundle is believed.'),
  blind('bundle-of-any-type', 'payload-type', 47, 'The type of a payload is not looked at.'),
  blind('bundle-not-canonical', 'malformed-statement', 48, 'A payload is read as any other JSON.'),
  blind('bundle-of-any-predicate', 'predicate-type', 49, 'The type of a predicate is not looked at.'),
  blind('bundle-further-members', 'malformed-predicate', 50, 'What is not known in a predicate is ignored.'),
  blind('bundle-of-many-decisions', 'not-a-decision', 51, 'Records of any evaluations make a bundle.'),
  blind('bundle-of-any-tenant', 'namespace', 52, 'The namespace of a decision is not looked at.', [4, 7]),
  blind('bundle-about-anything', 'subject-mismatch', 53, 'The subjects of a statement are believed.'),
  blind('bundle-any-receipt', 'receipt-mismatch', 54, 'A receipt is there, and that is enough.', [7, 11]),
  blind('bundle-any-checkpoint', 'checkpoint', 55, 'The checkpoints in a bundle are not opened.', [4, 7]),
  blind('bundle-proof-unread', 'inclusion', 56, 'The proofs in a bundle are not followed.'),
  {
    id: 'bundle-by-its-maker-alone',
    breaks: ['EAAP-0011-057'],
    invariant: [7],
    description: 'A bundle that somebody unknown signed as well is refused.',
    expected: ['vectors.envelopes.0011-057'],
    compute: said('envelopes', (answer) =>
      'output' in answer && Number((answer.output as JsonObject)['others']) > 0
        ? { refused: 'unknown-key' }
        : answer,
    ),
  },
  {
    id: 'bundle-not-reproducible',
    breaks: ['EAAP-0011-058'],
    invariant: [7],
    description: 'An envelope is written with its members in the order in which they come to mind.',
    expected: ['vectors.envelopes.0011-058'],
    compute: rewritten((text) => {
      const { payloadType, ...rest } = JSON.parse(text) as JsonObject;
      return JSON.stringify({ payloadType, ...rest });
    }),
  },
];
