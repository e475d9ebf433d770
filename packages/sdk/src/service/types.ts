import type { Engine } from '@eaap/admissibility';
import type { Actor, Ledger } from '@eaap/ledger';
import type { ProblemType, Route, RouteId, Verdict } from '@eaap/protocol';

/** The bytes of a body, or a way to read them once it is known that they are wanted. */
export type BodySource = string | Uint8Array | (() => Promise<Uint8Array>);

/** A request to a gateway, free of any transport. */
export interface DispatchRequest {
  readonly route: RouteId;
  /** The key as it was presented, whatever it is. */
  readonly key?: string;
  /** Path parameters, decoded. */
  readonly params?: Readonly<Record<string, string>>;
  /** The query: a raw query string, or its members. */
  readonly query?: string | Readonly<Record<string, string>>;
  /** Headers by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodySource;
  /** Who is at the other end of the wire; failed attempts to authenticate are bounded for each. */
  readonly peer?: string;
  /** A trace id, for the log. */
  readonly trace?: string;
}

/** An answer, free of any transport. */
export interface DispatchResponse {
  readonly status: number;
  /** By lower-case name; `content-type` always. */
  readonly headers: Readonly<Record<string, string>>;
  /** Canonical JSON, or text for the routes that answer text. */
  readonly body: string;
  /** The problem type, when the answer is one. */
  readonly problem?: ProblemType;
}

/** A request that has been authenticated and validated. */
export interface Call<B = unknown> {
  readonly route: Route & { readonly id: RouteId };
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: B;
}

/** What a handler answers with: a value for JSON, or a text. */
export interface Answer<R = unknown> {
  readonly status?: number;
  readonly body?: R;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What handlers work on. */
export interface HandlerContext {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly profile: 'cooperative' | 'enforced';
  /** The counters, as text of the format of Prometheus; those of one namespace, or all for `system`. */
  metrics(namespace: string): string;
  /** Throws the problem that keeps the gateway from deciding, if there is one. */
  ready(): Promise<void>;
}

/** Answers a route. `actor` has no roles and no namespace on the routes that ask for no key. */
export type Handler<B = never, R = unknown> = (
  context: HandlerContext,
  actor: Actor,
  call: Call<B>,
) => Promise<Answer<R>>;

/** A handler for every route. */
export type Handlers = Readonly<Record<RouteId, Handler>>;

/** Something worth an operator's attention. Never holds keys, bodies, messages of foreign errors or query values. */
export interface ServiceEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'failure' | 'sweep-failed' | 'invalid-response' | 'first-open-restarted' | 'drained';
  readonly route?: RouteId;
  readonly trace?: string;
  readonly error?: { readonly name: string; readonly code?: string; readonly frames: readonly string[] };
  readonly detail?: string;
}

/** Where events go. */
export type ServiceLog = (event: ServiceEvent) => void;

/** What was decided, for the counters. */
export interface Observation {
  readonly namespace: string;
  readonly route: RouteId;
  readonly status: number;
  readonly problem?: ProblemType;
  readonly verdict?: Verdict;
}
