import { nodesNeeded, type NodeAt } from '@eaap/protocol';
import type { ReadTx } from '@eaap/store';

/** Runs a function over the tree of a namespace's log with the nodes it needs, read beforehand. */
export async function overTree<T>(tx: ReadTx, run: (nodeAt: NodeAt) => T): Promise<T> {
  const nodes = new Map<string, Uint8Array>();
  for (const { level, position } of nodesNeeded(run)) {
    const row = await tx.get('log_nodes', { level, position });
    if (row !== undefined) nodes.set(`${level}:${position}`, row.hash);
  }
  return run((level, position) => nodes.get(`${level}:${position}`));
}
