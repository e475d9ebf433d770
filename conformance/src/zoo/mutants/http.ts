import type { Mutant } from '../types.ts';
import { rewriting, twisted } from './lib/wire.ts';

const DISCOVERY = /^\/\.well-known\/eaap$/;

/** Broken in the HTTP binding. */
export const HTTP_MUTANTS: readonly Mutant[] = [
  {
    id: 'discovery-needs-a-key',
    breaks: ['EAAP-0001-154'],
    invariant: [],
    description: 'What a gateway is it tells nobody without a key.',
    expected: ['http.discovery-checkpoint-key', 'http.discovery'],
    fetch: twisted(() => async ({ path, key }, next) => {
      if (!DISCOVERY.test(path) || !(key === '' || key.endsWith('not-a-key'))) return next();
      return new Response(
        JSON.stringify({ type: 'urn:eaap:problem:unauthenticated', title: '-', status: 401, detail: '-' }),
        { status: 401, headers: { 'content-type': 'application/problem+json' } },
      );
    }),
  },
  {
    id: 'another-checkpoint-key',
    breaks: ['EAAP-0001-154'],
    invariant: [7],
    description: 'The discovery document names no usable checkpoint key.',
    expected: ['http.discovery', 'http.discovery-checkpoint-key'],
    fetch: rewriting(DISCOVERY, (body) => ({ ...body, checkpoint_key: 'eaap.local' })),
  },
  {
    id: 'media-type-guessed',
    breaks: ['EAAP-0001-155'],
    invariant: [],
    description: 'A body that is declared as text or not at all is read as JSON.',
    expected: ['http.media-type'],
    fetch: (next) => (request) => {
      const type = request.headers.get('content-type');
      if (request.body === null || (type !== null && !type.startsWith('text/'))) return next(request);
      const headers = new Headers(request.headers);
      headers.set('content-type', 'application/json');
      return next(new Request(request, { headers }));
    },
  },
];
