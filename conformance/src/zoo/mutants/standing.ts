import { setManifest } from '@eaap/ledger';
import type { Manifest } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { handling, misread } from './lib/deciding.ts';

/** Broken gateways of RFC-0005 and RFC-0006 that the wire shows. */
export const STANDING_MUTANTS: readonly Mutant[] = [
  {
    id: 'lets-any-executor-in',
    breaks: ['EAAP-0005-014'],
    invariant: [],
    description: 'Takes the executor that a request names for one that the policy lists.',
    expected: ['judgment.executor-not-listed'],
    change: misread((input) => ({
      ...input,
      policy: { ...input.policy, executors: [input.executor] },
    })),
  },
  {
    id: 'grounds-on-the-expired',
    breaks: ['EAAP-0005-021'],
    invariant: [2, 9, 13],
    description: 'Does not look at the valid_until of a fact.',
    expected: ['judgment.expired-ground'],
    change: misread((input) => ({
      ...input,
      facts: input.facts.map((fact) => ({ ...fact, valid_until: null })),
    })),
  },
  {
    id: 'believes-manifests',
    breaks: ['EAAP-0006-001'],
    invariant: [8],
    description: 'Puts every manifest in force that matches its schema.',
    expected: ['judgment.manifest-refused'],
    change: handling<Manifest>('set-manifest', async ({ context, actor, call }) => ({
      status: 200,
      body: await context.ledger.write(actor.namespace, actor.principal, (unit) =>
        setManifest(unit, call.body),
      ),
    })),
  },
];
