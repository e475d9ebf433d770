import { NOTHING } from '../actors/routes.ts';
import { actions } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext, Send } from '../types.ts';

const json = { 'content-type': 'application/json' };

/** Requests that are wrong in a parameter or in the body, on routes that ask for a role. */
const WRONG: readonly (readonly [what: string, method: string, path: string, send: Send])[] = [
  ['a body that is no JSON', 'POST', '/v2/actions/evaluate', { body: '{', headers: json }],
  [
    'a body of another type',
    'POST',
    '/v2/vault/store',
    { body: 'x', headers: { 'content-type': 'text/plain' } },
  ],
  ['a body of another schema', 'PUT', '/v2/policy', { body: { v: 9 } }],
  ['a body of two megabytes', 'PUT', '/v2/trust', { body: 'x'.repeat(2_000_000), headers: json }],
  ['no version', 'POST', `/v2/vault/facts/${NOTHING}/lock`, { body: { reason: 'conformance' } }],
  ['an id that is none', 'GET', '/v2/vault/facts/none', {}],
  ['a query nobody knows', 'GET', '/v2/keys?order=id', {}],
  ['a limit that is none', 'GET', '/v2/ledger/entries?limit=-1', {}],
];

export const strangersFirst: Check = {
  id: 'http.strangers-first',
  requirements: ['EAAP-0013-004'],
  title: 'Whoever has no key or no role learns nothing of what else is wrong with the request.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    for (const [what, method, path, { body, headers = {} }] of WRONG) {
      const request = { method, path, headers, ...(body === undefined ? {} : { body }) };
      t.answered(`${what} without a key`, await t.sut.request(request), 401, 'unauthenticated');
      const as: Caller = path.startsWith('/v2/actions') ? 'auditor' : 'executor';
      const known = await world.send(as, method, path, { headers, ...(body === undefined ? {} : { body }) });
      t.answered(`${what} without a role`, known, 403, 'forbidden');
    }
  },
};

export const contentEncoding: Check = {
  id: 'http.content-encoding',
  requirements: ['EAAP-0013-005'],
  title: 'A body in a content coding is refused, whether or not it really is.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const body = { action: actions.read() };
    for (const coding of ['gzip', 'deflate', 'br', 'x-unknown', 'gzip, identity']) {
      const answer = await world.send('agent', 'POST', '/v2/actions/evaluate', {
        body,
        headers: { 'content-encoding': coding },
      });
      t.answered(`an action in ${coding}`, answer, 415, 'unsupported-media-type');
    }
    const plain = await world.send('agent', 'POST', '/v2/actions/evaluate', {
      body,
      headers: { 'content-encoding': 'identity' },
    });
    t.require('The action is admissible in no coding', plain.status === 200, {
      got: plain.text.slice(0, 200),
    });
  },
};

export const bodyWhereNone: Check = {
  id: 'http.body-where-none',
  requirements: ['EAAP-0013-006'],
  title: 'A body on a route that takes none is refused, and what was asked is not done.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const request = { principal: 'spare', owner: 'sara', roles: ['auditor' as const] };
    const { credential } = (await world.credential(request)).body;
    const path = `/v2/keys/${credential.id}/revoke`;
    for (const [what, body] of Object.entries({
      'an object': '{}',
      'a text': 'x',
      'a reason': '{"reason":"x"}',
    })) {
      const answer = await world.send('admin', 'POST', path, { body, headers: json });
      t.answered(`a revocation with ${what} for a body`, answer, 400, 'invalid-request');
    }
    const revoked = await world.send<{ revoked_at?: unknown }>('admin', 'POST', path);
    t.answered('the revocation without one', revoked, 200);
    const again = await world.send('admin', 'POST', `/v2/keys/${NOTHING}/revoke`);
    t.answered('the revocation of a key nobody has', again, 404, 'not-found');
  },
};

export const traceparent: Check = {
  id: 'http.traceparent',
  requirements: ['EAAP-0013-007'],
  title: 'A valid traceparent comes back with the answer; one that is not valid does not.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const path = '/livez';
    const ask = async (sent: string): Promise<string | undefined> =>
      (await t.sut.request({ method: 'GET', path, headers: { traceparent: sent } })).headers['traceparent'];
    const valid = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    t.equal('the traceparent answered', await ask(valid), valid);
    for (const invalid of [
      valid.toUpperCase(),
      valid.slice(0, -1),
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      'x',
    ])
      t.expect(`another than ${invalid}`, (await ask(invalid)) !== invalid);
  },
};
