import type { Json, JsonObject } from '../../model/json.ts';
import type { Action, Extraction, Manifest } from '../../model/judge/documents.ts';
import { extract } from '../../model/judge/extract.ts';
import type { CaseSource } from '../types.ts';
import { action, manifest, written, type Written } from './reading.ts';

const typed = (type: string, authority: JsonObject, more: JsonObject = {}): JsonObject => ({
  type,
  authority,
  ...more,
});
const PAY = manifest({
  '/to': typed('identifier', {
    kinds: ['account', 'name'],
    outputs: [
      { tool: 'bank.payments', field: '/*/to', kinds: ['account'] },
      { tool: 'bank.payments', field: '/*/from', kinds: ['account'] },
      { tool: 'files.read', field: '', within: true, named: '/path' },
    ],
  }),
  '/amount': typed('number', {
    kinds: ['amount'],
    derive: ['sum', 'percent'],
    unit: 'EUR',
    trust: 'authoritative',
  }),
});
const TELL = manifest({
  '/text': typed('text', { carries: ['host', 'mail', 'account', 'amount'] }, { required: false }),
});
const LIST = manifest({ '/to/*': typed('mail', { kinds: ['mail'] }) });
const S = { session: 's1' };
const LOOKED = manifest({
  '/lines/*/order': { type: 'identifier' },
  '/lines/*/amount': typed('number', {
    kinds: ['amount'],
    derive: ['min', 'lookup'],
    lookup: [
      { subject: { param: '/lines/*/order', prefix: 'order:' }, attribute: 'total' },
      { subject: { literal: 'desk' }, attribute: 'limit' },
    ],
  }),
});
const LOOKED_TWICE = manifest({
  '/orders/*': { type: 'identifier' },
  '/amount': typed('number', {
    kinds: ['amount'],
    derive: ['lookup'],
    lookup: [{ subject: { param: '/orders/*' }, attribute: 'total' }],
  }),
});
const token = `[PII:email:${'3'.repeat(32)}]`;

const CASES: readonly (Omit<Written, 'of'> & { readonly mandate?: string })[] = [
  {
    id: 'typed-grounds',
    title: 'Two values that the session must support',
    action: action({ to: 'DE02120300000000202051', amount: 12.5 }, S),
    manifest: PAY,
  },
  {
    id: 'typed-without-session',
    title: 'An action without a session: a subject that no session has',
    action: action({ to: 'Ada', amount: 1 }),
    manifest: PAY,
  },
  {
    id: 'typed-number-not-read',
    title: 'A text where a number is',
    action: action({ to: 'Ada', amount: '12.5' }, S),
    manifest: PAY,
    refused: 'wrong-type',
  },
  {
    id: 'typed-lookup',
    title: 'Facts that are looked up by what stands beside the value',
    action: action(
      {
        lines: [
          { order: '7', amount: 5 },
          { order: '8', amount: 6 },
        ],
      },
      S,
    ),
    manifest: LOOKED,
  },
  {
    id: 'typed-lookup-of-one',
    title: 'A list of one names one key',
    action: action({ orders: ['7'], amount: 5 }, S),
    manifest: LOOKED_TWICE,
  },
  {
    id: 'typed-lookup-of-two',
    title: 'A list of two names two keys where one is needed',
    action: action({ orders: ['7', '8'], amount: 5 }, S),
    manifest: LOOKED_TWICE,
    refused: 'wrong-type',
    mistake: 'looked both up',
  },
  {
    id: 'typed-lookup-of-none',
    title: 'A list of none names no key',
    action: action({ orders: [], amount: 5 }, S),
    manifest: LOOKED_TWICE,
    refused: 'missing-parameter',
    mistake: 'looked nothing up',
  },
  {
    id: 'typed-subject-too-long',
    title: 'A session and a tool that are too long together',
    action: action({ to: 'a' }, { session: 's'.repeat(128) }),
    manifest: manifest({
      '/to': typed('identifier', { kinds: ['name'], outputs: [{ tool: 't'.repeat(128), field: '' }] }),
    }),
    refused: 'too-large',
  },
  {
    id: 'typed-subject-just-fits',
    title: 'A session and a tool of 256 together',
    action: action({ to: 'a' }, { session: 's'.repeat(119) }),
    manifest: manifest({
      '/to': typed('identifier', { kinds: ['name'], outputs: [{ tool: 't'.repeat(128), field: '' }] }),
    }),
  },
  {
    id: 'typed-list',
    title: 'Each element has a ground of its own',
    action: action({ to: [token, 'b@example.org'] }, S),
    manifest: LIST,
  },
  {
    id: 'carries-nothing',
    title: 'A text that carries nothing',
    action: action({ text: 'See you on Monday.' }, S),
    manifest: TELL,
  },
  {
    id: 'carries-absent',
    title: 'A text that is not there',
    action: action({}, S),
    manifest: TELL,
  },
  {
    id: 'carries-several',
    title: 'A host, a mail address and an amount, in the order of the kinds',
    action: action({ text: `Pay 12.50 EUR, see www.example.org/pay or ${token}, www.example.org.` }, S),
    manifest: TELL,
  },
  {
    id: 'carries-hidden-host',
    title: 'A link behind words, with a user in it',
    action: action({ text: 'Look: https://good.example@evil.example/x' }, S),
    manifest: TELL,
  },
  {
    id: 'carries-disguised',
    title: 'Personal data that is not written as itself',
    action: action({ text: `Write to [written:${'4'.repeat(32)}]` }, S),
    manifest: TELL,
  },
  {
    id: 'carries-far-behind',
    title: 'A host behind the first piece of a text',
    action: action({ text: `${'word '.repeat(1200)}www.example.org` }, S),
    manifest: TELL,
  },
  {
    id: 'carries-no-text',
    title: 'A list where a text is',
    action: action({ text: ['www.example.org'] }, S),
    manifest: TELL,
    refused: 'wrong-type',
  },
  {
    id: 'carries-too-long',
    title: 'A text that is longer than what is read',
    action: action({ text: 'a'.repeat(65_537) }, S),
    manifest: TELL,
    refused: 'too-large',
  },
  {
    id: 'mandate-selected',
    title: 'A policy that looks at mandates selects them',
    action: action({}, S),
    manifest: TELL,
    mandate: 'optional',
  },
  {
    id: 'mandate-selected-without-session',
    title: 'Mandates of an action without a session',
    action: action({}),
    manifest: TELL,
    mandate: 'required',
  },
  {
    id: 'mandate-none',
    title: 'A policy that does not look at mandates',
    action: action({}, S),
    manifest: TELL,
    mandate: 'none',
  },
];

type Change = (right: Extraction) => Partial<Extraction>;

/** What somebody makes of an extraction by mistake. */
const WRONG: readonly (readonly [of: string, name: string, mistake: string, change: Change])[] = [
  [
    'typed-grounds',
    'equal',
    'took the session for a fact of one key',
    ({ grounds }) => ({ grounds: grounds.map((ground) => ({ ...ground, relation: 'equal' })) }),
  ],
  [
    'typed-grounds',
    'unselected',
    'selected the prompts alone',
    ({ selectors }) => ({ selectors: selectors.filter(({ attribute }) => attribute !== 'session.output') }),
  ],
  [
    'typed-lookup',
    'unselected',
    'did not select what it looks up',
    ({ selectors }) => ({ selectors: selectors.filter(({ attribute }) => attribute !== 'total') }),
  ],
  [
    'typed-lookup',
    'first',
    'looked up by the first element for all',
    ({ grounds }) => ({
      grounds: grounds.map((ground) => ({ ...ground, lookup: grounds[0]?.lookup ?? [] })),
    }),
  ],
  [
    'typed-list',
    'first',
    'looked at the first element alone',
    ({ grounds }) => ({ grounds: grounds.slice(0, 1) }),
  ],
  [
    'carries-several',
    'first',
    'stopped at the first value',
    ({ grounds }) => ({ grounds: grounds.slice(0, 1) }),
  ],
  ['carries-hidden-host', 'left-out', 'left out what it could not read', () => ({ grounds: [] })],
  ['carries-disguised', 'left-out', 'left out what is disguised', () => ({ grounds: [] })],
  ['carries-far-behind', 'left-out', 'read the beginning alone', () => ({ grounds: [] })],
  [
    'mandate-selected',
    'unselected',
    'did not select mandates',
    ({ selectors }) => ({ selectors: selectors.filter(({ attribute }) => attribute !== 'session.mandate') }),
  ],
];

const RIGHT: readonly CaseSource[] = CASES.flatMap(({ mandate, ...one }) =>
  written([{ ...one, of: [] }]).map((made) => ({
    ...made,
    requirements: [...made.requirements, 'EAAP-0005-028'],
    input: { ...(made.input as JsonObject), ...(mandate === undefined ? {} : { mandate }) },
  })),
);

/** Grounds of sessions, and what is claimed of some by mistake. */
export const TYPED_CASES: readonly CaseSource[] = [
  ...RIGHT,
  ...WRONG.flatMap(([of, name, mistake, change]): CaseSource[] =>
    RIGHT.filter(({ id }) => id === of).map((right): CaseSource => {
      const input = right.input as JsonObject;
      const action = input['action'] as unknown as Action;
      const read = extract(
        action,
        input['manifest'] as unknown as Manifest,
        [],
        input['mandate'] as string | undefined,
      );
      return {
        id: `${of}-claimed-${name}`,
        title: `${right.title}: a wrong extraction`,
        requirements: right.requirements,
        input: { ...input, claimed: { ...read, ...change(read) } as unknown as Json },
        refused: 'mismatch',
        mistake,
      };
    }),
  ),
];
