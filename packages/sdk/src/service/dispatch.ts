import {
  canonicalize,
  EaapError,
  matches,
  type Clock,
  type Json,
  type ProblemExtras,
  type RouteId,
  type Verdict,
  PROBLEMS,
} from '@eaap/protocol';
import type { Actor } from '@eaap/ledger';
import type { Metrics } from './metrics.ts';
import { withoutPersonalData } from './personal.ts';
import type { Buckets } from './rate.ts';
import { checkVersion, readBody, readParameters, requireRole, routeOf } from './read.ts';
import type {
  Answer,
  DispatchRequest,
  DispatchResponse,
  HandlerContext,
  Handlers,
  ServiceLog,
} from './types.ts';

/** What dispatching needs. Every member can be replaced. */
export interface Dispatcher {
  readonly context: HandlerContext;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: ServiceLog;
  /** The actor a key speaks for; `unauthenticated`, always in the same words, for whatever is wrong with it. */
  authenticate(key: string): Promise<Actor>;
  /** Requests of one credential. */
  readonly requests: Buckets;
  /** Failed attempts to authenticate of one peer. */
  readonly attempts: Buckets;
  readonly checkResponses: boolean;
  /** Expires what is due in a namespace before it is read; never throws. */
  sweep(namespace: string): Promise<void>;
  draining(): boolean;
}

const ANONYMOUS: Actor = { namespace: '', credential: '', principal: '', owner: '', roles: [], sources: [] };

/** Answers one request. Never throws: whatever goes wrong becomes a problem that allows nothing. */
export async function dispatch(dispatcher: Dispatcher, request: DispatchRequest): Promise<DispatchResponse> {
  const seen: { actor: Actor } = { actor: ANONYMOUS };
  let response: DispatchResponse;
  let verdict: Verdict | undefined;
  try {
    const answer = await respond(dispatcher, request, seen);
    response = render(dispatcher, request, answer);
    verdict = request.route === 'evaluate' ? 'ALLOW' : undefined;
  } catch (thrown) {
    const error = EaapError.from(thrown);
    if (error.type === 'internal')
      dispatcher.log({ level: 'error', event: 'failure', ...about(request), ...traceOf(thrown) });
    response = problem(withoutPersonalData(error, dispatcher.context.ledger.detectors));
    if (error.type === 'blocked') verdict = 'BLOCK';
    if (error.type === 'escalated') verdict = 'ESCALATE';
  }
  dispatcher.metrics.observe({
    namespace: seen.actor.namespace,
    route: request.route,
    status: response.status,
    ...(response.problem === undefined ? {} : { problem: response.problem }),
    ...(verdict === undefined ? {} : { verdict }),
  });
  return response;
}

/**
 * The order is the protocol's: nothing is said about a body before it is known who asks and that they may. Which
 * version is spoken anybody may know.
 */
async function respond(
  dispatcher: Dispatcher,
  request: DispatchRequest,
  seen: { actor: Actor },
): Promise<Answer> {
  const route = routeOf(request.route);
  if (dispatcher.draining() && route.id !== 'livez') {
    throw new EaapError('draining', 'The gateway is shutting down. Ask again when it is back.');
  }
  if (route.roles.length > 0) {
    checkVersion(request.headers?.['eaap-version']);
    seen.actor = await identify(dispatcher, request);
    requireRole(route, seen.actor);
  }
  const parameters = readParameters(route, request);
  const body = await readBody(route, seen.actor, request);
  if (route.roles.length > 0) await dispatcher.sweep(seen.actor.namespace);
  return dispatcher.handlers[route.id](dispatcher.context, seen.actor, {
    route,
    ...parameters,
    body: body as never,
  });
}

async function identify(dispatcher: Dispatcher, { key, peer }: DispatchRequest): Promise<Actor> {
  let actor: Actor;
  try {
    actor = await dispatcher.authenticate(key ?? '');
  } catch (error) {
    // Only the failures are bounded: behind a proxy everybody is one peer, and nobody may lock the others out.
    if (peer !== undefined && error instanceof EaapError && error.type === 'unauthenticated') {
      tooMany(dispatcher.attempts.take(peer), 'Too many attempts with keys that are not valid.');
    }
    throw error;
  }
  tooMany(dispatcher.requests.take(actor.credential), 'Too many requests with this key.');
  return actor;
}

function tooMany(waitMs: number, sentence: string): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new EaapError('rate-limited', `${sentence} Wait ${seconds} s.`, { retry_after: seconds });
}

function render(dispatcher: Dispatcher, request: DispatchRequest, answer: Answer): DispatchResponse {
  const route = routeOf(request.route);
  const status = answer.status ?? route.status;
  if (route.response === null) {
    return {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...answer.headers },
      body: answer.text ?? 'ok\n',
    };
  }
  if (dispatcher.checkResponses && !matches(route.response, answer.body)) {
    dispatcher.log({ level: 'error', event: 'invalid-response', ...about(request) });
    throw new EaapError(
      'internal',
      'The gateway made an answer that does not match its own schema, and keeps it back. What was asked may have been done: look before asking again.',
    );
  }
  return {
    status,
    headers: { 'content-type': 'application/json', ...etagOf(answer.body), ...answer.headers },
    body: canonicalize(answer.body as Json),
  };
}

/** The version of what is answered, as an entity tag to be sent back in If-Match. */
function etagOf(body: unknown): Record<string, string> {
  const { version, fact } = (body ?? {}) as { version?: unknown; fact?: { version?: unknown } };
  const found = typeof version === 'number' ? version : fact?.version;
  return typeof found === 'number' ? { etag: `"${found}"` } : {};
}

/** A problem as an answer. */
export function problem(error: EaapError): DispatchResponse {
  const { retry } = PROBLEMS[error.type];
  const after = (error.extras as ProblemExtras & { retry_after?: unknown }).retry_after;
  return {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retry ? { 'retry-after': String(typeof after === 'number' ? after : 1) } : {}),
      ...(error.type === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="eaap"' } : {}),
    },
    body: problemText(error),
    problem: error.type,
  };
}

/** Extras that are not JSON must not cost the answer: the problem is then told without them. */
function problemText(error: EaapError): string {
  try {
    return canonicalize(error.toProblem() as unknown as Json);
  } catch {
    return canonicalize(new EaapError(error.type, error.detail).toProblem() as unknown as Json);
  }
}

const about = ({ route, trace }: DispatchRequest): { route: RouteId; trace?: string } => ({
  route,
  ...(trace === undefined ? {} : { trace }),
});

/** What may be logged of a foreign error: its kind and where it was thrown. Its message could repeat input. */
export function traceOf(thrown: unknown): { error: { name: string; code?: string; frames: string[] } } {
  const chain: Error[] = [];
  for (let at = thrown; at instanceof Error && chain.length < 4; at = at.cause) chain.push(at);
  const [first] = chain;
  const last = chain.at(-1);
  const code = (last as { code?: unknown } | undefined)?.code;
  return {
    error: {
      name: chain.map((error) => error.name).join(' < ') || typeof thrown,
      ...(typeof code === 'string' ? { code } : {}),
      frames: ((last ?? first)?.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 12)
        .map((line) => line.trim()),
    },
  };
}
