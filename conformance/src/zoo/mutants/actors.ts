import { authenticate, type Actor, type Ledger } from '@eaap/ledger';
import { EaapError } from '@eaap/protocol';
import type { ReadTx } from '@eaap/store';
import type { Mutant } from '../types.ts';
import { inClear, over, withHandler, withTx } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

/** Reads credentials as if something had not happened to them. */
const forgetting =
  (member: 'expires_at' | 'revoked_at'): NonNullable<Mutant['change']> =>
  (parts) =>
    withTx(parts, {
      read: (tx) => {
        const get = async (table: string, key: never): Promise<unknown> => {
          const row: unknown = await tx.get(table as 'credentials', key);
          return table === 'credentials' && row !== undefined ? { ...(row as object), [member]: null } : row;
        };
        return over(tx, { get: get as ReadTx['get'] });
      },
    });

/** Another way from a key to an actor. */
const authenticating =
  (
    change: (right: () => Promise<Actor>, key: string, ledger: Ledger) => Promise<Actor>,
  ): NonNullable<Mutant['change']> =>
  (parts) => ({
    ...parts,
    authenticate: (ledger, key) => change(() => authenticate(ledger, key), key, ledger),
  });

/** Broken in who acts, and with what right. */
export const ACTORS_MUTANTS: readonly Mutant[] = [
  {
    id: 'metrics-for-everybody',
    breaks: ['EAAP-0001-008'],
    invariant: [],
    description: 'The counters are answered without a key.',
    expected: ['actors.without-key'],
    fetch: twisted(
      () =>
        async ({ path, key }, next) =>
          path === '/metrics' && key === '' ? new Response('eaap_up 1\n', { status: 200 }) : next(),
    ),
  },
  {
    id: 'key-in-query',
    breaks: ['EAAP-0001-008'],
    invariant: [],
    description: 'A key is taken from the query, where it ends up in logs.',
    expected: ['actors.wrong-credentials'],
    fetch: (next) => (request) => {
      const key = new URL(request.url).searchParams.get('key');
      if (key === null || request.headers.has('authorization')) return next(request);
      return next(new Request(request.url, { headers: { authorization: `Bearer ${key}` } }));
    },
  },
  {
    id: 'keys-never-expire',
    breaks: ['EAAP-0001-008'],
    invariant: [],
    description: 'A key is taken after it has expired.',
    expected: ['actors.expired-key', 'actors.same-refusal', 'actors.key-to-the-millisecond'],
    change: forgetting('expires_at'),
  },
  {
    id: 'keys-never-revoked',
    breaks: ['EAAP-0001-010'],
    invariant: [],
    description: 'A key is taken after it was revoked.',
    expected: ['actors.revoked-key', 'actors.same-refusal'],
    change: forgetting('revoked_at'),
  },
  {
    id: 'keys-remembered',
    breaks: ['EAAP-0001-010'],
    invariant: [],
    description: 'Whom a key speaks for is remembered for a while, its revocation notwithstanding.',
    expected: ['actors.revoked-key', 'actors.key-to-the-millisecond'],
    change: (parts) => {
      const known = new Map<string, { actor: Actor; until: number }>();
      return authenticating(async (right, key, ledger) => {
        const { clock } = ledger.parts;
        const there = known.get(key);
        if (there !== undefined && clock.now() < there.until) return there.actor;
        const actor = await right();
        known.set(key, { actor, until: clock.now() + 500 });
        return actor;
      })(parts);
    },
  },
  {
    id: 'says-why-a-key-is-bad',
    breaks: ['EAAP-0001-009'],
    invariant: [],
    description: 'A key that is none is refused in other words than one that was never made.',
    expected: ['actors.same-refusal'],
    change: authenticating(async (right, key) => {
      if (/^eaap_[a-z0-9-]+_[\w-]{43}$/.test(key)) return right();
      throw new EaapError('unauthenticated', 'This is not a key.');
    }),
  },
  {
    id: 'keys-in-clear',
    breaks: ['EAAP-0001-011'],
    invariant: [3],
    description: 'A key is kept in clear, to be shown again.',
    expected: ['actors.key-not-stored'],
    change: (parts) =>
      withHandler(parts, 'create-key', (next) => async (context, actor, call) => {
        const answer = await next(context, actor, call);
        const { key } = answer.body as { key: string };
        const { store, clock } = context.ledger.parts;
        await inClear(store, actor.namespace, key.slice(-43), clock.now());
        return answer;
      }),
  },
  {
    id: 'tokens-in-clear',
    breaks: ['EAAP-0001-011'],
    invariant: [3],
    description: 'An execution token is kept in clear beside its evaluation.',
    expected: ['actors.token-not-stored'],
    change: (parts) =>
      withHandler(parts, 'evaluate', (next) => async (context, actor, call) => {
        const answer = await next(context, actor, call);
        const { token } = answer.body as { token: string };
        const { store, clock } = context.ledger.parts;
        await inClear(store, actor.namespace, token, clock.now());
        return answer;
      }),
  },
  {
    id: 'auditors-change-policies',
    breaks: ['EAAP-0001-012'],
    invariant: [],
    description: 'Who may only read may do what an admin does.',
    expected: ['actors.without-role'],
    change: authenticating(async (right) => {
      const actor = await right();
      return actor.roles.includes('auditor') ? { ...actor, roles: [...actor.roles, 'admin'] } : actor;
    }),
  },
  {
    id: 'roles-from-headers',
    breaks: ['EAAP-0001-012'],
    invariant: [],
    description: 'A header says which role somebody has.',
    expected: ['actors.roles-from-credential'],
    fetch: (next) => {
      const admins = new Map<string, string>();
      return async (request) => {
        const key = request.headers.get('authorization') ?? '';
        const namespace = /^Bearer eaap_(.+)_[\w-]{43}$/.exec(key)?.[1] ?? '';
        const isMade = new URL(request.url).pathname === '/v2/namespaces';
        if (request.headers.get('x-role') === 'admin' && admins.has(namespace)) {
          const headers = new Headers(request.headers);
          headers.set('authorization', `Bearer ${admins.get(namespace) ?? ''}`);
          return next(new Request(request, { headers }));
        }
        const response = await next(request);
        if (!isMade || response.status !== 201) return response;
        const made = (await response.json()) as { key: string; credential: { namespace: string } };
        admins.set(made.credential.namespace, made.key);
        return withBody(response, made);
      };
    },
  },
  {
    id: 'roles-kept-together',
    breaks: ['EAAP-0001-013'],
    invariant: [],
    description: 'A credential that must not hold its roles together is made with the first of them.',
    expected: ['actors.role-conflict', 'actors.agent-stands-alone'],
    change: (parts) =>
      withHandler(parts, 'create-key', (next) => (context, actor, call) => {
        const { body } = call as { body: { roles: string[] } };
        const conflicts = body.roles.includes('agent') && body.roles.length > 1;
        const made = conflicts ? { ...body, roles: body.roles.slice(0, 1) } : body;
        return next(context, actor, { ...(call as object), body: made } as never);
      }),
  },
];
