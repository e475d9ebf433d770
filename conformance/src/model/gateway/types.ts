import { PROBLEMS } from '../problem.ts';
import type { Json, JsonObject } from '../json.ts';

/** Who asks, as the credential says. */
export interface Asker {
  readonly namespace: string;
  readonly principal: string;
  readonly owner: string;
  readonly roles: readonly string[];
  readonly sources: readonly { readonly kind: string; readonly id: string }[];
}

/** A request, its key already turned into who asks. */
export interface Asked {
  readonly asker: Asker;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly body?: JsonObject;
}

/** Stands for a member that has to be there and whose value nobody can know beforehand. */
export const ANY = '\u0000any';

/** What a request is answered with. Of a problem further members may be there beside those that are named. */
export interface Answered {
  readonly status: number;
  readonly problem: string | null;
  readonly body: Json;
}

/** A record as it has to be, without `v`, `ns` and `prev`. */
export interface Entry {
  readonly seq: number;
  readonly ts: number;
  readonly type: string;
  readonly principal: string;
  readonly object: string | null;
  readonly evaluation: string | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly policy: string | null;
  readonly engine: string | null;
  readonly state_hash: string | null;
  readonly commitment: string | null;
}

/**
 * What cannot be known beforehand and is taken from what came: ids, salts, secrets, the version of the engine. Ids come in
 * the order in which the log names them first.
 */
export interface Oracle {
  id(of: 'fact' | 'conflict' | 'evaluation' | 'escalation' | 'erasure'): string;
  commitment(object: string): string;
  /** A member of the answer, by its path. */
  answered(...path: readonly string[]): Json | undefined;
}

/** Ends a request with a problem. */
export class Refusal extends Error {
  readonly problem: string;
  readonly members: JsonObject;
  constructor(problem: string, members: JsonObject = {}) {
    super(problem);
    this.problem = problem;
    this.members = members;
  }
}

/** A problem as it is answered (RFC-0013 section 6). */
export function problemAnswer(problem: string, members: JsonObject = {}): Answered {
  const [status, title] = PROBLEMS[problem] ?? [0, 'unknown'];
  const type = `urn:eaap:problem:${problem}`;
  return { status, problem, body: { ...members, type, title, status, detail: ANY } };
}

/** A time as it is written on the wire. */
export const wire = (ms: number): string => new Date(ms).toISOString();

export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => inOrder(a.id, b.id);
