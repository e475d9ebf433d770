import type { Json } from '../model/json.ts';
import type { Answer } from '../vectors/types.ts';

/**
 * What an adapter can do beside starting and stopping, by the name it declares in `hello`. `clock` stands for
 * `clock.now`, `clock.freeze`, `clock.thaw`, `clock.advance` and `clock.set`; `storage.tamper` for every kind it lists.
 */
export const HOOKS = [
  'kill',
  'reset',
  'clock',
  'entropy.seed',
  'storage.locate',
  'storage.dump',
  'storage.tamper',
  'keys.disclose',
  'fault',
  'storage.step',
  'audit.export',
  'canary.plant',
  'compute',
  'egress.provoke',
] as const;
export type Hook = (typeof HOOKS)[number];

/** What an adapter says of itself. */
export interface Hello {
  readonly protocol: 1;
  readonly name: string;
  readonly version: string;
  readonly hooks: readonly Hook[];
  readonly profile?: 'cooperative' | 'enforced';
  readonly capabilities?: readonly string[];
}

/** A gateway that was started. */
export interface Started {
  readonly url: string;
  /** The key of an admin of the namespace `system`. */
  readonly admin_key: string;
}

/** The files of a gateway, absolute. The runner reads them itself. */
export interface Located {
  /** Database, journals, and everything else content may lie in. */
  readonly files: readonly string[];
  /** The key store. */
  readonly keyFiles: readonly string[];
  /** What the gateway wrote to standard output and standard error. */
  readonly logFiles: readonly string[];
}

/** What lies in storage, decrypted where a key still exists. */
export interface Dump {
  /**
   * One entry for each stored payload. `ciphertext` is what lies in the file for it, base64; `payload` what it holds,
   * null when it no longer opens. `table` is one of `facts`, `vectors`, `conflicts`, `evaluations`, `escalations`,
   * `commits`, `outcomes` or a name of the gateway's own.
   */
  readonly records: readonly {
    readonly namespace: string;
    readonly table: string;
    readonly id: string;
    readonly version: number;
    readonly ciphertext: string;
    readonly payload: unknown;
    /** Which keys it needs, by name; never the keys. */
    readonly keys: readonly string[];
  }[];
}

/** Changes behind the gateway's back. */
export type Tampering =
  /** Changes a stored column of a fact that lies in clear: `locked` flips, `status`, `trust`, `confidence` change. */
  | { kind: 'fact'; namespace: string; id: string; field: 'trust' | 'confidence' | 'locked' | 'status' }
  /** Puts the ciphertext of one fact in the place of another's. */
  | { kind: 'swap-ciphertext'; namespace: string; from: string; to: string; toNamespace?: string }
  /** Changes one record of the log. */
  | { kind: 'log-record'; namespace: string; seq: number }
  /** Changes a record and makes its leaf, the chain and the tree after it agree again, without the signing key. */
  | { kind: 'log-rehash'; namespace: string; seq: number }
  /** Two neighbours of the log, the record `seq` and the next, change places; what follows from it agrees again, unsigned. */
  | { kind: 'log-reorder'; namespace: string; seq: number }
  /** Leaves one record out of the log; what follows from it agrees again, unsigned. */
  | { kind: 'log-drop'; namespace: string; seq: number }
  /** Puts a record of another namespace in the place of one, as if it had been there; what follows agrees again, unsigned. */
  | { kind: 'log-retenant'; namespace: string; seq: number; fromNamespace: string }
  /** Cuts the log so that `size` records are left. */
  | { kind: 'log-truncate'; namespace: string; size: number };

/** Where a fault is made to happen. It stays until `fault {point: 'none'}`. */
export interface Fault {
  readonly point: 'none' | 'log' | 'storage' | 'key-store' | 'detector' | 'flush' | 'erasure' | 'engine';
  /** How often it happens; until it is taken away when left out. */
  readonly count?: number;
}

/** What is done at a write of the storage: the flush of what was written is one too. */
export interface Step {
  /**
   * `fail`: it fails, once. `kill`: the gateway ends there, without warning. `hold`: it waits until the next step.
   * `look` is no step: it tells of the one there is and leaves it.
   */
  readonly do: 'none' | 'fail' | 'kill' | 'hold' | 'look';
  /** Which write, counted from now on; 1 unless stated. */
  readonly at?: number;
}

/** What became of the step before. */
export interface Stepped {
  /** How many writes there were since then. */
  readonly writes: number;
  /** Whether it came about. */
  readonly reached: boolean;
}

/** A log as it is exported for offline verification. */
export interface AuditExport {
  readonly records: readonly Record<string, unknown>[];
  /** Leaf hashes as stored, one for each record. */
  readonly leaves: readonly string[];
  /** Signed notes, oldest first. */
  readonly checkpoints: readonly string[];
  readonly verifier_key: string;
}

/** What is computed from the input of a vector, or that this implementation has nothing of the topic. */
export type Computed = Answer | { readonly unsupported: true };

/** What runs a gateway and can do to it what HTTP cannot. A method whose hook is absent throws `HookAbsent`. */
export interface Control {
  readonly hello: Hello;
  has(hook: Hook): boolean;
  /** Starts on what storage there is; the `Sut` follows to the new address. */
  start(): Promise<Started>;
  /** Stops it in order. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Begins anew on empty storage; everything known of it is void. */
  reset(): Promise<Started>;
  /** Milliseconds since the Unix epoch on the gateway's clock. */
  now(): Promise<number>;
  /** Stops the clock where it is. */
  freeze(): Promise<number>;
  thaw(): Promise<number>;
  /** Moves wall and monotonic clock together: time passes. */
  advance(ms: number): Promise<number>;
  /** Sets the wall clock alone: it leaps, or goes back. */
  setWall(ms: number): Promise<number>;
  seed(seed: string): Promise<void>;
  locate(): Promise<Located>;
  dump(namespace?: string): Promise<Dump>;
  tamper(tampering: Tampering): Promise<void>;
  /** Every content key of the namespace, base64, by name; of one subject when given. */
  disclose(namespace: string, subject?: string): Promise<readonly { name: string; key: string }[]>;
  fault(fault: Fault): Promise<void>;
  /** Does something at one write of the storage that is to come, ends what the step before did, and tells of it. */
  step(step: Step): Promise<Stepped>;
  auditExport(namespace: string): Promise<AuditExport>;
  /** Writes `text` in clear into a storage file, so that a scan that works must find it. */
  plant(text: string): Promise<void>;
  /** Makes the gateway's process open one TCP connection, and close it 20 milliseconds after it was established. */
  provoke(host: string, port: number): Promise<void>;
  /** The process that the gateway is, or is started by; left out where the runner has started none. */
  readonly pid?: number | undefined;
  /** Throws the fault of an adapter that has ended; left out where there is none to end. */
  isThere?(waitMs: number): Promise<void>;
  /** What the implementation computes from the input of a vector of a topic. */
  compute(topic: string, input: Json): Promise<Computed>;
}

/** A hook that the adapter does not have was asked for: what it would show is not evidenced. */
export class HookAbsent extends Error {
  override readonly name = 'HookAbsent';
  readonly hook: Hook;
  constructor(hook: Hook) {
    super(`The adapter has no hook ${hook}.`);
    this.hook = hook;
  }
}
