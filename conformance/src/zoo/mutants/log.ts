import { createHash } from 'node:crypto';
import { canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { signerOf } from '../../model/sign.ts';
import type { Mutant } from '../types.ts';
import { inClear, over, withEntries, withHandler, withKeys, withStore, withTx } from './lib/parts.ts';
import { rewriting, twisted, withBody } from './lib/wire.ts';

/** A reason may be any short word: through it content gets into records. */
const word = (text: unknown): text is string => typeof text === 'string' && /^[a-z0-9_.-]{1,64}$/.test(text);

type Entry = { readonly record: JsonObject; readonly leaf: string };
const eachEntry =
  (change: (entry: Entry) => Json) =>
  (body: JsonObject): Json => ({
    ...body,
    entries: (body['entries'] as unknown as Entry[]).map(change),
  });

/** Broken in what a record is, and in how records hang together. */
export const LOG_MUTANTS: readonly Mutant[] = [
  {
    id: 'record-holds-subject',
    breaks: ['EAAP-0001-115'],
    invariant: [1, 7],
    description: 'The record of a stored fact gives the subject as its reason.',
    expected: [
      'ledger.pii-store-files',
      'log.record-holds-no-fact',
      'log.record-members',
      'secrets.facts-at-rest',
      'secrets.changed-facts-at-rest',
      'ledger.pii-in-exports',
    ],
    change: (parts) => {
      let subject: unknown;
      const noting = withHandler(parts, 'store', (next) => (context, actor, call) => {
        ({ subject } = (call as { body: { subject?: unknown } }).body);
        return next(context, actor, call);
      });
      return withEntries(noting, ({ type }) =>
        type === 'fact.stored' && word(subject) ? { reason: subject } : {},
      );
    },
  },
  {
    id: 'record-holds-parameter',
    breaks: ['EAAP-0001-115'],
    invariant: [1, 7],
    description: 'The record of an evaluation gives a parameter of the action as its reason.',
    expected: [
      'log.record-holds-no-action',
      'log.record-members',
      'secrets.actions-at-rest',
      'secrets.refused-actions-at-rest',
      'ledger.pii-in-exports',
    ],
    change: (parts) => {
      let parameter: unknown;
      const noting = withHandler(parts, 'evaluate', (next) => (context, actor, call) => {
        const { action } = (call as { body: { action: { parameters: Record<string, unknown> } } }).body;
        parameter = action.parameters['record'];
        return next(context, actor, call);
      });
      return withEntries(noting, ({ type }) =>
        type === 'evaluation.recorded' && word(parameter) ? { reason: parameter } : {},
      );
    },
  },
  {
    id: 'leaf-without-prefix',
    breaks: ['EAAP-0001-117'],
    invariant: [7],
    description: 'Entries are answered with the plain hash of the record for a leaf.',
    expected: ['log.leaves', 'secrets.log-verifies-after-erasure'],
    fetch: rewriting(
      /\/entries$/,
      eachEntry((entry) => ({
        ...entry,
        leaf: `sha256:${createHash('sha256').update(canonicalBytes(entry.record)).digest('hex')}`,
      })),
    ),
  },
  {
    id: 'chain-forgotten',
    breaks: ['EAAP-0001-116'],
    invariant: [7],
    description: 'Every seventh record is answered as if it were the first.',
    expected: [
      'log.chain',
      'log.chain-by-pages',
      'log.leaves',
      'log.checkpoints',
      'log.inclusion',
      'secrets.log-verifies-after-erasure',
    ],
    fetch: rewriting(
      /\/entries$/,
      eachEntry((entry) =>
        Number(entry.record['seq']) % 7 === 6
          ? { ...entry, record: { ...entry.record, prev: null } }
          : { ...entry },
      ),
    ),
  },
  {
    id: 'pages-overlap',
    breaks: ['EAAP-0001-116'],
    invariant: [7],
    description: 'Each page of the log begins with the last entry of the one before.',
    expected: ['log.chain-by-pages', 'http.pages'],
    fetch: rewriting(/\/entries$/, (body, { query }) =>
      query.get('limit') === '500' || typeof body['next'] !== 'number'
        ? body
        : { ...body, next: body['next'] - 1 },
    ),
  },
  {
    id: 'checkpoint-of-another-key',
    breaks: ['EAAP-0001-118'],
    invariant: [7],
    description: 'Checkpoints are answered signed by a key that the discovery document does not name.',
    expected: ['log.checkpoints', 'log.checkpoint-before-answer', 'secrets.log-verifies-after-erasure'],
    fetch: rewriting(/\/ledger\/checkpoint$/, (body) => {
      const note = String(body['note']);
      const signer = signerOf(String(body['verifier_key']).split('+')[0] ?? '', Buffer.alloc(32, 7));
      return { ...body, note: signer.note(note.slice(0, note.lastIndexOf('\n\n') + 1)) };
    }),
  },
  {
    id: 'checkpoint-stale',
    breaks: ['EAAP-0001-121', 'EAAP-0001-118'],
    invariant: [7],
    description: 'The first checkpoint that was asked for is answered ever after.',
    expected: ['log.checkpoint-grows', 'log.checkpoint-before-answer', 'secrets.log-verifies-after-erasure'],
    fetch: twisted(() => {
      const first = new Map<string, unknown>();
      return async ({ path, key }, next) => {
        const response = await next();
        if (!path.endsWith('/ledger/checkpoint') || response.status !== 200) return response;
        const body: unknown = first.get(key) ?? (await response.json());
        first.set(key, body);
        return withBody(response, body);
      };
    }),
  },
  {
    id: 'checkpoint-late',
    breaks: ['EAAP-0001-121'],
    invariant: [7],
    description: 'A stored fact gets its checkpoint only with what is written next.',
    expected: ['log.checkpoint-grows', 'log.checkpoint-before-answer', 'log.checkpoint-stored'],
    change: (parts) =>
      withStore(parts, (store) => ({
        beforeFlush: (hook) =>
          store.beforeFlush(async (tx) => {
            const [newest] = await tx.select('log', { order: [['seq', 'desc']], limit: 1 });
            if (newest?.type !== 'fact.stored') await hook(tx);
          }),
      })),
  },
  {
    id: 'proof-of-another-entry',
    breaks: ['EAAP-0001-119'],
    invariant: [7],
    description: 'An inclusion proof lacks its last hash.',
    expected: ['log.inclusion'],
    fetch: rewriting(/\/ledger\/proof$/, (body) => ({
      ...body,
      proof: (body['proof'] as Json[]).slice(0, -1),
    })),
  },
  {
    id: 'consistency-empty',
    breaks: ['EAAP-0001-120'],
    invariant: [7],
    description: 'Every consistency proof is empty.',
    expected: ['log.consistency'],
    fetch: rewriting(/\/ledger\/consistency$/, (body) => ({ ...body, proof: [] })),
  },
  {
    id: 'signing-key-in-database',
    breaks: ['EAAP-0001-122'],
    invariant: [7],
    description: 'The key that signs checkpoints is kept in the database too, in base64.',
    expected: ['log.signing-key-apart'],
    change: (parts) => {
      const { store } = parts;
      return withKeys(parts, (keys) => ({
        ensure: async (namespace, purpose, name) => {
          const stored = await keys.ensure(namespace, purpose, name);
          if (purpose === 'signing')
            await inClear(store, 'system', Buffer.from(stored.key).toString('base64'), 0);
          return stored;
        },
      }));
    },
  },
  {
    id: 'checkpoints-forgotten',
    breaks: ['EAAP-0001-123'],
    invariant: [7],
    description: 'Only the newest checkpoint is kept, so that signing on heals a log that was changed.',
    expected: ['log.rehashed-and-grown', 'log.dropped', 'log.reordered', 'log.retenanted'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            insert: async (table, row) => {
              await tx.insert(table, row);
              if (table !== 'checkpoints') return;
              const { size } = row as unknown as { size: number };
              await tx.delete('checkpoints', {}, { column: 'size', to: size });
            },
          }),
      }),
  },
];
