import { formatCheckpoint, rootAt, signNote, type NoteSigner } from '@eaap/protocol';
import type { FlushHook } from '@eaap/store';
import { unavailable } from './failure.ts';
import { newestRow } from './head.ts';
import { overTree } from './nodes.ts';

/**
 * The origin line of a namespace's log: the gateway's name and the namespace.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { originOf } from '@eaap/ledger';
 *
 * assert.equal(originOf('eaap.local', 'acme'), 'eaap.local/acme');
 * ```
 */
export const originOf = (name: string, namespace: string): string => `${name}/${namespace}`;

/**
 * Signs one checkpoint for all that a flush appends: a signature costs more than everything else in an append
 * together. When it fails the whole flush fails, so that no record is ever durable without one.
 */
export function checkpointHook(signer: NoteSigner): FlushHook {
  return async (tx) => {
    try {
      const row = await newestRow(tx);
      if (row === undefined) return;
      const size = row.seq + 1;
      if ((await tx.get('checkpoints', { size })) !== undefined) return;
      const root = await overTree(tx, (nodeAt) => rootAt(size, nodeAt));
      const note = signNote(
        formatCheckpoint({ origin: originOf(signer.name, tx.namespace), size, root }),
        signer,
      );
      await tx.insert('checkpoints', { size, note, ts: row.ts });
    } catch (cause) {
      throw unavailable(cause);
    }
  };
}
