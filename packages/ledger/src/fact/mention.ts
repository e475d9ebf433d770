import { EaapError, type Json } from '@eaap/protocol';
import type { Sealer } from '../crypto/types.ts';
import type { Unit, View } from '../unit/types.ts';
import { PII_TOKEN } from '../pii/token.ts';
import { tokenIndex } from './indexes.ts';

/** What a mention can be of: every kind of record with a sealed payload. */
export type MentionKind = 'fact' | 'conflict' | 'evaluation' | 'escalation' | 'commit' | 'outcome';

/**
 * Every PII token in a JSON value, sorted, each once. Names of members are looked at as well.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { tokensIn } from '@eaap/ledger';
 *
 * const token = `[PII:email:${'0'.repeat(32)}]`;
 * assert.deepEqual(tokensIn({ to: [`mail ${token}`, token] }), [token]);
 * ```
 */
export function tokensIn(value: Json): string[] {
  return [...new Set(JSON.stringify(value).match(PII_TOKEN) ?? [])].sort();
}

/** What an `erasures` row keeps of its subject: it can be recognised while the erasure runs, and joins with nothing. */
export const erasingMark = (
  sealer: Sealer,
  namespace: string,
  id: string,
  subject: string,
): Promise<string> => sealer.index(namespace, 'erasing', { id, subject });

/**
 * Refuses to write about a subject whose erasure is not finished: its key is about to be destroyed, and what is sealed
 * under it now would be answered and lost.
 *
 * @param subjects - Subject indexes.
 * @throws EaapError `storage-locked`
 */
export async function refuseWhileErasing(
  view: View,
  sealer: Sealer,
  subjects: readonly string[],
): Promise<void> {
  const pending = await view.tx.select('erasures', { where: { status: 'pending' } });
  for (const { id, subject_index } of pending) {
    for (const subject of subjects) {
      if ((await erasingMark(sealer, view.namespace, id, subject)) !== subject_index) continue;
      throw new EaapError(
        'storage-locked',
        'A subject of this record is being erased. Try again when the erasure is done.',
        { erasure: id },
      );
    }
  }
}

/**
 * Registers whom a sealed record is about and which PII tokens it holds, so that an erasure finds it (invariant 14).
 * What is registered already stays.
 *
 * @param subjects - Subject indexes.
 * @param content - What is sealed; its tokens are found here.
 * @throws EaapError `storage-locked` while a subject is being erased.
 * @see RFC-0001 section 11.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { bootstrap, createNamespace, openLedger, registerMentions, subjectIndex } from '@eaap/ledger';
 *
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path: ':memory:' });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
 *
 * const subject = await subjectIndex(ledger.sealer, 'acme', 'order:7');
 * const record = { type: 'outcome' as const, id: '018bcfe5-6800-7000-8000-000000000000' };
 * await ledger.write('acme', 'shop', (unit) => registerMentions(unit, ledger.sealer, record, [subject], {}));
 * const found = await ledger.read('acme', ({ tx }) => tx.select('mentions', { where: { subject_index: subject } }));
 * assert.equal(found[0]?.id, record.id);
 * await store.close();
 * ```
 */
export async function registerMentions(
  unit: Unit,
  sealer: Sealer,
  record: { readonly type: MentionKind; readonly id: string },
  subjects: readonly string[],
  content: Json,
): Promise<void> {
  await refuseWhileErasing(unit, sealer, subjects);
  const indexes = new Set(subjects);
  for (const token of tokensIn(content)) indexes.add(await tokenIndex(sealer, unit.namespace, token));
  for (const subject_index of indexes) {
    const key = { subject_index, type: record.type, id: record.id };
    if ((await unit.tx.get('mentions', key)) === undefined) await unit.tx.insert('mentions', key);
  }
}
