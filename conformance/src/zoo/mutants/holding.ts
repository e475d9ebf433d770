import { getConflict, getFact, unlockFact } from '@eaap/ledger';
import { EaapError } from '@eaap/protocol';
import type { FetchLike } from '../../sut/local.ts';
import type { Mutant } from '../types.ts';
import { handling } from './lib/deciding.ts';
import { withEntries } from './lib/parts.ts';
import { refusing } from './lib/vault.ts';

const reason = 'zoo';

/** Broken in what a lock holds. */
const locks: readonly Mutant[] = [
  {
    id: 'lock-is-any-conflict',
    breaks: ['EAAP-0001-053'],
    invariant: [10],
    description: 'Does not say that it is a lock that stands against a new value.',
    expected: ['ledger.locked-answer'],
    change: refusing(['locked'], async ({ error }) => {
      throw new EaapError('conflict', error.detail, error.extras);
    }),
  },
  {
    id: 'contradiction-unlocks',
    breaks: ['EAAP-0001-054'],
    invariant: [10],
    description: 'Unlocks a fact that a source of its trust contradicts.',
    expected: [
      'ledger.locked-answer',
      'ledger.locked-stands',
      'ledger.locked-holds',
      'ledger.locked-replace',
    ],
    change: refusing(['locked'], async ({ error, conflict, incumbent }, { context, actor }) => {
      if (conflict.status === 'open')
        await unlockFact(context.ledger, actor, incumbent.id, incumbent.version, { reason });
      throw error;
    }),
  },
  {
    id: 'retracts-locked',
    breaks: ['EAAP-0001-054'],
    invariant: [10],
    description: 'Retracts a locked fact for whoever asks.',
    expected: ['ledger.locked-holds'],
    change: handling('retract', async ({ context: { ledger }, actor, call, next }) => {
      const fact = await getFact(ledger, actor, String(call.params['id']));
      if (!fact.locked) return next();
      const { version } = await unlockFact(ledger, actor, fact.id, fact.version, { reason });
      return next({ call: { ...call, headers: { ...call.headers, 'if-match': `"${version}"` } } });
    }),
  },
  {
    id: 'replaces-locked',
    breaks: ['EAAP-0001-055'],
    invariant: [10],
    description: 'Unlocks a fact that is to be replaced by itself.',
    expected: ['ledger.locked-holds', 'ledger.locked-replace', 'ledger.locked-later-replace'],
    change: handling<{ resolution: string }>(
      'resolve',
      async ({ context: { ledger }, actor, call, next }) => {
        const conflict = await getConflict(ledger, actor, String(call.params['id']));
        const fact = await getFact(ledger, actor, conflict.incumbent);
        if (call.body.resolution === 'replace' && fact.locked)
          await unlockFact(ledger, actor, fact.id, fact.version, { reason });
        return next();
      },
    ),
  },
  {
    id: 'locks-unlogged',
    breaks: ['EAAP-0001-056'],
    invariant: [10],
    description: 'Logs of a lock only that the fact has another version.',
    expected: ['ledger.lock-records'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'fact.locked' ? { type: 'fact.reinforced' } : {})),
  },
  {
    id: 'unlocks-unlogged',
    breaks: ['EAAP-0001-056'],
    invariant: [10],
    description: 'Logs unlocking as if the fact had been restored.',
    expected: ['ledger.lock-records'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'fact.unlocked' ? { type: 'fact.restored' } : {})),
  },
];

const CHANGE =
  /^(?<record>\/v2\/(?:vault\/facts|vault\/conflicts|escalations)\/[^/]+)\/(?:lock|unlock|retract|resolve|approve|deny)$/;

/** The version a change means is taken to be the current one, when `applies`. */
const currentMeant =
  (applies: (tag: string | null) => boolean) =>
  (next: FetchLike): FetchLike =>
  async (request) => {
    const url = new URL(request.url);
    const record = CHANGE.exec(url.pathname)?.groups?.['record'];
    if (record === undefined || !applies(request.headers.get('if-match'))) return next(request);
    const authorization = request.headers.get('authorization') ?? '';
    const read = await next(new Request(new URL(record, url), { headers: { authorization } }));
    const { version } = (await read.json()) as { version?: number };
    const headers = new Headers(request.headers);
    if (version !== undefined) headers.set('if-match', `"${version}"`);
    return next(new Request(request, { headers }));
  };

/** Broken in which version is changed. */
const versions: readonly Mutant[] = [
  {
    id: 'changes-whatever-is-there',
    breaks: ['EAAP-0001-057'],
    invariant: [5],
    description: 'Changes the current version when none is named.',
    expected: ['ledger.if-match-required'],
    fetch: currentMeant((tag) => tag === null),
  },
  {
    id: 'last-writer-wins',
    breaks: ['EAAP-0001-058'],
    invariant: [5],
    description: 'Changes the current version whichever is named.',
    expected: ['ledger.if-match-other', 'ledger.if-match-outdated'],
    fetch: currentMeant((tag) => tag !== null),
  },
];

export const HOLDING_MUTANTS: readonly Mutant[] = [...locks, ...versions];
