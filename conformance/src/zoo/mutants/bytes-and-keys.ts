import { createHmac } from 'node:crypto';
import type { KeyStore } from '@eaap/store';
import { systemEntropy, type EraseRequest } from '@eaap/protocol';
import type { JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { over, withEntries, withHandler, withKeys, withTx } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

/** Keys that come from a master secret and the place they are for: as many as are asked for, and always the same. */
function derivedKeys(keys: KeyStore): Partial<KeyStore> {
  const keyOf = (namespace: string, name: string): Uint8Array =>
    new Uint8Array(createHmac('sha256', 'master').update(`${namespace} ${name}`).digest());
  return {
    ensure: async (namespace, purpose, name) => {
      const { kid, key } = await keys.ensure(namespace, purpose, name);
      return { kid, key: purpose === 'subject' ? keyOf(namespace, name) : key };
    },
    find: async (namespace, purpose, name) => {
      const found = await keys.find(namespace, purpose, name);
      return found !== undefined && purpose === 'subject'
        ? { kid: found.kid, key: keyOf(namespace, name) }
        : found;
    },
    get: async (namespace, kid) => {
      const entry = (await keys.list(namespace)).find((one) => one.kid === kid);
      return entry?.purpose === 'subject' ? keyOf(namespace, entry.name) : keys.get(namespace, kid);
    },
  };
}

/** Broken in what RFC-0002 and RFC-0012 say beyond RFC-0001. */
export const BYTES_AND_KEYS_MUTANTS: readonly Mutant[] = [
  {
    id: 'fault-unnamed',
    breaks: ['EAAP-0002-001'],
    invariant: [],
    description: 'Every malformed body is refused as a fault of syntax.',
    expected: ['bytes.json-fault-named'],
    fetch: twisted(() => async ({ method }, next) => {
      const response = await next();
      if (response.status !== 400 || method === 'HEAD') return response;
      const body = (await response.clone().json()) as JsonObject;
      return typeof body['reason'] === 'string'
        ? withBody(response, { ...body, reason: 'syntax' })
        : response;
    }),
  },
  {
    id: 'subject-keys-derived',
    breaks: ['EAAP-0012-001'],
    invariant: [14],
    description:
      'Keys of subjects are derived from a master secret, so that a destroyed one can be derived again.',
    expected: ['secrets.erased-fresh-key'],
    change: (parts) => withKeys(parts, derivedKeys),
  },
  {
    id: 'nonce-repeated',
    breaks: ['EAAP-0012-006'],
    invariant: [3],
    description: 'Every ciphertext has the same nonce.',
    expected: ['secrets.nonces', 'secrets.nonces-of-many'],
    change: (parts) => {
      const entropy = parts.entropy ?? systemEntropy();
      return {
        ...parts,
        entropy: { bytes: (n) => (n === 12 ? new Uint8Array(12).fill(7) : entropy.bytes(n)) },
      };
    },
  },
  {
    id: 'identifier-undetected',
    breaks: ['EAAP-0012-009'],
    invariant: [14],
    description: 'Identifiers in which nothing is detected are left out of an erasure without a word.',
    expected: ['secrets.erase-unknown-identifier'],
    change: (parts) =>
      withHandler(parts, 'erase', (next) => (context, actor, call) => {
        const { body } = call as { body: EraseRequest };
        const identifiers = (body.identifiers ?? []).filter(
          (one) => /[@\d]/.test(one) && !/^[a-z0-9]{10}$/.test(one),
        );
        return next(context, actor, { ...(call as object), body: { ...body, identifiers } } as never);
      }),
  },
  {
    id: 'no-tombstones',
    breaks: ['EAAP-0012-010'],
    invariant: [14],
    description: 'The records of erased rows do not say which row it was.',
    expected: ['secrets.erased-tombstones'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'record.erased' ? { object: 'fact:erased' } : {})),
  },
  {
    id: 'erasure-gives-budget-back',
    breaks: ['EAAP-0012-011'],
    invariant: [14],
    description: 'What an erased evaluation used of a limit is deleted with it.',
    expected: ['secrets.erased-usage-counts'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) => {
          let erasing = false;
          return over(tx, {
            delete: async (table, where, range) => {
              erasing ||= table === 'usage';
              return range === undefined ? tx.delete(table, where) : tx.delete(table, where, range);
            },
            insert: async (table, row) => {
              if (erasing && table === 'usage') return;
              await tx.insert(table, row);
            },
          });
        },
      }),
  },
  {
    id: 'erasing-forgotten',
    breaks: ['EAAP-0012-012'],
    invariant: [14],
    description:
      'Facts about a subject whose erasure is not finished are stored under a key that is about to be destroyed.',
    expected: ['secrets.erasing-locked'],
    change: (parts) =>
      withTx(parts, {
        write: (tx) =>
          over(tx, {
            select: async (table, query) =>
              (table as string) === 'erasures' ? ([] as never) : tx.select(table, query),
          }),
      }),
  },
  {
    id: 'erased-unknown',
    breaks: ['EAAP-0012-013'],
    invariant: [14],
    description: 'To erase a subject of which there is nothing is answered with 404.',
    expected: ['secrets.erased-twice'],
    fetch: twisted(() => async ({ path }, next) => {
      const response = await next();
      if (!path.endsWith('/vault/erase') || response.status !== 200) return response;
      const body = (await response.clone().json()) as { erased: { facts: number; keys: number } };
      return body.erased.keys > 0 || body.erased.facts > 0
        ? response
        : Response.json(
            {
              type: 'urn:eaap:problem:not-found',
              title: 'There is no such thing here',
              status: 404,
              detail: 'Nothing.',
            },
            { status: 404, headers: { 'content-type': 'application/problem+json' } },
          );
    }),
  },
];
