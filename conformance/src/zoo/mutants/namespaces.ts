import type { Mutant } from '../types.ts';
import { editing } from './lib/body.ts';
import { twisted, withBody, type Seen } from './lib/wire.ts';

const namespaceOf = ({ key }: Seen): string => /^Bearer eaap_(.+)_[\w-]{43}$/.exec(key)?.[1] ?? '';
const read = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.clone().json()) as Record<string, unknown>;

/**
 * Namespaces that were made right after one another, nothing having been stored in between: what they share is what a
 * gateway shares between all of its namespaces, and no two checks see anything of each other.
 */
class Twins {
  #last = '';
  readonly #twin = new Map<string, string>();

  note({ path, method, text }: Seen, status: number): void {
    if (method !== 'POST') return;
    if (path === '/v2/vault/store') this.#last = '';
    if (path !== '/v2/namespaces' || status !== 201) return;
    const { namespace } = JSON.parse(text) as { namespace: string };
    if (this.#last !== '') {
      this.#twin.set(namespace, this.#last);
      this.#twin.set(this.#last, namespace);
    }
    this.#last = namespace;
  }

  of(namespace: string): string | undefined {
    return this.#twin.get(namespace);
  }
}

const problem = (type: string, status: number, detail: string): Response =>
  new Response(JSON.stringify({ type: `urn:eaap:problem:${type}`, title: type, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

interface Stored {
  readonly namespace: string;
  readonly value: string;
  readonly entry: unknown;
  readonly text: string;
}

/** Broken in what one namespace is to know of another. */
export const NAMESPACES_MUTANTS: readonly Mutant[] = [
  {
    id: 'named-namespace-ignored',
    breaks: ['EAAP-0001-014'],
    invariant: [4],
    description: 'What a request says of namespace and principal is passed over.',
    expected: ['actors.identity-mismatch'],
    fetch: editing(/\/(?:store|search|evaluate|commit)$/, ({ namespace: _, principal: __, ...body }) => body),
  },
  {
    id: 'foreign-facts-forbidden',
    breaks: ['EAAP-0001-015'],
    invariant: [4],
    description: 'A fact of another namespace is answered as forbidden, which tells that it is there.',
    expected: ['actors.foreign-fact'],
    fetch: twisted(() => {
      const known = new Set<string>();
      return async (seen, next) => {
        const response = await next();
        if (seen.path === '/v2/vault/store' && response.status === 201)
          known.add(
            (await read(response))['fact'] === undefined
              ? ''
              : String(((await read(response))['fact'] as { id: string }).id),
          );
        const asked = /^\/v2\/vault\/facts\/([0-9a-f-]+)/.exec(seen.path)?.[1] ?? '';
        if (response.status !== 404 || !known.has(asked)) return response;
        if (!(await response.clone().text()).includes('problem:not-found')) return response;
        return problem('forbidden', 403, 'This fact belongs to somebody else.');
      };
    }),
  },
  {
    id: 'search-beyond-namespace',
    breaks: ['EAAP-0001-016'],
    invariant: [4],
    description: 'A search by words finds facts of every namespace.',
    expected: ['actors.foreign-search'],
    fetch: twisted(() => {
      const all: Stored[] = [];
      return async (seen, next) => {
        const response = await next();
        if (seen.path === '/v2/vault/store' && response.status === 201) {
          const { fact } = (await read(response)) as { fact: { confidence: number; statement?: string } };
          const entry = { fact, effective_confidence: fact.confidence, relevance: 10_000 };
          all.push({ namespace: namespaceOf(seen), value: '', entry, text: fact.statement ?? '' });
        }
        if (seen.path !== '/v2/vault/search' || response.status !== 200) return response;
        const { query } = JSON.parse(seen.text) as { query?: string };
        const body = (await read(response)) as { snapshot: { facts: unknown[] } };
        const foreign = all.filter(
          ({ namespace, text }) => text !== '' && text === query && namespace !== namespaceOf(seen),
        );
        if (foreign.length === 0) return response;
        const facts = [...foreign.map(({ entry }) => entry), ...body.snapshot.facts];
        return withBody(response, { ...body, snapshot: { ...body.snapshot, facts } });
      };
    }),
  },
  {
    id: 'conflicts-beyond-namespace',
    breaks: ['EAAP-0001-017'],
    invariant: [4],
    description: 'A fact conflicts with those of another namespace.',
    expected: ['actors.foreign-contradiction'],
    fetch: twisted(() => {
      const twins = new Twins();
      const values = new Map<string, string>();
      return async (seen, next) => {
        if (seen.path !== '/v2/vault/store') {
          const response = await next();
          twins.note(seen, response.status);
          return response;
        }
        const own = namespaceOf(seen);
        const { subject, attribute, value } = parsed(seen.text);
        const place = JSON.stringify([subject, attribute]);
        const theirs = values.get(`${twins.of(own) ?? ''} ${place}`);
        if (theirs !== undefined && theirs !== JSON.stringify(value) && !values.has(`${own} ${place}`))
          return problem('conflict', 409, 'There is another value.');
        const response = await next();
        twins.note(seen, response.status);
        if (response.status === 201) values.set(`${own} ${place}`, JSON.stringify(value));
        return response;
      };
    }),
  },
  {
    id: 'grounds-beyond-namespace',
    breaks: ['EAAP-0001-018'],
    invariant: [4],
    description: 'What is ungrounded is allowed where another namespace has the facts.',
    expected: ['actors.foreign-ground'],
    fetch: twisted(() => {
      const twins = new Twins();
      const allowed = new Map<string, Response>();
      return async (seen, next) => {
        const response = await next();
        if (seen.path !== '/v2/actions/evaluate') {
          twins.note(seen, response.status);
          return response;
        }
        const own = namespaceOf(seen);
        if (response.status === 200) allowed.set(`${own} ${seen.text}`, response.clone());
        const theirs = allowed.get(`${twins.of(own) ?? ''} ${seen.text}`);
        const isUngrounded =
          response.status === 403 && (await response.clone().text()).includes('"ungrounded"');
        return isUngrounded && theirs !== undefined ? theirs.clone() : response;
      };
    }),
  },
  {
    id: 'foreign-tokens-known',
    breaks: ['EAAP-0001-019'],
    invariant: [4],
    description: 'The token of another namespace is refused in other words than an unknown one.',
    expected: ['actors.foreign-token'],
    fetch: twisted(() => {
      const issued = new Map<string, string>();
      return async (seen, next) => {
        const response = await next();
        if (seen.path === '/v2/actions/evaluate' && response.status === 200)
          issued.set(String((await read(response))['token']), namespaceOf(seen));
        if (seen.path !== '/v2/actions/commit' || response.status !== 404) return response;
        const { token } = parsed(seen.text);
        const owner = issued.get(String(token)) ?? namespaceOf(seen);
        if (owner === namespaceOf(seen)) return response;
        return problem('invalid-token', 404, 'This token belongs to another namespace.');
      };
    }),
  },
  {
    id: 'log-by-query',
    breaks: ['EAAP-0001-020'],
    invariant: [4],
    description: 'The query says whose log entries are answered.',
    expected: ['actors.foreign-log'],
    fetch: (next) => {
      const admins = new Map<string, string>();
      return async (request) => {
        const url = new URL(request.url);
        const wanted = admins.get(url.searchParams.get('namespace') ?? '');
        if (url.pathname === '/v2/ledger/entries' && wanted !== undefined) {
          url.searchParams.delete('namespace');
          return next(new Request(url, { headers: { authorization: `Bearer ${wanted}` } }));
        }
        const response = await next(request);
        if (url.pathname !== '/v2/namespaces' || response.status !== 201) return response;
        const made = (await response.json()) as { key: string; credential: { namespace: string } };
        admins.set(made.credential.namespace, made.key);
        return withBody(response, made);
      };
    },
  },
];

function parsed(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
