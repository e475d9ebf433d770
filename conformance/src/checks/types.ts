import type {
  Action,
  Checkpoint,
  CommitResponse,
  Conflict,
  EvaluateResponse,
  Evaluation,
  Fact,
  KeyRequest,
  LedgerEntry,
  Manifest,
  Policy,
  StoreRequest,
  TrustTable,
} from './wire.ts';
import type { Control, Hook } from '../control/types.ts';
import type { Sut, SutAnswer } from '../sut/types.ts';

/** The evidence a check gives: on the wire, as the adapter says, as the runner saw itself. */
export type Grade = 'E1' | 'E2' | 'E3';

/** One thing a gateway can be seen to do or not to do. */
export interface Check {
  /** Dotted and stable, as in `facts.source-missing`; never used again for another check. */
  readonly id: string;
  /** The requirements it bears on, as in `EAAP-0001-021`. All of them fail when it fails. */
  readonly requirements: readonly string[];
  /** What is seen when it passes, as a sentence. */
  readonly title: string;
  readonly grade: Grade;
  /** Without one of these hooks the check is not run, and its requirements are not evidenced by it. */
  readonly needs: readonly Hook[];
  /** Owns the gateway while it runs (clock, kill, files, faults): a fresh one when there is `reset`, no other check beside it. */
  readonly exclusive?: boolean;
  /** Opens connections of its own to `sut.url`, so that a gateway in this process cannot be shown anything by it. */
  readonly socket?: boolean;
  /** Whether it shows that something is refused or absent. */
  readonly negative: boolean;
  /** Takes more than a few seconds: the zoo shows it to the right gateway and to those broken near it alone. */
  readonly isLong?: boolean;
  /** Milliseconds until it is given up as inconclusive; 30 000 unless stated. */
  readonly timeoutMs?: number;
  run(t: CheckContext): Promise<void>;
}

/** What was expected and what came instead; printed and put into the report. */
export interface Observation {
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** What a check works with. */
export interface CheckContext {
  readonly sut: Sut;
  readonly control: Control;
  /** Drawn from the run's seed and the check's id. */
  readonly random: Random;

  /** Sends a request as an admin of the namespace `system`, with the key the run was given. */
  system<T = unknown>(method: string, path: string, send?: Send): Promise<Answer<T>>;
  /** A namespace of the check's own, made over the wire, with fixtures in force and a key for each role. */
  world(options?: WorldOptions): Promise<World>;

  /**
   * States what was seen. A check fails when one condition is false, and when it stated nothing; it goes on all the
   * same, so that one run tells everything.
   */
  expect(observation: string, condition: boolean, seen?: Observation): void;
  /** `expect` that both are the same JSON. */
  equal(observation: string, got: unknown, expected: unknown): void;
  /** `expect` of a status and, when `problem` is given, a problem type with `application/problem+json`. */
  answered(
    observation: string,
    answer: SutAnswer,
    status: number | readonly number[],
    problem?: string,
  ): void;

  /** A prerequisite: when it does not hold nothing can be said, and the check ends INCONCLUSIVE. */
  require(prerequisite: string, condition: unknown, seen?: Observation): asserts condition;
  /** Ends the check INCONCLUSIVE. */
  inconclusive(reason: string): never;

  /**
   * Lets at least this much time pass on the gateway's clock: by advancing it where the check owns it, by waiting
   * otherwise (so keep it to about a second in checks that are not exclusive).
   */
  elapse(ms: number): Promise<void>;

  /**
   * Looks for texts in files, byte for byte, in every encoding they may hide in: UTF-8, UTF-16 both ways, hex, base64 at
   * three offsets, percent, JSON escapes, compressed (deflate, gzip). Shows E3: the runner reads the files itself.
   */
  scan(needles: readonly string[], where?: ScanScope): Promise<readonly Sighting[]>;
  /** Looks for bytes, as they are. */
  scanBytes(needles: readonly Uint8Array[], where?: ScanScope): Promise<readonly Sighting[]>;
  /**
   * Watches the gateway's processes for connections to addresses that are not loopback ones, while something is done.
   * Shows E3: the runner reads what the operating system lists. A connection of less than a few milliseconds, one that is
   * refused at once, and a datagram from an unconnected socket may go unseen.
   */
  egress(during: () => Promise<void>): Promise<readonly Connection[]>;
  /**
   * The positive control of `egress`: has the gateway's process open one connection, requires the watch to see it, and
   * ends the check INCONCLUSIVE when it does not.
   */
  egressWorks(): Promise<void>;

  /**
   * The positive control of a scan: plants a fresh canary in clear, requires the scan to find it, makes a namespace and
   * requires the files to change by that (the canary alone lies where the adapter likes), and ends the check
   * INCONCLUSIVE when it does not. Call it in every check that concludes something from a scan that found nothing.
   */
  scanWorks(): Promise<void>;
}

/** Which files: `content` (database, journals; unless stated), `keys` (the key store), `log` (what was printed), all. */
export type ScanScope = 'content' | 'keys' | 'log' | 'all';

/** A connection to another address than a loopback one. */
export interface Connection {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

/** Where something was found that was looked for. */
export interface Sighting {
  readonly needle: string;
  readonly file: string;
  readonly encoding: string;
  readonly offset: number;
}

/** A stream of bytes from a seed. */
export interface Random {
  /** An integer from 0 to `below` − 1. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(count: number): Uint8Array;
  /** Lower-case letters and digits, so that no detector takes it for personal data; ten unless stated. */
  word(length?: number): string;
}

/**
 * The callers of a world, each named like this as a principal and each of another person but for `insider`: an approver
 * of the person who answers for `agent`. `stranger` is a second agent. `recorder` may assert every source but an agent's.
 */
export type Caller =
  | 'admin'
  | 'agent'
  | 'stranger'
  | 'recorder'
  | 'executor'
  | 'other-executor'
  | 'approver'
  | 'insider'
  | 'auditor';

/** How a world differs from the fixtures. */
export interface WorldOptions {
  /** Given the fixture's policy, the one to put in force. */
  readonly policy?: (policy: Policy) => Policy;
  readonly trust?: (trust: TrustTable) => TrustTable;
  /** Manifests beside those of the fixtures; one for the same tool replaces it. */
  readonly manifests?: readonly Manifest[];
  /** Which tools of the fixtures get their manifest; all unless stated. A world without any is made sooner. */
  readonly tools?: readonly string[];
  /** Install no policy, manifests and trust at all: as a new namespace is. */
  readonly bare?: boolean;
}

/** How a request differs from the plain one. */
export interface Send {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer whose body is known to be of a type once `status` is that of success. Reading it when it is not is yours. */
export interface Answer<T> extends SutAnswer {
  readonly body: T;
}

/** A fact to store; the source is `system:registry` seen a second ago unless stated, and `null` leaves it out. */
export type FactInput = Omit<StoreRequest, 'source'> & { source?: StoreRequest['source'] | null };

/** What a commit is made of beside token and action. */
export interface CommitInput {
  readonly token: string;
  readonly action: Action;
  readonly audience?: string;
  readonly confirmation_key?: string;
  readonly idempotencyKey?: string;
  /** Who redeems; `executor` unless stated. */
  readonly as?: Caller;
}

/** The whole log of a namespace, read over the wire, and a checkpoint over it. */
export interface WireLog {
  readonly entries: readonly LedgerEntry[];
  readonly checkpoint: Checkpoint;
}

/** A namespace of a check's own. */
export interface World {
  readonly namespace: string;
  /** Names, sources, tools of the fixtures: see `fixtures/`. */
  principal(caller: Caller): string;
  /** The key of a caller; it is made when first asked for. */
  key(caller: Caller): Promise<string>;
  /** Makes a credential. */
  credential(request: KeyRequest): Promise<Answer<{ credential: { id: string }; key: string }>>;
  /** The gateway's time as it last told it (or its clock, with the hook), in milliseconds. */
  now(): Promise<number>;
  /** That time moved by `ms`, as RFC 3339 with milliseconds. */
  time(ms?: number): Promise<string>;

  /** The Ed25519 key that commits name as confirmation key unless told otherwise, and signatures by it, base64url. */
  readonly confirmationKey: string;
  sign(message: Uint8Array): string;

  /** Sends a request as a caller. */
  send<T = unknown>(as: Caller, method: string, path: string, send?: Send): Promise<Answer<T>>;

  // Each of these sends and answers whatever came.
  store(
    fact: FactInput,
    as?: Caller,
  ): Promise<Answer<{ result: string; fact: Fact; scrubbed: unknown[]; seq: number }>>;
  fact(id: string, as?: Caller): Promise<Answer<Fact>>;
  conflict(id: string): Promise<Answer<Conflict>>;
  /** `lock`, `unlock` or `retract`, of the current version unless stated. */
  change(what: 'lock' | 'unlock' | 'retract', id: string, version?: number): Promise<Answer<Fact>>;
  resolve(id: string, resolution: string, version?: number): Promise<Answer<Conflict>>;
  search(request?: Record<string, unknown>, as?: Caller): Promise<Answer<Search>>;
  evaluate(action: Action, more?: { as?: Caller; executor?: string }): Promise<Answer<EvaluateResponse>>;
  commit(input: CommitInput): Promise<Answer<CommitResponse>>;
  outcome(evaluation: string, status: string): Promise<Answer<unknown>>;
  approve(id: string, as?: Caller): Promise<Answer<unknown>>;
  deny(id: string, as?: Caller): Promise<Answer<unknown>>;
  erase(
    subject: string,
    identifiers?: readonly string[],
  ): Promise<Answer<{ erased: Record<string, number>; seq: number }>>;
  setPolicy(
    change: (policy: Policy) => Policy,
  ): Promise<Answer<{ digest: string; version: number; policy: Policy }>>;
  setTrust(change: (trust: TrustTable) => TrustTable): Promise<Answer<unknown>>;
  setManifest(manifest: Manifest): Promise<Answer<unknown>>;

  // Each of these is a prerequisite: what does not come as it should ends the check INCONCLUSIVE.
  /** Stores and requires 201. */
  stored(fact: FactInput, as?: Caller): Promise<Fact>;
  /** Contradicts `fact` with `value` from the same source and requires an open conflict. */
  contradicted(fact: Fact, value: unknown): Promise<Conflict>;
  /** Evaluates and requires ALLOW. */
  allowed(action: Action): Promise<EvaluateResponse>;
  /** Evaluates and requires ALLOW, commits and requires a receipt. */
  committed(action: Action): Promise<EvaluateResponse & CommitResponse>;
  /** Evaluates and requires ESCALATE. */
  escalated(action: Action): Promise<{ evaluation: Evaluation; escalation: string }>;
  /** Reads the whole log. */
  log(): Promise<WireLog>;
}

/** A snapshot as it is answered. */
export interface Search {
  readonly snapshot: {
    readonly namespace: string;
    readonly as_of: string;
    readonly facts: readonly { fact: Fact; effective_confidence: number; relevance: number }[];
    readonly conflicts: readonly Conflict[];
    readonly health: string;
    readonly limit: number;
    readonly truncated: boolean;
  };
  readonly mac: string;
}

/** The value of a `refund.limit` fact is money, as the parameter is: `{amount: '5000', currency: 'EUR'}`. */
export type Money = { readonly amount: string; readonly currency: string };
