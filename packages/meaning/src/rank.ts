import { openRow, openVector, similarityBp, vectorOf, type Sealer, type View } from '@eaap/ledger';
import { effectiveConfidence, EaapError } from '@eaap/protocol';
import type { Row } from '@eaap/store';
import { score } from './relevance.ts';

/** A fact that is still sealed, with its place in the ranking. */
export interface Ranked {
  readonly row: Row<'facts'>;
  readonly effective: number;
  readonly relevance: number;
}

/**
 * The order of facts in a snapshot: by relevance, highest first; ties break by id.
 *
 * @see RFC-0004 section 5
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { inOrder } from '@eaap/meaning';
 *
 * const facts = [{ id: 'b', relevance: 1 }, { id: 'a', relevance: 1 }, { id: 'c', relevance: 2 }];
 * assert.deepEqual(facts.sort(inOrder).map(({ id }) => id), ['c', 'a', 'b']);
 * ```
 */
export const inOrder = (
  a: { readonly id: string; readonly relevance: number },
  b: { readonly id: string; readonly relevance: number },
): number => b.relevance - a.relevance || (a.id < b.id ? -1 : 1);

/** Ranks rows by relevance at `asOf`, highest first; ties break by id, so that the order is the same everywhere. */
export async function rank(
  view: View,
  sealer: Sealer,
  rows: readonly Row<'facts'>[],
  query: string | undefined,
  asOf: number,
): Promise<Ranked[]> {
  const wanted = query === undefined ? undefined : vectorOf(query);
  const ranked: Ranked[] = [];
  for (const row of rows) {
    const effective = effectiveConfidence(row, asOf);
    const relevance =
      wanted === undefined
        ? effective
        : score(similarityBp(wanted, await vectorFor(view, sealer, row)), effective);
    ranked.push({ row, effective, relevance });
  }
  const placed = (one: Ranked) => ({ id: one.row.id, relevance: one.relevance });
  return ranked.sort((a, b) => inOrder(placed(a), placed(b)));
}

async function vectorFor(view: View, sealer: Sealer, { id, version }: Row<'facts'>): Promise<Int32Array> {
  const row = await view.tx.get('vectors', { id, version });
  if (row === undefined)
    throw new EaapError('storage-corrupt', `Fact ${id} version ${version} lacks its vector.`);
  return openRow(openVector, sealer, view.namespace, row);
}
