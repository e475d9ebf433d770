import type { EraseRequest, StoreRequest } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { over, withEntries, withHandler, withKeys, withStore, withTx } from './lib/parts.ts';
import { rewriting, twisted, withBody } from './lib/wire.ts';

const facts = /\/vault\/facts\/[^/]+$|\/vault\/conflicts\/[^/]+$/;

/** Broken in erasing. */
export const ERASURE_MUTANTS: readonly Mutant[] = [
  {
    id: 'erased-facts-remembered',
    breaks: ['EAAP-0001-135'],
    invariant: [14],
    description: 'Facts and conflicts that were once read are answered from memory when they are gone.',
    expected: [
      'secrets.erased-facts',
      'secrets.erased-conflict',
      'secrets.erased-with-any-subject',
      'actors.foreign-fact',
    ],
    fetch: twisted(() => {
      const read = new Map<string, string>();
      return async ({ method, path }, next) => {
        const response = await next();
        if (method !== 'GET' || !facts.test(path)) return response;
        const kept = read.get(path);
        if (response.status === 404 && kept !== undefined) return withBody(response, JSON.parse(kept), 200);
        if (response.status === 200) read.set(path, await response.clone().text());
        return response;
      };
    }),
  },
  {
    id: 'past-remembered',
    breaks: ['EAAP-0001-136'],
    invariant: [14],
    description: 'Snapshots of the past are kept, and answered after an erasure as they were.',
    expected: ['secrets.erased-from-past'],
    fetch: twisted(() => {
      const read = new Map<string, unknown>();
      return async ({ path, key, text }, next) => {
        const response = await next();
        if (!path.endsWith('/search') || !text.includes('"as_of"') || response.status !== 200)
          return response;
        const body: unknown = read.get(key + text) ?? (await response.json());
        read.set(key + text, body);
        return withBody(response, body);
      };
    }),
  },
  {
    id: 'erased-actions-remembered',
    breaks: ['EAAP-0001-137'],
    invariant: [14],
    description: 'An action that was once read is answered from memory when its evaluation was erased.',
    expected: ['secrets.erased-evaluation', 'secrets.erased-claim', 'secrets.erased-committed'],
    fetch: twisted(() => {
      const read = new Map<string, string>();
      return async ({ path }, next) => {
        const response = await next();
        if (!path.includes('/actions/evaluations/')) return response;
        const text = await response.clone().text();
        if (text.includes('"tool"')) read.set(path, text);
        const kept = read.get(path);
        return kept === undefined || !text.includes('problem:erased"')
          ? response
          : withBody(response, JSON.parse(kept), 200);
      };
    }),
  },
  {
    id: 'erasure-keeps-rows',
    breaks: ['EAAP-0001-136', 'EAAP-0001-143'],
    invariant: [14],
    description: 'An erasure destroys the key and leaves the rows of facts where they are.',
    expected: [
      'secrets.erased-from-search',
      'secrets.erased-from-past',
      'secrets.erased-by-identifier',
      'secrets.others-kept',
      'secrets.ciphertext-gone',
      'secrets.erasure-resumed-after-stop',
      'secrets.erasing-locked',
      'secrets.erasure-resumed-after-kill',
    ],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            delete: async (table, where, range) =>
              table === 'facts'
                ? 1
                : range === undefined
                  ? tx.delete(table, where)
                  : tx.delete(table, where, range),
          }),
      }),
  },
  {
    id: 'erasure-keeps-vectors',
    breaks: ['EAAP-0001-144'],
    invariant: [14],
    description: 'An erasure leaves vectors, encrypted, in the database.',
    expected: ['secrets.vector-gone'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            delete: async (table, where, range) =>
              table === 'vectors'
                ? 1
                : range === undefined
                  ? tx.delete(table, where)
                  : tx.delete(table, where, range),
          }),
      }),
  },
  {
    id: 'erasure-keeps-journal',
    breaks: ['EAAP-0001-143', 'EAAP-0001-144'],
    invariant: [14],
    description: 'An erasure deletes rows and does not overwrite what the storage engine keeps of them.',
    expected: ['secrets.ciphertext-gone', 'secrets.vector-gone', 'secrets.erasure-resumed-after-kill'],
    change: (parts) => withStore(parts, () => ({ compact: () => Promise.resolve() })),
  },
  {
    id: 'erasure-keeps-keys',
    breaks: ['EAAP-0001-145'],
    invariant: [14],
    description: 'An erasure deletes rows and destroys no key.',
    expected: [
      'secrets.key-gone',
      'secrets.erasure-not-claimed',
      'secrets.erased-twice',
      'secrets.erased-fresh-key',
      'secrets.erased-from-backup',
    ],
    change: (parts) => withKeys(parts, () => ({ destroy: () => Promise.resolve() })),
  },
  {
    id: 'erasure-claimed',
    breaks: ['EAAP-0001-145'],
    invariant: [14],
    description: 'An erasure is answered as done although its keys could not be destroyed.',
    expected: ['secrets.erasure-not-claimed'],
    fetch: twisted(() => async ({ path }, next) => {
      const response = await next();
      if (!path.endsWith('/vault/erase') || response.status !== 503) return response;
      const none = { facts: 0, vectors: 0, conflicts: 0, evaluations: 0, escalations: 0, keys: 0 };
      return Response.json({ erased: none, residual_until: null, seq: 0 });
    }),
  },
  {
    id: 'about-forgotten',
    breaks: ['EAAP-0001-138'],
    invariant: [14],
    description: 'What a fact is about beside its subject is not kept, and does not erase it.',
    expected: [
      'secrets.erased-with-any-subject',
      'secrets.erased-tombstones',
      'secrets.erasing-locked',
      'ledger.outgrown',
    ],
    change: (parts) =>
      withHandler(parts, 'store', (next) => (context, actor, call) => {
        const { about: _, ...body } = (call as { body: StoreRequest }).body;
        return next(context, actor, { ...(call as object), body } as never);
      }),
  },
  {
    id: 'identifiers-ignored',
    breaks: ['EAAP-0001-139'],
    invariant: [14],
    description: 'An erasure does not look for the identifiers it was given.',
    expected: ['secrets.erased-by-identifier', 'secrets.erase-unknown-identifier'],
    change: (parts) =>
      withHandler(parts, 'erase', (next) => (context, actor, call) => {
        const { identifiers: _, ...body } = (call as { body: EraseRequest }).body;
        return next(context, actor, { ...(call as object), body } as never);
      }),
  },
  {
    id: 'erases-too-much',
    breaks: ['EAAP-0001-140'],
    invariant: [14],
    description: 'With any subject everything of the namespace is erased.',
    expected: [
      'secrets.others-kept',
      'secrets.erase-unknown-identifier',
      'secrets.erased-tombstones',
      'secrets.erased-twice',
    ],
    change: (parts) =>
      withHandler(parts, 'erase', (next) => async (context, actor, call) => {
        await context.ledger.write(actor.namespace, actor.principal, async ({ tx }) => {
          for (const current of [0, 1]) {
            for (const { id } of await tx.select('facts', { where: { current } })) {
              await tx.delete('facts', { id });
              await tx.delete('vectors', { id });
            }
          }
        });
        return next(context, actor, call);
      }),
  },
  {
    id: 'erasure-names-subject',
    breaks: ['EAAP-0001-141'],
    invariant: [7, 14],
    description: 'The record of an erasure gives the subject as its reason.',
    expected: ['secrets.erasure-recorded', 'log.record-members'],
    change: (parts) => {
      let subject = '';
      const noting = withHandler(parts, 'erase', (next) => (context, actor, call) => {
        ({ subject } = (call as { body: EraseRequest }).body);
        return next(context, actor, call);
      });
      return withEntries(noting, ({ type }) =>
        type === 'subject.erased' && /^[a-z0-9-]{1,64}$/.test(subject) ? { reason: subject } : {},
      );
    },
  },
  {
    id: 'erasure-cuts-log',
    breaks: ['EAAP-0001-142'],
    invariant: [7, 14],
    description: 'After an erasure the log is answered without the records of stored facts.',
    expected: ['secrets.log-verifies-after-erasure', 'secrets.erasure-recorded'],
    fetch: rewriting(/\/entries$/, (body) => {
      const entries = body['entries'] as unknown as { record: { type: string } }[];
      const isErased = entries.some(({ record }) => record.type === 'subject.erased');
      const left = isErased ? entries.filter(({ record }) => record.type !== 'fact.stored') : entries;
      return { ...body, entries: left as never };
    }),
  },
  {
    id: 'erasure-not-resumed',
    breaks: ['EAAP-0001-146'],
    invariant: [14],
    description: 'An erasure that broke off is not taken up again at the next start.',
    expected: ['secrets.erasure-resumed-after-stop', 'secrets.erasure-resumed-after-kill'],
    change: (parts) => {
      let isOpen = false;
      const noting = withHandler(parts, 'erase', (next) => (context, actor, call) => {
        isOpen = true;
        return next(context, actor, call);
      });
      return withTx(noting, {
        read: (tx) =>
          over(tx, {
            select: async (table, query) => (table === 'erasures' && !isOpen ? [] : tx.select(table, query)),
          }),
      });
    },
  },
];
