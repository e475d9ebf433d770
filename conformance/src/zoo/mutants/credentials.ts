import { authenticate } from '@eaap/ledger';
import type { Discovery, KeyRequest } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { FetchLike } from '../../sut/local.ts';
import type { Mutant } from '../types.ts';
import { editing } from './lib/body.ts';
import { handling, type Change } from './lib/deciding.ts';
import { over, withEntries, withTx } from './lib/parts.ts';
import { rewriting } from './lib/wire.ts';

/** Requests for credentials that reach the gateway in another form than they were sent in. */
const requesting = (change: (body: JsonObject) => JsonObject): ((next: FetchLike) => FetchLike) =>
  editing(/^\/v2\/keys$/, (body) => change(body as JsonObject));

const rolesOf = (body: JsonObject): readonly Json[] => (Array.isArray(body['roles']) ? body['roles'] : []);

/** A store whose credentials expire this much later than they say. */
const later =
  (ms: number): Change =>
  (parts) =>
    withTx(parts, {
      read: (tx) =>
        over(tx, {
          get: (async (table: string, key: never) => {
            const row = (await tx.get(table as 'credentials', key)) as
              { expires_at?: number | null } | undefined;
            if (table !== 'credentials' || typeof row?.expires_at !== 'number') return row;
            return { ...row, expires_at: row.expires_at + ms };
          }) as typeof tx.get,
        }),
    });

/** Broken gateways of RFC-0016 sections 2 and 7. */
export const CREDENTIAL_MUTANTS: readonly Mutant[] = [
  {
    id: 'owns-itself',
    breaks: ['EAAP-0016-001'],
    invariant: [],
    description: 'Makes a principal its own owner when nobody is named.',
    expected: ['actors.key-without-owner'],
    fetch: requesting((body) => (body['owner'] ? body : { ...body, owner: body['principal'] ?? 'nobody' })),
  },
  {
    id: 'agents-administer',
    breaks: ['EAAP-0016-002'],
    invariant: [],
    description: 'Forbids an agent to execute, approve and record, and lets it administer and audit.',
    expected: ['actors.agent-stands-alone'],
    fetch: requesting((body) => {
      const roles = rolesOf(body);
      const isMild = roles.every((role) => ['agent', 'admin', 'auditor'].includes(String(role)));
      return isMild
        ? { ...body, roles: roles.filter((role) => role !== 'agent' || roles.length === 1) }
        : body;
    }),
  },
  {
    id: 'takes-personal-names',
    breaks: ['EAAP-0016-003'],
    invariant: [1],
    description: 'Takes digits for a name, whatever they are the number of.',
    expected: ['actors.personal-names'],
    fetch: requesting((body) => {
      const opaque = (name: Json | undefined): Json =>
        /^[\d-]{11,16}$/.test(String(name)) ? `n${String(name).length}` : (name ?? null);
      return { ...body, principal: opaque(body['principal']), owner: opaque(body['owner']) };
    }),
  },
  {
    id: 'makes-dead-keys',
    breaks: ['EAAP-0016-004'],
    invariant: [],
    description: 'Takes an expiry that has passed for none.',
    expected: ['actors.key-expired-at-birth'],
    change: handling<KeyRequest>('create-key', ({ call, context, next }) => {
      const { expires_at, ...body } = call.body;
      const isOver = Date.parse(expires_at ?? '9999') <= context.ledger.parts.clock.now();
      return next(isOver ? { call: { ...call, body } } : {});
    }),
  },
  {
    id: 'drops-sources-of-agents',
    breaks: ['EAAP-0016-005'],
    invariant: [2],
    description: 'Drops what an agent may not assert instead of refusing it.',
    expected: ['actors.agent-sources'],
    fetch: requesting(({ sources, ...body }) =>
      rolesOf(body).includes('agent') || sources === undefined ? body : { ...body, sources },
    ),
  },
  {
    id: 'agents-assert-what-they-asked-for',
    breaks: ['EAAP-0001-022', 'EAAP-0016-005'],
    invariant: [2],
    description: 'Makes a credential of an agent with the sources that were asked for.',
    expected: ['ledger.agent-sources', 'actors.agent-sources'],
    change: (parts) => {
      const asked = new Map<string, KeyRequest['sources']>();
      const changed = handling<KeyRequest>('create-key', async ({ call, next }) => {
        const { sources, ...body } = call.body;
        if (sources === undefined || !body.roles.includes('agent')) return next();
        const answer = await next({ call: { ...call, body } });
        const made = answer.body as { credential: { id: string } };
        asked.set(made.credential.id, sources);
        return { ...answer, body: { ...made, credential: { ...made.credential, sources } } };
      })(parts);
      return {
        ...changed,
        authenticate: async (ledger, key) => {
          const actor = await authenticate(ledger, key);
          return { ...actor, sources: asked.get(actor.credential) ?? actor.sources };
        },
      };
    },
  },
  {
    id: 'agents-without-sources',
    breaks: ['EAAP-0016-006'],
    invariant: [2],
    description: 'Answers an agent that it may assert nothing.',
    expected: ['actors.agent-sources'],
    change: handling('create-key', async ({ next }) => {
      const answer = await next();
      const body = answer.body as { credential: { roles: string[] } };
      if (!body.credential.roles.includes('agent')) return answer;
      return { ...answer, body: { ...body, credential: { ...body.credential, sources: [] } } };
    }),
  },
  {
    id: 'keys-last-a-millisecond-longer',
    breaks: ['EAAP-0016-007'],
    invariant: [12],
    description: 'Takes a key in the millisecond in which it expires.',
    expected: ['actors.key-to-the-millisecond'],
    change: later(1),
  },
  {
    id: 'lists-digests-of-keys',
    breaks: ['EAAP-0016-008'],
    invariant: [3],
    description: 'Lists credentials with the digests of their keys.',
    expected: ['actors.keys-listed'],
    fetch: rewriting(/^\/v2\/keys$/, (body) => {
      const { credentials } = body;
      if (!Array.isArray(credentials)) return body;
      const digest = `sha256:${'ab'.repeat(32)}`;
      return { credentials: (credentials as JsonObject[]).map((one) => ({ ...one, digest })) };
    }),
  },
  {
    id: 'makes-keys-in-silence',
    breaks: ['EAAP-0016-009'],
    invariant: [7],
    description: 'Records the making of a key as something else.',
    expected: ['actors.keys-listed'],
    change: (parts) =>
      withEntries(parts, ({ type }) => (type === 'key.revoked' ? { type: 'key.created' } : {})),
  },
  {
    id: 'namespaces-by-every-admin',
    breaks: ['EAAP-0016-010'],
    invariant: [4],
    description: 'Lets every admin make namespaces.',
    expected: ['actors.namespace-by-another-admin'],
    change: handling('create-namespace', ({ actor, next }) =>
      next({ actor: { ...actor, namespace: 'system' } }),
    ),
  },
  {
    id: 'speaks-every-version',
    breaks: ['EAAP-0016-019'],
    invariant: [],
    description: 'Ignores which version of the protocol is asked for.',
    expected: ['actors.versions'],
    fetch: (next) => (request) => {
      const headers = new Headers(request.headers);
      headers.delete('eaap-version');
      return next(new Request(request, { headers }));
    },
  },
  {
    id: 'refuses-to-name-a-version',
    breaks: ['EAAP-0016-020'],
    invariant: [],
    description: 'Refuses whatever version is asked for, its own included.',
    expected: ['actors.versions'],
    fetch: (next) => (request) => {
      if (!request.headers.has('eaap-version')) return next(request);
      const headers = new Headers(request.headers);
      headers.set('eaap-version', 'none');
      return next(new Request(request, { headers }));
    },
  },
  {
    id: 'delegates-by-word',
    breaks: ['EAAP-0016-021'],
    invariant: [],
    description: 'Names a capability without the one it needs.',
    expected: ['actors.capabilities'],
    change: handling('discovery', async ({ next }) => {
      const answer = await next();
      const body = answer.body as Discovery;
      return { ...answer, body: { ...body, capabilities: [...body.capabilities, 'delegation'] } };
    }),
  },
];
