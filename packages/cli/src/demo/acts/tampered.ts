import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyDatabase } from '@eaap/ledger';
import { leafHash, toUtf8 } from '@eaap/protocol';
import { databaseOf, type Stage } from '../stage.ts';

/** Somebody with the database rewrites a record as well as they can: its row, its leaf, and the table that cites it. */
function tamper(path: string, evaluation: string): number {
  const database = new DatabaseSync(path);
  try {
    const row = database
      .prepare(
        `SELECT seq, record FROM log WHERE ns = 'default' AND evaluation = ? AND type = 'evaluation.recorded'`,
      )
      .get(evaluation) as { seq: number; record: string } | undefined;
    if (row === undefined) throw new Error('The blocked evaluation is not in the log.');
    const record = row.record.replace('"verdict":"BLOCK"', '"verdict":"ALLOW"');
    database
      .prepare(`UPDATE log SET record = ?, leaf = ? WHERE ns = 'default' AND seq = ?`)
      .run(record, leafHash(toUtf8(record)), row.seq);
    database
      .prepare(`UPDATE evaluations SET verdict = 'ALLOW' WHERE ns = 'default' AND id = ?`)
      .run(evaluation);
    return row.seq;
  } finally {
    database.close();
  }
}

/** A record that was changed afterwards, found by verification. */
export async function tampered(stage: Stage): Promise<void> {
  const { narrator, verifierKey, left, folder } = stage;
  narrator.begin('A tampered record');
  left.anchor = (await stage.gateway.checkpoint()).note;
  narrator.say(
    'auditor',
    'keeps a signed checkpoint elsewhere. The gateway stops; its files are verified offline.',
  );
  await stage.shut();
  const whole = verifyDatabase(databaseOf(stage), { verifierKey, anchor: left.anchor });
  const size = whole.namespaces.find(({ namespace }) => namespace === 'default')?.size ?? 0;
  narrator.expect('auditor', whole.ok, `eaap verify: ${size} records, nothing found.`, { size });

  left.backup = join(folder, 'backup.db');
  copyFileSync(databaseOf(stage), left.backup);
  const copy = join(folder, 'tampered.db');
  copyFileSync(databaseOf(stage), copy);
  const seq = tamper(copy, left.blocked ?? '');
  narrator.say(
    'insider',
    `on a copy, turns the BLOCK of record ${seq} into ALLOW: record, leaf and row alike.`,
  );
  const found = verifyDatabase(copy, { verifierKey, anchor: left.anchor });
  const findings = found.namespaces.flatMap((namespace) => namespace.findings);
  narrator.expect('auditor', !found.ok, `eaap verify: ${findings.length} findings, of these kinds:`, {
    seq,
    findings: findings.map(({ code, seq: at, message }) => ({
      code,
      ...(at === undefined ? {} : { seq: at }),
      message,
    })),
  });
  const kinds = new Map(findings.map(({ code, message }) => [code, message] as const).reverse());
  for (const [code, message] of [...kinds].reverse()) narrator.detail(`${code}: ${message}`);
}
