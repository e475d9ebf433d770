import { EaapError, isUuidV7 } from '@eaap/protocol';

/** The keys a ciphertext is under. */
export interface Kids {
  /** The namespace's own key, or the keys of subjects. */
  readonly of: 'namespace' | 'subjects';
  /** Sorted, none twice. */
  readonly kids: readonly string[];
}

/**
 * The text of a set of keys as rows keep it: `n:<kid>` or `s:<kid>,<kid>`. One set has one text, since it is part of
 * the associated data.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { formatKids } from '@eaap/ledger';
 *
 * const [a, b] = ['018bcfe5-6800-7000-8000-000000000001', '018bcfe5-6800-7000-8000-000000000002'];
 * assert.equal(formatKids({ of: 'subjects', kids: [b, a, a] }), `s:${a},${b}`);
 * ```
 */
export function formatKids({ of, kids }: Kids): string {
  return `${of === 'namespace' ? 'n' : 's'}:${[...new Set(kids)].sort().join(',')}`;
}

/**
 * Reads {@link formatKids}.
 *
 * @throws EaapError `storage-corrupt` for anything it does not write.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseKids } from '@eaap/ledger';
 *
 * const kid = '018bcfe5-6800-7000-8000-000000000001';
 * assert.deepEqual(parseKids(`n:${kid}`), { of: 'namespace', kids: [kid] });
 * assert.throws(() => parseKids(`s:${kid},${kid}`), { type: 'storage-corrupt' });
 * ```
 */
export function parseKids(text: string): Kids {
  const kids = text.slice(2).split(',');
  const parsed: Kids = { of: text.startsWith('n:') ? 'namespace' : 'subjects', kids };
  if (
    !kids.every(isUuidV7) ||
    formatKids(parsed) !== text ||
    (parsed.of === 'namespace' && kids.length !== 1)
  ) {
    throw new EaapError(
      'storage-corrupt',
      'A record names the keys it is under in a way that cannot be read.',
    );
  }
  return parsed;
}
