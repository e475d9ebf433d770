import type { Clock, Digest, Entropy, Ids, LogRecord, RecordType, Verdict } from '@eaap/protocol';
import type { KeyStore, ReadTx, Store, Tx } from '@eaap/store';
import type { Sealer } from '../crypto/types.ts';
import type { Detector } from '../pii/types.ts';

/** How far the clock may stray before nothing is written any more. Milliseconds. */
export interface ClockBounds {
  /** How far it may stand behind the newest record. 5 000 unless stated. */
  readonly lagMs: number;
  /** How far it may move more than time passed. 60 000 unless stated. */
  readonly leapMs: number;
  /** How long a namespace may have been silent when it is first written to after opening. 90 days unless stated. */
  readonly idleMs: number;
}

/** What a ledger is made of. */
export interface LedgerParts {
  readonly store: Store;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly ids: Ids;
  /** The gateway's name: the name of its checkpoint key and, before `/<namespace>`, of its logs. `eaap.local` unless stated. */
  readonly name?: string;
  /** Detectors of personal data; the published table unless stated. */
  readonly detectors?: readonly Detector[];
  readonly clockBounds?: Partial<ClockBounds>;
}

/** A consistent look at one namespace. */
export interface View {
  readonly tx: ReadTx;
  /** Milliseconds since 1970: never before the newest record. */
  readonly now: number;
  readonly namespace: string;
}

/** What is said of an event. What is left out is null in the record. Nothing here may hold content. */
export interface LogEntry {
  readonly type: RecordType;
  /** `type:id` or `type:id@version`. */
  readonly object?: string;
  readonly evaluation?: string;
  readonly verdict?: Verdict;
  /** A stable code, never free text. */
  readonly reason?: string;
  readonly policy?: Digest;
  readonly engine?: Digest;
  readonly state_hash?: Digest;
  readonly commitment?: Digest;
  /** Kept outside every digest. */
  readonly telemetry?: {
    readonly latency_us?: number;
    readonly model?: string;
    readonly framework?: string;
  };
  /** Who did it, when it is not who the unit is for. */
  readonly principal?: string;
}

/** A record that was appended. */
export interface Appended {
  readonly seq: number;
  readonly record: LogRecord;
  /** The RFC 6962 hash of its leaf, 32 bytes. */
  readonly leaf: Uint8Array;
}

/** A unit of work: everything in it becomes durable together with its log records, or nothing does. */
export interface Unit extends View {
  readonly tx: Tx;
  readonly principal: string;
  readonly ids: Ids;
  /** The operator's detectors of personal data; the published table's when `undefined`. */
  readonly detectors: readonly Detector[] | undefined;
  /**
   * Appends a record. When it fails the whole unit fails, even if the caller goes on.
   *
   * @throws EaapError `log-unavailable`
   */
  append(entry: LogEntry): Promise<Appended>;
}

/** L1 of a gateway: governed transactions over the store, the log, and encryption. */
export interface Ledger {
  readonly parts: LedgerParts;
  readonly name: string;
  readonly detectors: readonly Detector[] | undefined;
  readonly sealer: Sealer;
  /** The C2SP verifier key of the checkpoints: what an auditor needs, and public. */
  readonly verifierKey: string;
  /**
   * Runs `work` in a durable transaction of an existing namespace. What it throws undoes it.
   *
   * @throws EaapError what `work` throws; `not-found` for a namespace that is not there; `clock-unreliable` until the
   * clock is re-based; `log-unavailable`, `storage-*`, `key-store-unavailable`; `internal` for anything else.
   */
  write<T>(namespace: string, principal: string, work: (unit: Unit) => Promise<T>): Promise<T>;
  /**
   * Runs `work` over a consistent snapshot of a namespace. An unreliable clock does not refuse it, so that an admin
   * can get in and put it right.
   *
   * @throws EaapError what `work` throws; `storage-*`; `internal` for anything else.
   */
  read<T>(namespace: string, work: (view: View) => Promise<T>): Promise<T>;
}
