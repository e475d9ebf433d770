import { EaapError, EraseRequest, validate, type EraseResponse } from '@eaap/protocol';
import { formatKids } from '../crypto/kids.ts';
import type { Actor } from '../identity/authenticate.ts';
import { scrubText } from '../pii/scrub-text.ts';
import { finishErasures } from '../unit/erasure.ts';
import type { Ledger } from '../unit/types.ts';
import { eraseActions } from './erase-actions.ts';
import { eraseFacts } from './erase-facts.ts';
import { subjectIndex, tokenIndex } from './indexes.ts';
import { erasingMark, tokensIn, type MentionKind } from './mention.ts';
import type { Work } from './write.ts';

/** Ids of records, by kind. */
export type Found = ReadonlyMap<MentionKind, ReadonlySet<string>>;

/**
 * Erases everything about a subject, for good (invariant 14): facts in all versions, vectors, conflicts, and the
 * content of evaluations, escalations, commits and outcomes; also records about others that name it in `about` or hold
 * the token of one of the identifiers. What the log needs stays: ids, commitments whose salts are gone, verdicts. When
 * it is answered the subject's key is destroyed and the storage keeps no ciphertext.
 *
 * The reason must be given and is not kept: it may tell about the subject, and nothing about it is to be left.
 *
 * @param body - An erase request; it is validated here.
 * @throws EaapError `invalid-request`, also for an identifier in which nothing is detected, since no record could be
 * found by it; `storage-locked` while another erasure runs; `key-store-unavailable` and `storage-*`, after which the
 * rows may be gone and the key not yet: the next opening, or the next erasure, finishes it.
 * @see RFC-0001 section 11.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { authenticate, bootstrap, createKey, createNamespace, erase, getFact, openLedger, storeFact } from '@eaap/ledger';
 *
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path: ':memory:' });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
 * const sources = [{ kind: 'system' as const, id: 'shop' }];
 * const wanted = { principal: 'shop', owner: 'ada', roles: ['recorder' as const, 'admin' as const], sources };
 * const made = await ledger.write('acme', 'root', (unit) => createKey(ledger, unit, wanted));
 * const actor = await authenticate(ledger, made.key);
 * const source = { kind: 'system' as const, id: 'shop', observed_at: '2024-01-31T09:30:00.000Z' };
 * const order = { subject: 'order:7', attribute: 'total', source };
 *
 * const { body } = await storeFact(ledger, actor, { ...order, subject: 'person:1', value: 12 });
 * const { erased } = await erase(ledger, actor, { subject: 'person:1', reason: 'Asked for.' });
 * assert.deepEqual([erased.facts, erased.keys], [1, 1]);
 * await assert.rejects(getFact(ledger, actor, body.fact.id), /was erased/);
 * await store.close();
 * ```
 */
export async function erase(ledger: Ledger, actor: Actor, body: EraseRequest): Promise<EraseResponse> {
  const request = validate(EraseRequest, body);
  const { sealer } = ledger;
  const { namespace } = actor;
  const { subject, tokens } = await identify(ledger, namespace, request);
  const mark = await subjectIndex(sealer, namespace, subject);
  const indexes = [mark];
  for (const token of tokens) indexes.push(await tokenIndex(sealer, namespace, token));

  const done = await ledger.write(namespace, actor.principal, async (unit) => {
    const work = { unit, sealer };
    const found = await findMentions(work, indexes);
    const id = unit.ids();
    const { seq } = await unit.append({ type: 'subject.erased', object: `erasure:${id}` });
    const facts = await eraseFacts(work, found);
    const actions = await eraseActions(work, found);
    const key = await ledger.parts.keys.find(namespace, 'subject', mark);
    await unit.tx.insert('erasures', {
      id,
      status: 'pending',
      kids: key === undefined ? '' : formatKids({ of: 'subjects', kids: [key.kid] }),
      subject_index: await erasingMark(sealer, namespace, id, mark),
      requested_at: unit.now,
    });
    return { erased: { ...facts, ...actions, keys: key === undefined ? 0 : 1 }, seq };
  });
  await finishErasures(ledger, namespace);
  return { erased: done.erased, residual_until: null, seq: done.seq };
}

/** The subject as it is stored, and the tokens that stand for what identifies it. */
async function identify(
  ledger: Ledger,
  namespace: string,
  request: EraseRequest,
): Promise<{ subject: string; tokens: string[] }> {
  const tokenise = await ledger.sealer.token(namespace);
  const options = ledger.detectors === undefined ? {} : { detectors: ledger.detectors };
  const subject = scrubText(request.subject, tokenise, options).text;
  const tokens = new Set(tokensIn(subject));
  for (const [i, identifier] of (request.identifiers ?? []).entries()) {
    const own = tokensIn(scrubText(identifier, tokenise, options).text);
    if (own.length === 0) {
      throw new EaapError(
        'invalid-request',
        `Identifier ${i} holds nothing that is detected as personal data, so no record can be found by it. Nothing was erased.`,
        { pointer: `/identifiers/${i}` },
      );
    }
    for (const token of own) tokens.add(token);
  }
  return { subject, tokens: [...tokens] };
}

async function findMentions({ unit }: Work, indexes: readonly string[]): Promise<Found> {
  const found = new Map<MentionKind, Set<string>>();
  for (const subject_index of indexes) {
    for (const { type, id } of await unit.tx.select('mentions', { where: { subject_index } })) {
      const kind = type as MentionKind;
      found.set(kind, (found.get(kind) ?? new Set()).add(id));
    }
  }
  return found;
}
