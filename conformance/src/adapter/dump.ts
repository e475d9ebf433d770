import type { Ledger } from '@eaap/ledger';
import type { Dump } from '../control/types.ts';
import { behind } from './tamper.ts';

/** The tables with ciphertext, the kind their records are sealed as, and where their version stands. */
const SEALED = [
  { table: 'facts', kind: 'fact', id: 'id', version: 'version' },
  { table: 'vectors', kind: 'vector', id: 'id', version: 'version' },
  { table: 'conflicts', kind: 'conflict', id: 'id', version: 'version' },
  { table: 'evaluations', kind: 'evaluation', id: 'id', version: '1' },
  { table: 'escalations', kind: 'escalation', id: 'id', version: 'version' },
  { table: 'commits', kind: 'commit', id: 'evaluation', version: '1' },
  { table: 'outcomes', kind: 'outcome', id: 'evaluation', version: '1' },
] as const;

interface SealedRow {
  readonly ns: string;
  readonly id: string;
  readonly version: number;
  readonly kids: string;
  readonly sealed: Uint8Array;
}

/** Everything that lies encrypted in the database, opened where its keys are still there. */
export async function dump(path: string, ledger: Ledger, namespace?: string): Promise<Dump> {
  const found = behind(path, (db) =>
    SEALED.flatMap(({ table, kind, id, version }) => {
      const sql = `SELECT ns, ${id} AS id, ${version} AS version, kids, sealed FROM ${table} WHERE sealed IS NOT NULL`;
      const rows = db.prepare(sql).all() as unknown as SealedRow[];
      return rows.map((row) => ({ table, kind, row }));
    }),
  );
  const records: Dump['records'][number][] = [];
  for (const { table, kind, row } of found) {
    if (namespace !== undefined && row.ns !== namespace) continue;
    records.push({
      namespace: row.ns,
      table,
      id: row.id,
      version: row.version,
      ciphertext: Buffer.from(row.sealed).toString('base64'),
      payload: await opened(ledger, kind, row),
      keys: row.kids.slice(2).split(','),
    });
  }
  return { records };
}

/** A record that changes state without being sealed anew lies under an earlier version. */
async function opened(
  ledger: Ledger,
  type: string,
  { ns, id, version, kids, sealed }: SealedRow,
): Promise<unknown> {
  for (let at = version; at >= 1; at -= 1) {
    try {
      return await ledger.sealer.open(ns, { type, id, version: at }, kids, sealed);
    } catch {
      // Sealed under another version, or its key is gone: what never opens is dumped as null.
    }
  }
  return null;
}
