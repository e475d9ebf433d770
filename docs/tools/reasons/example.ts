import { extract } from '@eaap/judgment';
import type { Action, JudgeInput, Manifest, Policy } from '@eaap/protocol';
import { inputOf, readPack, type Cases } from '@eaap/policies';

const { policy, manifests } = readPack('payments');
const manifest = manifests.find(({ tool }) => tool === 'payments.refund');
if (manifest === undefined) throw new Error('The pack payments has no tool payments.refund.');

type Case = Cases['cases'][number];
const amount = (value: string): Record<string, string> => ({ amount: value, currency: 'EUR' });

/** The refund of EUR 12.50 that every example begins with. It is allowed. */
export const REFUND: {
  readonly action: Action;
  readonly policy: Policy;
  readonly manifest: Manifest;
  readonly facts: NonNullable<Case['facts']>;
} = {
  action: {
    tool: 'payments.refund',
    environment: 'production',
    parameters: { customer: 'customer:42', account: 'acct_7', amount: amount('1250') },
    session: 's1',
  },
  policy,
  manifest,
  facts: [
    { subject: 'customer:42', attribute: 'account', value: 'acct_7' },
    { subject: 'customer:42', attribute: 'refund.limit', value: amount('5000') },
  ],
};

type Change = Partial<Omit<Case, 'name' | 'action' | 'expect'>>;

/** The document that the refund, with something else about it, is judged by. */
function given(
  change: Change,
  action: Partial<Action> = {},
  tools: readonly Manifest[] = [REFUND.manifest],
  by: Policy = policy,
): JudgeInput {
  return inputOf(
    {
      name: 'example',
      action: { ...REFUND.action, ...action },
      facts: REFUND.facts,
      expect: { verdict: 'ALLOW' },
      ...change,
    },
    { policy: by, manifests: new Map(tools.map((one) => [one.tool, one])), extract },
  );
}

/** The refund, with another action, other manifests, and then other members of the judged document. */
export function refund(
  change: Partial<JudgeInput> = {},
  action: Partial<Action> = {},
  tools?: readonly Manifest[],
): JudgeInput {
  return { ...given({}, action, tools, change.policy ?? policy), ...change };
}

const [account, limit] = REFUND.facts;
if (account === undefined || limit === undefined) throw new Error('The example lacks its facts.');
const other = { parameters: { ...REFUND.action.parameters, account: 'acct_9' } };

/** The refund in another state of the world. */
export const STALE = {
  conflict: () => given({ conflicts: [{ subject: 'customer:42', attribute: 'account' }] }),
  locked: () => given({ facts: [{ ...account, locked: true }, limit] }, other),
  dollars: () =>
    given({}, { parameters: { ...REFUND.action.parameters, amount: { amount: '1250', currency: 'USD' } } }),
  night: () => given({ at: '2026-01-31T23:10:00.000Z' }),
  untrusted: () => given({ facts: [{ ...account, trust: 'untrusted', source: 'agent' }, limit] }),
  faded: () => given({ facts: [{ ...account, observed_at: '2023-01-31T09:30:00.000Z' }, limit] }),
  expired: () => given({ facts: [account, { ...limit, valid_until: '2026-01-30T09:30:00.000Z' }] }),
  used: (id: string, used: number) => given({ used: { [id]: used } }),
  outsideMandate: () =>
    given(
      {
        facts: [
          ...REFUND.facts,
          {
            subject: 'session:s1',
            attribute: 'session.mandate',
            value: { agent: 'agent', tools: ['crm.lookup'] },
            source: 'human',
            trust: 'authoritative',
          },
        ],
      },
      {},
      undefined,
      { ...policy, grounding: { outputs: 'never', mandate: 'required' } },
    ),
};
