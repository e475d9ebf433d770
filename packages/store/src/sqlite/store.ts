import { EaapError } from '@eaap/protocol';
import { bounded } from '../lib/bounded.ts';
import { Lane } from '../lib/lane.ts';
import { FairQueue } from '../lib/queue.ts';
import { checkNamespace } from '../lib/shape.ts';
import type { FlushHook, ReadTx, Store, Tx } from '../types/store.ts';
import type { Engine } from './engine.ts';
import { injected } from './fault-point.ts';
import { overdue, runGroup, type Member } from './group.ts';
import { SqliteReadTx } from './tx.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The SQLite engine: one writer that groups what waits, one reader that sees snapshots. */
export class SqliteStore implements Store {
  readonly #engine: Engine;
  readonly #groupSize: number;
  readonly #files: readonly string[];
  readonly #release: () => void;
  readonly #queue = new FairQueue<Member>();
  readonly #writing = new Lane();
  readonly #reading: Lane;
  #pump: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(engine: Engine, groupSize: number, files: readonly string[], release: () => void) {
    this.#engine = engine;
    this.#groupSize = groupSize;
    this.#files = files;
    this.#release = release;
    this.#reading = engine.reader === engine.writer ? this.#writing : new Lane();
  }

  async transaction<T>(namespace: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    checkNamespace(namespace);
    this.#admit();
    return new Promise<T>((resolve, reject) => {
      this.#queue.push(namespace, { work, resolve: resolve as (value: unknown) => void, reject });
      this.#pump ??= this.#drain();
    });
  }

  async read<T>(namespace: string, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    checkNamespace(namespace);
    this.#admit();
    return this.#reading.run(() => this.#snapshot(namespace, work));
  }

  beforeFlush(hook: FlushHook): void {
    this.#engine.hooks.push(hook);
  }

  async namespaces(): Promise<string[]> {
    this.#admit();
    return this.#reading.run(async () => {
      this.#engine.assertUsable();
      // With `read` the only statement without a namespace: it asks for the list of them, and for nothing in any.
      return this.#guarded(() => {
        injected(this.#engine.fault, 'read', 'settings');
        const rows = this.#engine.reader.all(
          `SELECT "ns" FROM "settings" WHERE "name" = 'namespace' ORDER BY "ns"`,
        );
        return rows.map((row) => String(row['ns']));
      });
    });
  }

  async compact(): Promise<void> {
    this.#admit();
    if (this.#reading === this.#writing) return this.#writing.run(async () => this.#overwrite());
    return this.#writing.run(() => this.#reading.run(async () => this.#overwrite()));
  }

  files(): string[] {
    return [...this.#files];
  }

  async close(): Promise<void> {
    this.#engine.refuseNested();
    return (this.#closed ??= this.#shut());
  }

  #admit(): void {
    if (this.#closed !== undefined)
      throw new EaapError('draining', 'The storage is closing and takes no new work.');
    this.#engine.refuseNested();
  }

  /** Runs groups for as long as there are members. */
  async #drain(): Promise<void> {
    do {
      // One turn of the event loop: requests whose bytes have arrived meanwhile join this group instead of the next.
      await turn();
      await this.#writing.run(async () => {
        const group = this.#queue.take(this.#groupSize);
        if (group !== undefined) await runGroup(this.#engine, group.namespace, group.items);
      });
    } while (!this.#queue.empty);
    this.#pump = undefined;
  }

  async #snapshot<T>(namespace: string, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    const engine = this.#engine;
    engine.assertUsable();
    const tx = new SqliteReadTx(engine, engine.reader, namespace);
    this.#guarded(() => engine.reader.run('BEGIN'));
    try {
      const value = await bounded(
        engine.running(async () => work(tx)),
        engine.limitMs,
        () => overdue(engine.limitMs),
      );
      if (tx.doom !== undefined) throw tx.doom;
      return value;
    } catch (error) {
      throw tx.doom ?? error;
    } finally {
      tx.end();
      this.#guarded(() => engine.reader.inTransaction && engine.reader.run('ROLLBACK'));
    }
  }

  #overwrite(): void {
    const { writer } = this.#engine;
    this.#engine.assertUsable();
    this.#guarded(() => {
      this.#checkpoint();
      writer.exec('VACUUM');
      this.#checkpoint();
    });
  }

  /** Moves the journal into the database and empties it, so that no deleted row survives in it. */
  #checkpoint(): void {
    const [row] = this.#engine.writer.all('PRAGMA wal_checkpoint(TRUNCATE)');
    if (row?.['busy'] !== 0) {
      throw new EaapError(
        'storage-locked',
        'Another program reads the database, so that its journal cannot be emptied yet.',
      );
    }
  }

  #guarded<R>(step: () => R): R {
    try {
      return step();
    } catch (thrown) {
      throw this.#engine.note(EaapError.from(thrown));
    }
  }

  async #shut(): Promise<void> {
    await this.#pump;
    await this.#writing.run(async () => undefined);
    await this.#reading.run(async () => undefined);
    try {
      this.#engine.reader.close();
      // The last connection to go moves the journal into the database and removes it.
      this.#engine.writer.close();
    } finally {
      this.#release();
    }
  }
}
