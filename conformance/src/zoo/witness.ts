import { ROUTES, type JudgeInput, type Judgment, type RouteId } from '@eaap/protocol';
import type { EngineParts } from '@eaap/admissibility';
import { judge } from '@eaap/judgment';
import type { Actor } from '@eaap/ledger';
import type { Answer, Call, Handler, ServiceParts } from '@eaap/sdk';
import type { FetchLike } from '../sut/local.ts';
import { frozen } from './memo.ts';
import { HEALTHY, type Mutant } from './types.ts';

/** One question to a handler of the right gateway, and what it answered or threw. */
export interface Handled {
  readonly route: RouteId;
  readonly actor: Actor;
  readonly call: Call;
  readonly ended: { readonly answer: Answer } | { readonly thrown: unknown };
}

/** One exchange with the right gateway. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly response: WireResponse;
}
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}
export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** What the right gateway was asked in the course of one check, in order. */
export interface Trace {
  readonly routes: ReadonlySet<RouteId>;
  readonly handled: readonly Handled[];
  readonly judged: readonly { readonly input: JudgeInput; readonly judgment: Judgment }[];
  readonly exchanged: readonly Exchanged[];
  /** Whether all of it is here: nothing was still running, nothing could not be copied. */
  readonly whole: boolean;
}

/** Of each check that the right gateway passed, what it was asked. */
export type Witness = ReadonlyMap<string, Trace>;

/** Every world is made by these: what they are asked is not worth keeping. */
const MAKING: ReadonlySet<RouteId> = new Set<RouteId>([
  'create-namespace',
  'create-key',
  'set-policy',
  'set-trust',
  'set-manifest',
]);

/** Whether what a route was asked is kept, and not only that it was. */
export const isKept = (route: RouteId): boolean => !MAKING.has(route);

const binary = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('latin1');

export async function wireRequestOf(request: Request): Promise<WireRequest> {
  const { method, url, headers } = request;
  const body = request.body === null ? null : binary(await request.clone().arrayBuffer());
  return { method, url, headers: [...headers], body };
}

export async function wireResponseOf(response: Response): Promise<WireResponse> {
  const { status, headers } = response;
  return { status, headers: [...headers], body: binary(await response.clone().arrayBuffer()) };
}

/** The right gateway, written down: `gateway` is to be opened, `take` is what it was asked since the last time. */
export interface Recorder {
  readonly gateway: Mutant;
  take(): Trace;
}

export function recorder(): Recorder {
  let trace = empty();
  let running = 0;

  async function during<T>(work: () => Promise<T>): Promise<T> {
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  }
  const handler =
    (route: RouteId) =>
    (next: Handler): Handler =>
    async (context, actor, call) => {
      const at = trace;
      at.routes.add(route);
      if (!isKept(route)) return next(context, actor, call);
      const { params, query, headers, body } = call;
      const copy = copied({ actor, call: { params, query, headers, body: body as unknown } }, at);
      const entry: Unended = { route, actor: copy.actor, call: { ...copy.call, route: call.route } };
      at.handled.push(entry as Handled);
      return during(async () => {
        try {
          const answer = await next(context, actor, call);
          entry.ended = { answer: copied(answer, at) };
          return answer;
        } catch (thrown) {
          entry.ended = { thrown };
          throw thrown;
        }
      });
    };
  const judging =
    (next: EngineParts['judge']): EngineParts['judge'] =>
    (input) => {
      const at = trace;
      const copy = copied(input, at);
      const judgment = next(input);
      at.judged.push({ input: copy, judgment: copied(judgment, at) });
      return judgment;
    };
  const answering =
    (next: FetchLike): FetchLike =>
    (asked) => {
      const at = trace;
      return during(async () => {
        const entry: { request: WireRequest; response?: WireResponse } = {
          request: await wireRequestOf(asked),
        };
        at.exchanged.push(entry as Exchanged);
        const response = await next(asked);
        entry.response = await wireResponseOf(response);
        return response;
      });
    };
  const change = (parts: ServiceParts): ServiceParts => ({
    ...parts,
    engine: { ...parts.engine, judge: judging(parts.engine?.judge ?? judge) },
    handlers: Object.fromEntries(ROUTES.map(({ id }) => [id, handler(id)])),
  });
  return {
    gateway: { ...HEALTHY, change, fetch: answering },
    take() {
      const taken = trace;
      if (running > 0) taken.whole = false;
      trace = empty();
      return taken;
    },
  };
}

type Unended = Omit<Handled, 'ended'> & { ended?: Handled['ended'] };

function empty() {
  return {
    routes: new Set<RouteId>(),
    handled: [] as Handled[],
    judged: [] as { input: JudgeInput; judgment: Judgment }[],
    exchanged: [] as Exchanged[],
    whole: true,
  };
}

function copied<T>(value: T, at: { whole: boolean }): T {
  try {
    return frozen(structuredClone(value));
  } catch {
    at.whole = false;
    return value;
  }
}
