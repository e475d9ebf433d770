import { AsyncLocalStorage } from 'node:async_hooks';
import { EaapError } from '@eaap/protocol';
import { misuse } from '../lib/shape.ts';
import type { FlushHook } from '../types/store.ts';
import type { Connection } from './connection.ts';
import type { FaultInjector } from './fault-point.ts';
import { isInPlace, type FileIdentity } from './file.ts';

interface Running {
  live: boolean;
}

/** What the parts of one open database share. */
export class Engine {
  readonly writer: Connection;
  /** The same as the writer for a database in memory. */
  readonly reader: Connection;
  readonly fault: FaultInjector | undefined;
  readonly limitMs: number;
  readonly hooks: FlushHook[] = [];
  readonly #file: FileIdentity | undefined;
  readonly #running = new AsyncLocalStorage<Running>();
  #broken: EaapError | undefined;

  constructor(parts: {
    writer: Connection;
    reader: Connection;
    file: FileIdentity | undefined;
    fault: FaultInjector | undefined;
    limitMs: number;
  }) {
    this.writer = parts.writer;
    this.reader = parts.reader;
    this.#file = parts.file;
    this.fault = parts.fault;
    this.limitMs = parts.limitMs;
  }

  /**
   * Refuses to work on a database known to be damaged, or on one that is not the one at its path any more: what is
   * written to a file that was moved or deleted would be acknowledged and then lost.
   */
  assertUsable(): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#file !== undefined && !isInPlace(this.#file)) {
      throw new EaapError(
        'storage-unavailable',
        'The database file was moved, deleted or replaced while it was open. Put it back and start again.',
      );
    }
  }

  /** Remembers damage: after it nothing is served until the database is opened again. */
  note(error: EaapError): EaapError {
    if (error.type === 'storage-corrupt') this.#broken ??= error;
    return error;
  }

  /** After a failed rollback nobody knows what the next commit would contain. */
  abandon(cause: unknown): void {
    this.#broken ??= new EaapError(
      'storage-unavailable',
      'The database could not undo a failed transaction. Nothing is written any more; start again.',
      {},
      { cause },
    );
  }

  /** A transaction inside another would wait for the end of the one it is in. */
  refuseNested(): void {
    if (this.#running.getStore()?.live === true) {
      throw misuse('work in a transaction uses that transaction and opens no other.');
    }
  }

  /** Runs work so that what it starts can be told from what others start. */
  async running<T>(work: () => Promise<T>): Promise<T> {
    const mark: Running = { live: true };
    try {
      return await this.#running.run(mark, work);
    } finally {
      mark.live = false;
    }
  }
}
