import { createIds, draw, EaapError, type Clock, type Entropy, type Ids } from '@eaap/protocol';
import { checkNamespace, type Value } from '../lib/shape.ts';
import type { Connection } from '../sqlite/connection.ts';
import { isInPlace, type FileIdentity } from '../sqlite/file.ts';
import type { KeyEntry, KeyPurpose, KeyStore, StoredKey } from '../types/key-store.ts';
import { KeyCache } from './cache.ts';
import { checkPurpose, checkText } from './check.ts';
import { keyStoreFault } from './faults.ts';
import { KEY_BYTES, unwrap, wrap, type Place } from './wrap.ts';

/** The key store in a SQLite file. Each step runs to its end without giving way, so that two callers cannot make one key twice. */
export class FileKeyStore implements KeyStore {
  readonly #connection: Connection;
  readonly #file: FileIdentity;
  readonly #kek: Uint8Array;
  readonly #entropy: Entropy;
  readonly #ids: Ids;
  readonly #release: () => void;
  readonly #cache = new KeyCache();
  #open = true;

  constructor(parts: {
    connection: Connection;
    file: FileIdentity;
    kek: Uint8Array;
    entropy: Entropy;
    clock: Clock;
    release: () => void;
  }) {
    this.#connection = parts.connection;
    this.#file = parts.file;
    this.#kek = parts.kek;
    this.#entropy = parts.entropy;
    this.#ids = createIds(parts.clock, parts.entropy);
    this.#release = parts.release;
  }

  async ensure(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey> {
    return this.#step(
      namespace,
      () => this.#find(namespace, purpose, name) ?? this.#make(namespace, purpose, name),
    );
  }

  async find(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey | undefined> {
    return this.#step(namespace, () => this.#find(namespace, purpose, name));
  }

  async get(namespace: string, kid: string): Promise<Uint8Array | undefined> {
    return this.#step(namespace, () => {
      const cached = this.#cache.get(namespace, checkText('kid', kid));
      if (cached !== undefined) return cached;
      const sql = 'SELECT "kid", "purpose", "name", "wrapped" FROM "keys" WHERE "ns" = ? AND "kid" = ?';
      const [row] = this.#connection.all(sql, [namespace, kid]);
      return row === undefined ? undefined : this.#opened(namespace, row).key;
    });
  }

  async destroy(namespace: string, kids: readonly string[]): Promise<void> {
    this.#step(namespace, () => {
      for (const kid of kids) this.#cache.delete(namespace, checkText('kid', kid));
      this.#atomically(() => {
        for (const kid of kids)
          this.#connection.run('DELETE FROM "keys" WHERE "ns" = ? AND "kid" = ?', [namespace, kid]);
      });
      // Always, also when nothing was there to delete: the attempt before this one may have ended between the two.
      this.#connection.exec('VACUUM');
    });
  }

  async list(namespace: string): Promise<KeyEntry[]> {
    return this.#step(namespace, () => {
      const sql = 'SELECT "kid", "purpose", "name" FROM "keys" WHERE "ns" = ? ORDER BY "kid"';
      return this.#connection.all(sql, [namespace]).map((row) => {
        return { kid: String(row['kid']), purpose: checkPurpose(row['purpose']), name: String(row['name']) };
      });
    });
  }

  files(): string[] {
    return [this.#file.path, `${this.#file.path}-journal`];
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#cache.clear();
    this.#kek.fill(0);
    try {
      this.#connection.close();
    } finally {
      this.#release();
    }
  }

  #find(namespace: string, purpose: KeyPurpose, name: string): StoredKey | undefined {
    checkText('name', name);
    const sql =
      'SELECT "kid", "purpose", "name", "wrapped" FROM "keys" WHERE "ns" = ? AND "purpose" = ? AND "name" = ?';
    const [row] = this.#connection.all(sql, [namespace, checkPurpose(purpose), name]);
    return row === undefined ? undefined : this.#opened(namespace, row);
  }

  #make(namespace: string, purpose: KeyPurpose, name: string): StoredKey {
    const kid = this.#ids();
    const key = draw(this.#entropy, KEY_BYTES);
    const wrapped = wrap(this.#kek, key, { namespace, purpose, name, kid }, this.#entropy);
    this.#atomically(() => {
      const sql = 'INSERT INTO "keys" ("ns", "kid", "purpose", "name", "wrapped") VALUES (?, ?, ?, ?, ?)';
      this.#connection.run(sql, [namespace, kid, purpose, name, wrapped]);
    });
    this.#cache.set(namespace, kid, key);
    return { kid, key: Uint8Array.from(key) };
  }

  #opened(namespace: string, row: Record<string, Value>): StoredKey {
    const kid = String(row['kid']);
    const cached = this.#cache.get(namespace, kid);
    if (cached !== undefined) return { kid, key: cached };
    const place: Place = { namespace, purpose: String(row['purpose']), name: String(row['name']), kid };
    const wrapped = row['wrapped'];
    const key = wrapped instanceof Uint8Array ? unwrap(this.#kek, wrapped, place) : undefined;
    if (key === undefined) {
      throw new EaapError(
        'key-store-unavailable',
        `Key ${kid} does not open: it was changed or moved. Restore the key store.`,
        { kid },
      );
    }
    this.#cache.set(namespace, kid, key);
    return { kid, key };
  }

  #atomically(step: () => void): void {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      step();
      this.#connection.exec('COMMIT');
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #step<R>(namespace: string, step: () => R): R {
    checkNamespace(namespace);
    if (!this.#open) throw new EaapError('key-store-unavailable', 'The key store is closed.');
    if (!isInPlace(this.#file)) {
      throw new EaapError(
        'key-store-unavailable',
        'The key store was moved, deleted or replaced. Put it back and start again.',
      );
    }
    try {
      return step();
    } catch (error) {
      throw keyStoreFault(error);
    }
  }
}
