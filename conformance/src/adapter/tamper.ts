import { DatabaseSync } from 'node:sqlite';
import { appendNodes, canonicalBytes, canonicalize, digest, leafHash, type Json } from '@eaap/protocol';
import type { AuditExport, Tampering } from '../control/types.ts';

/** Runs work on a second connection to the database, past the gateway. */
export function behind<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Changes the database as told. @throws Error when there is nothing to change. */
export function tamper(path: string, tampering: Tampering): void {
  behind(path, (db) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      apply(db, tampering);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  });
}

type Cell = string | number | Uint8Array | null;

function run(db: DatabaseSync, sql: string, ...values: Cell[]): void {
  if (Number(db.prepare(sql).run(...values).changes) === 0)
    throw new Error(`There is nothing to change: ${sql}`);
}

function apply(db: DatabaseSync, tampering: Tampering): void {
  const { kind, namespace } = tampering;
  switch (kind) {
    case 'fact':
      return run(
        db,
        `UPDATE facts SET ${FACT_CHANGES[tampering.field]} WHERE ns = ? AND id = ? AND current = 1`,
        namespace,
        tampering.id,
      );
    case 'swap-ciphertext': {
      const from = db
        .prepare('SELECT kids, sealed FROM facts WHERE ns = ? AND id = ? AND current = 1')
        .get(namespace, tampering.from) as { kids: string; sealed: Uint8Array } | undefined;
      if (from === undefined) throw new Error(`There is no fact ${tampering.from}.`);
      return run(
        db,
        'UPDATE facts SET kids = ?, sealed = ? WHERE ns = ? AND id = ? AND current = 1',
        from.kids,
        from.sealed,
        tampering.toNamespace ?? namespace,
        tampering.to,
      );
    }
    case 'log-record':
      return run(
        db,
        'UPDATE log SET record = ? WHERE ns = ? AND seq = ?',
        canonicalize(forged(recordAt(db, namespace, tampering.seq))),
        namespace,
        tampering.seq,
      );
    case 'log-rehash':
      return rewrite(db, namespace, (records) => replaced(records, tampering.seq, forged));
    case 'log-reorder':
      return rewrite(db, namespace, (records) => reordered(records, tampering.seq));
    case 'log-drop':
      return rewrite(db, namespace, (records) => {
        if (tampering.seq >= records.length) throw missing(tampering.seq);
        return records.filter((_, seq) => seq !== tampering.seq);
      });
    case 'log-retenant': {
      const foreign = recordAt(db, tampering.fromNamespace, tampering.seq);
      return rewrite(db, namespace, (records) => replaced(records, tampering.seq, () => foreign));
    }
    case 'log-truncate':
      return truncate(db, namespace, tampering.size);
  }
}

/** What a stored column becomes: always another value than it had, and one the schema allows. */
const FACT_CHANGES = {
  trust: `trust = CASE trust WHEN 'authoritative' THEN 'verified' ELSE 'authoritative' END`,
  confidence: 'confidence = CASE confidence WHEN 10000 THEN 9999 ELSE 10000 END',
  locked: 'locked = 1 - locked',
  status: `status = CASE status WHEN 'active' THEN 'disputed' ELSE 'active' END`,
} as const;

type Record = { readonly [name: string]: Json };

function recordAt(db: DatabaseSync, namespace: string, seq: number): Record {
  const row = db.prepare('SELECT record FROM log WHERE ns = ? AND seq = ?').get(namespace, seq);
  if (row === undefined) throw missing(seq);
  return JSON.parse(String(row['record'])) as Record;
}

const forged = (record: Record): Record => ({
  ...record,
  principal: record['principal'] === 'mallory' ? 'trudy' : 'mallory',
});

const missing = (seq: number): Error => new Error(`The log has no record ${seq}.`);

function replaced(records: readonly Record[], at: number, change: (record: Record) => Record): Record[] {
  if (at >= records.length) throw missing(at);
  return records.map((record, seq) => (seq === at ? change(record) : record));
}

function reordered(records: readonly Record[], at: number): Record[] {
  const [first, second] = [records[at], records[at + 1]];
  if (first === undefined || second === undefined) throw missing(at + 1);
  // Each stands where the other did, and at its time.
  const moved = { ...second, ts: first['ts'] ?? null };
  return records.map((record, seq) =>
    seq === at ? moved : seq === at + 1 ? { ...first, ts: second['ts'] ?? null } : record,
  );
}

/** Makes the log one of other records: numbers, chain, leaves and tree agree, and only what the signing key makes does not. */
function rewrite(
  db: DatabaseSync,
  namespace: string,
  change: (records: readonly Record[]) => readonly Record[],
): void {
  const before = db.prepare('SELECT record FROM log WHERE ns = ? ORDER BY seq').all(namespace);
  const records = change(before.map((row) => JSON.parse(String(row['record'])) as Record));
  for (const table of records.length < before.length ? ['telemetry', 'log'] : [])
    db.prepare(`DELETE FROM ${table} WHERE ns = ? AND seq >= ?`).run(namespace, records.length);
  db.prepare('DELETE FROM log_nodes WHERE ns = ?').run(namespace);
  const known = new Map<string, Uint8Array>();
  let prev: string | null = null;
  records.forEach((read, seq) => {
    const record: Record = { ...read, ns: namespace, seq, prev };
    const bytes = canonicalBytes(record);
    run(
      db,
      'UPDATE log SET record = ?, leaf = ? WHERE ns = ? AND seq = ?',
      canonicalize(record),
      leafHash(bytes),
      namespace,
      seq,
    );
    for (const { level, position, hash } of appendNodes(seq, bytes, (l, p) => known.get(`${l}:${p}`)).nodes) {
      known.set(`${level}:${position}`, hash);
      run(
        db,
        'INSERT INTO log_nodes (ns, level, position, hash) VALUES (?, ?, ?, ?)',
        namespace,
        level,
        position,
        hash,
      );
    }
    prev = digest('EAAP-RECORD-v1', record);
  });
}

function truncate(db: DatabaseSync, namespace: string, size: number): void {
  run(db, 'DELETE FROM log WHERE ns = ? AND seq >= ?', namespace, size);
  db.prepare('DELETE FROM telemetry WHERE ns = ? AND seq >= ?').run(namespace, size);
  // A node of level l at position p covers the leaves before (p + 1) · 2^l.
  db.prepare('DELETE FROM log_nodes WHERE ns = ? AND (position + 1) * (1 << level) > ?').run(namespace, size);
  db.prepare('DELETE FROM checkpoints WHERE ns = ? AND size > ?').run(namespace, size);
}

/** The log of a namespace as it lies in the database. */
export function exportLog(path: string, namespace: string): Omit<AuditExport, 'verifier_key'> {
  return behind(path, (db) => {
    const rows = db.prepare('SELECT record, leaf FROM log WHERE ns = ? ORDER BY seq').all(namespace);
    const notes = db.prepare('SELECT note FROM checkpoints WHERE ns = ? ORDER BY size').all(namespace);
    return {
      records: rows.map((row) => JSON.parse(String(row['record'])) as Record),
      leaves: rows.map((row) => `sha256:${Buffer.from(row['leaf'] as Uint8Array).toString('hex')}`),
      checkpoints: notes.map((row) => String(row['note'])),
    };
  });
}

/** Puts a text in clear into the database, where no other row stands in its way. */
export function plant(path: string, text: string): void {
  behind(path, (db) => {
    db.prepare(
      `INSERT OR REPLACE INTO settings (ns, name, value, digest, version, updated_at) VALUES ('canary', 'canary', ?, '', 1, 0)`,
    ).run(text);
  });
}
