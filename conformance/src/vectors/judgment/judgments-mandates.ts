import type { JsonObject } from '../../model/json.ts';
import { facts, inPolicy, type Judged, type Mistaken } from './judging.ts';
import { fact, GRANT, NOW, type Change } from './refund.ts';
import { mandate, said, session } from './sessions.ts';

const OPTIONAL = { grounding: { outputs: 'never', mandate: 'optional' } };
const REQUIRED = { grounding: { outputs: 'never', mandate: 'required' } };
const mandated = (rows: readonly JsonObject[], policy: JsonObject = OPTIONAL, more: Change = {}): Change =>
  session({}, [said(1, 'Pay acct_1.'), ...rows], { policy, ...more });
const unmandated: Mistaken[] = [
  {
    id: 'not-looked',
    mistake: 'did not look at mandates',
    as: inPolicy({ grounding: { outputs: 'never', mandate: 'none' } }),
  },
];

/** Judgments by the mandates of a session. */
export const MANDATE_JUDGMENTS: readonly Judged[] = [
  {
    id: 'mandate-covers',
    title: 'A mandate that covers tool and target',
    of: [32],
    change: mandated([mandate(2, { tools: ['billing.*'], targets: ['resource:acct_*'] })]),
  },
  {
    id: 'mandate-tool',
    title: 'A tool that the mandate does not cover',
    of: [32],
    change: mandated([mandate(2, { tools: ['crm.*'] })]),
    wrong: unmandated,
  },
  {
    id: 'mandate-target',
    title: 'A target that the mandate does not cover',
    of: [32],
    change: mandated([mandate(2, { tools: ['*'], targets: ['resource:acct_2'] })]),
    wrong: unmandated,
  },
  {
    id: 'mandate-recipient',
    title: 'A recipient that the mandate does not name',
    of: [32],
    change: mandated([mandate(2, { tools: ['*'], recipients: ['DE02120300000000202051'] })], OPTIONAL, {
      parameters: { customer: null, amount: null, account: 'AT-6110-0000' },
      facts: [
        said(1, 'Pay AT-6110-0000.'),
        mandate(2, { tools: ['*'], recipients: ['DE02120300000000202051'] }),
      ],
    }),
    wrong: unmandated,
  },
  {
    id: 'mandate-recipient-spelled-otherwise',
    title: 'A recipient in another spelling',
    of: [32, 27],
    change: mandated([], OPTIONAL, {
      parameters: { customer: null, amount: null, account: 'AT-6110-0000' },
      policy: { ...OPTIONAL, grants: [{ ...GRANT, targets: ['*'] } as unknown as JsonObject] },
      facts: [said(1, 'Pay AT-6110-0000.'), mandate(2, { tools: ['*'], recipients: ['at61100000'] })],
    }),
  },
  {
    id: 'mandate-expired',
    title: 'A mandate whose time is over covers nothing',
    of: [32],
    change: mandated([mandate(2, { tools: ['*'] }, { valid_until: NOW })]),
    wrong: unmandated,
  },
  {
    id: 'mandate-unread',
    title: 'A mandate of another form covers nothing',
    of: [32],
    change: mandated([mandate(2, { tools: '*' })]),
    wrong: unmandated,
  },
  {
    id: 'mandate-several',
    title: 'Of two mandates both must cover',
    of: [32],
    change: mandated([mandate(2, { tools: ['*'] }), mandate(3, { tools: ['crm.*'] })]),
    wrong: [
      {
        id: 'any',
        mistake: 'took one that covers for enough',
        as: facts((one) => (one['id'] === fact(3, 'a', 0)['id'] ? null : one)),
      },
    ],
  },
  {
    id: 'mandate-never-widens',
    title: 'A mandate does not stand for a grant',
    of: [32],
    change: mandated([mandate(2, { tools: ['*'] })], { ...OPTIONAL, grants: [] }),
    wrong: [
      {
        id: 'granted',
        mistake: 'took the mandate for a grant',
        as: inPolicy({ grants: [GRANT as unknown as JsonObject] }),
      },
    ],
  },
  {
    id: 'mandate-of-another-agent',
    title: 'A mandate of another agent does not count',
    of: [33],
    change: mandated([mandate(2, { agent: 'support-2', tools: ['*'] })], REQUIRED),
    wrong: unmandated,
  },
  {
    id: 'mandate-of-an-agent',
    title: 'A mandate that an agent wrote does not count',
    of: [33],
    change: mandated([mandate(2, { tools: ['*'] }, { source_kind: 'agent', trust: 'untrusted' })], REQUIRED),
    wrong: unmandated,
  },
  {
    id: 'mandate-missing',
    title: 'No mandate where the policy asks for one',
    of: [33],
    change: mandated([], REQUIRED),
    wrong: unmandated,
  },
  {
    id: 'mandate-missing-without-session',
    title: 'No session where the policy asks for a mandate',
    of: [33],
    change: mandated([], REQUIRED, { action: { session: 's9' } }),
    wrong: unmandated,
  },
  { id: 'mandate-optional', title: 'No mandate where one may be', of: [32], change: mandated([]) },
];
