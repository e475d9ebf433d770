import type { KeyStore } from '@eaap/store';
import type { Mutant } from '../types.ts';
import { withKeys } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

/** What a request looked like, to be made again. */
const again = async (request: Request): Promise<Request> =>
  new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: await request.clone().arrayBuffer(),
  });

/** A key store that goes on answering from memory. */
function caching(keys: KeyStore): Partial<KeyStore> {
  const kept = new Map<string, unknown>();
  const remember = async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    try {
      const answer = await ask();
      kept.set(name, answer);
      return answer;
    } catch (error) {
      if (kept.has(name)) return kept.get(name) as T;
      throw error;
    }
  };
  return {
    ensure: (...place) => remember(`place ${place.join(' ')}`, () => keys.ensure(...place)),
    find: (...place) => remember(`place ${place.join(' ')}`, () => keys.find(...place)),
    get: (...place) => remember(`kid ${place.join(' ')}`, () => keys.get(...place)),
  };
}

/** Broken in what happens when something fails. */
export const FAILING_MUTANTS: readonly Mutant[] = [
  {
    id: 'problem-of-its-own',
    breaks: ['EAAP-0001-147'],
    invariant: [],
    description: 'A route that does not exist is answered with a problem type that is not on the list.',
    expected: ['failing.problems-at-the-door'],
    fetch: twisted(() => async ({ path }, next) => {
      const response = await next();
      if (!path.startsWith('/v2/nothing')) return response;
      return withBody(response, {
        ...((await response.json()) as object),
        type: 'urn:eaap:problem:no-such-route',
      });
    }),
  },
  {
    id: 'problem-with-another-status',
    breaks: ['EAAP-0001-147'],
    invariant: [],
    description: 'A namespace that is there already is answered with 400.',
    expected: ['actors.without-role', 'actors.namespace-by-another-admin', 'failing.problems-within'],
    fetch: twisted(() => async ({ path }, next) => {
      const response = await next();
      if (path !== '/v2/namespaces' || response.status < 400) return response;
      return withBody(response, await response.json(), 400);
    }),
  },
  {
    id: 'dies-of-a-large-body',
    breaks: ['EAAP-0001-148'],
    invariant: [],
    description: 'Whoever has sent a body over the limit gets no decision any more.',
    expected: ['failing.answers-on'],
    fetch: twisted(() => {
      const dead = new Set<string>();
      return async ({ path, key, text }, next) => {
        if (text.length > 1_048_576) dead.add(key);
        const response = await next();
        return dead.has(key) && path.endsWith('/store') && text.includes('cust-9')
          ? new Response('', { status: 500 })
          : response;
      };
    }),
  },
  {
    id: 'decides-without-log',
    breaks: ['EAAP-0001-149'],
    invariant: [7],
    description: 'While nothing can be logged a decision is made all the same, and answered.',
    expected: ['failing.evaluate-while-log-fails', 'failing.evaluate-while-flush-fails'],
    fetch: twisted(() => {
      const allowed = new Map<string, unknown>();
      return async ({ path, key }, next) => {
        const response = await next();
        if (!path.endsWith('/evaluate')) return response;
        if (response.status === 200) allowed.set(key, await response.clone().json());
        const { type } =
          response.status === 503 ? ((await response.clone().json()) as { type: string }) : { type: '' };
        const isLog = /(log|storage)-(unavailable|full)$/.test(type);
        return isLog && allowed.has(key) ? Response.json(allowed.get(key)) : response;
      };
    }),
  },
  {
    id: 'stores-later',
    breaks: ['EAAP-0001-150'],
    invariant: [6],
    description: 'A store request that failed is made again behind the caller’s back.',
    expected: [
      'failing.nothing-stored-while-log-fails',
      'failing.nothing-stored-while-storage-fails',
      'failing.nothing-stored-while-flush-fails',
      'failing.nothing-stored-while-key-store-fails',
      'failing.nothing-stored-while-detector-fails',
      'failing.no-conflict-while-log-fails',
      'failing.no-conflict-while-flush-fails',
    ],
    fetch: (next) => {
      let pending: Request | undefined;
      return async (request) => {
        const before = pending;
        pending = undefined;
        if (before !== undefined) await next(before);
        const isStore = request.method === 'POST' && request.url.endsWith('/vault/store');
        const copy = isStore ? await again(request) : undefined;
        const response = await next(request);
        if (isStore && response.status === 503) pending = copy;
        return response;
      };
    },
  },
  {
    id: 'goes-on-without-keys',
    breaks: ['EAAP-0001-151'],
    invariant: [3],
    description: 'While the key store fails keys are taken from memory.',
    expected: ['failing.key-store-fails', 'failing.readiness'],
    change: (parts) => withKeys(parts, caching),
  },
  {
    id: 'clock-may-go-back',
    breaks: ['EAAP-0001-152'],
    invariant: [12],
    description: 'A clock that goes back is believed.',
    expected: ['failing.clock-went-back', 'failing.clock-went-back-until-rebased'],
    change: (parts) => ({ ...parts, clockBounds: { lagMs: Number.MAX_SAFE_INTEGER } }),
  },
  {
    id: 'clock-may-leap',
    breaks: ['EAAP-0001-153'],
    invariant: [12],
    description: 'A clock that leaps ahead is believed.',
    expected: ['failing.clock-leapt', 'failing.clock-leapt-until-rebased'],
    change: (parts) => ({ ...parts, clockBounds: { leapMs: Number.MAX_SAFE_INTEGER } }),
  },
];
