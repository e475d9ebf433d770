import { getPolicy, setPolicy } from '@eaap/ledger';
import { EaapError, type CommitRequest, type EvaluateRequest, type Policy } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { all, handling, indexing, overlooking, type Change } from './lib/deciding.ts';

const isInvalid = (error: unknown): boolean => error instanceof EaapError && error.type === 'invalid-policy';

/** What the last action to be evaluated had for parameters. */
let nonce: unknown;

const byParameters: Change = all(
  handling<EvaluateRequest>('evaluate', ({ call, next }) => {
    nonce = call.body.action.parameters;
    return next();
  }),
  handling<CommitRequest>('commit', ({ call, next }) => {
    nonce = call.body.action.parameters;
    return next();
  }),
  indexing('loop-key', (value) => ({ value, nonce })),
);

/** Broken gateways of RFC-0001 sections 8.8 and 8.10. */
export const POLICIES_MUTANTS: readonly Mutant[] = [
  {
    id: 'accepts-broken-rules',
    breaks: ['EAAP-0001-078', 'EAAP-0007-001'],
    invariant: [8],
    description: 'Answers a policy with a rule that does not load as if it were in force.',
    expected: [
      'judgment.policy-that-does-not-parse',
      'judgment.policy-with-unknown-names',
      'judgment.policy-with-a-clock',
      'judgment.policy-with-a-wild-pattern',
      'judgment.policy-refused-by-its-entry',
    ],
    change: handling<Policy>('set-policy', async ({ context, actor, next }) => {
      try {
        return await next();
      } catch (error) {
        if (!isInvalid(error)) throw error;
        return { body: await context.ledger.read(actor.namespace, getPolicy) };
      }
    }),
  },
  {
    id: 'drops-broken-rules',
    breaks: ['EAAP-0001-078', 'EAAP-0007-002'],
    invariant: [8],
    description: 'Refuses a policy with a rule that does not load, and puts the rest of it in force.',
    expected: [
      'judgment.policy-that-does-not-parse',
      'judgment.policy-with-unknown-names',
      'judgment.policy-with-a-clock',
      'judgment.policy-with-a-wild-pattern',
      // The rest of it is in force, and the next policy is made from that.
      'judgment.policy-refused-by-its-entry',
    ],
    change: handling<Policy>('set-policy', async ({ context, actor, call, next }) => {
      try {
        return await next();
      } catch (error) {
        if (isInvalid(error))
          await context.ledger.write(actor.namespace, actor.principal, (unit) =>
            setPolicy(unit, { ...call.body, rules: [] }),
          );
        throw error;
      }
    }),
  },
  {
    id: 'skips-failing-rules',
    breaks: ['EAAP-0001-079'],
    invariant: [8],
    description: 'Takes a rule that cannot be evaluated for one that does not apply.',
    expected: [
      'judgment.rule-error',
      'judgment.rule-error-of-every-kind',
      'judgment.rule-error-ambiguous-fact',
      'judgment.rule-error-recorded',
    ],
    change: overlooking('rule-error'),
  },
  {
    id: 'counts-no-commits',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Keeps no rates.',
    expected: [
      'judgment.limit-rate',
      'secrets.erased-usage-counts',
      'judgment.limit-counts-failures',
      'admission.limit-reached-since',
      'admission.race-for-one-limit',
    ],
    change: overlooking('over-rate'),
  },
  {
    id: 'counts-no-money',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Keeps no quotas.',
    expected: ['judgment.limit-quota', 'admission.limit-reached-at-once', 'judgment.limit-negative'],
    change: overlooking('over-quota'),
  },
  {
    id: 'sees-no-loops',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Lets one action be tried for ever.',
    expected: ['judgment.limit-loop', 'judgment.limit-loop-nonce', 'judgment.limit-counts-refused-attempts'],
    change: overlooking('loop'),
  },
  {
    id: 'loops-by-parameters',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Counts attempts by their parameters, so that a nonce in one begins anew.',
    expected: ['judgment.limit-loop-nonce', 'judgment.limit-counts-refused-attempts'],
    change: byParameters,
  },
  {
    id: 'limits-everybody-together',
    breaks: ['EAAP-0001-080'],
    invariant: [],
    description: 'Counts what one principal does against all of them.',
    expected: ['judgment.limit-of-another'],
    change: all(
      indexing('loop-key', (value) => ({ ...(value as object), principal: 'all' })),
      indexing('limit', (value) => (value as unknown[]).map((part, at) => (at === 3 ? 'all' : part))),
    ),
  },
];
