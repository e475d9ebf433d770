import { DatabaseSync } from 'node:sqlite';

/** The receipts that were used, in a file: a target that forgets them on a restart can be made to act twice. */
export interface Seen {
  /** Marks a receipt as used; false when it was used before, or expired so long ago that it was forgotten. */
  claim(jti: string, expiresAt: number): boolean;
  /** Forgets those that expired by then. They stay refused, wherever the clock goes. */
  forget(until: number): void;
  close(): void;
}

export function openSeen(path: string): Seen {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
  db.exec('CREATE TABLE IF NOT EXISTS seen (jti TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT');
  db.exec(
    'CREATE TABLE IF NOT EXISTS forgotten (one INTEGER PRIMARY KEY CHECK (one = 1), until INTEGER NOT NULL) STRICT',
  );
  db.exec('INSERT OR IGNORE INTO forgotten VALUES (1, 0)');
  // One statement, so that of two at once only one finds it unused.
  const claim = db.prepare(
    'INSERT OR IGNORE INTO seen SELECT ?1, ?2 WHERE ?2 > (SELECT until FROM forgotten)',
  );
  const raise = db.prepare('UPDATE forgotten SET until = max(until, ?)');
  const forget = db.prepare('DELETE FROM seen WHERE expires_at <= (SELECT until FROM forgotten)');
  return {
    claim: (jti, expiresAt) => claim.run(jti, expiresAt).changes === 1,
    // First the bound, then the rows: an interruption between the two forgets nothing that is not refused.
    forget(until) {
      raise.run(until);
      forget.run();
    },
    close: () => db.close(),
  };
}
