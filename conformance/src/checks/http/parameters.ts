import { NOTHING } from '../actors/routes.ts';
import { actions } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext } from '../types.ts';

const QUERIES: readonly (readonly [Caller, string])[] = [
  ['auditor', '/v2/ledger/entries?order=desc'],
  ['auditor', '/v2/ledger/entries?Limit=1'],
  ['auditor', '/v2/ledger/entries?limit=1&limit=2'],
  ['auditor', '/v2/ledger/entries?limit=1&limit=1'],
  ['auditor', '/v2/ledger/entries?cursor=0&%63ursor=1'],
  ['auditor', '/v2/ledger/proof?seq=0&size=1'],
  ['auditor', '/v2/escalations?state=pending'],
  ['admin', '/v2/policy?version=1'],
  ['admin', '/v2/keys?limit=1'],
  ['admin', '/livez?verbose'],
];

export const unknownQuery: Check = {
  id: 'http.unknown-query',
  requirements: ['EAAP-0013-008'],
  title: 'A query parameter that the route does not have, or that is there twice, is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    for (const [as, path] of QUERIES)
      t.answered(`GET ${path}`, await world.send(as, 'GET', path), 400, 'invalid-request');
    const known = await world.send('auditor', 'GET', '/v2/ledger/entries?limit=1&cursor=0');
    t.answered('a query of parameters that the route has', known, 200);
  },
};

const FORMS: readonly (readonly [Caller, string])[] = [
  ...['0', '501', '-1', '+1', '01', '1.0', '1e1', '', '%201', 'ten'].map(
    (limit) => ['auditor', `/v2/ledger/entries?limit=${limit}`] as const,
  ),
  ...['-1', '01', '1e1', 'x', '9007199254740992'].map(
    (cursor) => ['auditor', `/v2/ledger/entries?cursor=${cursor}`] as const,
  ),
  ...['', '-1', 'first'].map((seq) => ['auditor', `/v2/ledger/proof?seq=${seq}`] as const),
  ['auditor', '/v2/ledger/proof'],
  ['auditor', '/v2/ledger/consistency?from=1'],
  ['auditor', '/v2/ledger/consistency?from=2&to=1'],
  ['auditor', '/v2/escalations?status=open'],
  ['auditor', '/v2/escalations?cursor=none'],
  ['auditor', '/v2/vault/facts/none'],
  ['auditor', `/v2/vault/facts/${NOTHING.toUpperCase()}`],
];

/** Entity tags that do not name one version. */
const TAGS = ['1', '*', 'W/"1"', '"1", "2"', '"01"', '"0"', '""', '"one"', "'1'", '"1'] as const;

export const parameterForms: Check = {
  id: 'http.parameter-forms',
  requirements: ['EAAP-0013-009'],
  title: 'Parameters in path, query and headers that are not of their form are refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    for (const [as, path] of FORMS)
      t.answered(`GET ${path}`, await world.send(as, 'GET', path), 400, 'invalid-request');
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const lock = (tag: string) =>
      world.send('approver', 'POST', `/v2/vault/facts/${fact.id}/lock`, {
        body: { reason: 'conformance' },
        headers: { 'if-match': tag },
      });
    for (const tag of TAGS) t.answered(`If-Match: ${tag}`, await lock(tag), 400, 'invalid-request');
    const current = await world.fact(fact.id);
    t.equal('the version of the fact after them', current.body.version, fact.version);
    for (const key of ['', 'a b', 'a/b', 'a=b', 'a'.repeat(129)]) {
      const headers = { 'idempotency-key': key };
      const answer = await world.send('executor', 'POST', '/v2/actions/commit', { body: {}, headers });
      t.answered(`Idempotency-Key: ${key.slice(0, 20)}`, answer, 400, 'invalid-request');
    }
    t.answered('one version as an entity tag', await lock(`"${fact.version}"`), 200);
  },
};

export const etags: Check = {
  id: 'http.etags',
  requirements: ['EAAP-0013-010'],
  title: 'A fact, a conflict and an escalation are answered with their version as an entity tag.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const locked = await world.change('lock', fact.id, fact.version);
    t.require('The fact is locked', locked.status === 200, { got: locked.text.slice(0, 200) });
    const other = await world.stored({ subject: 'order-2', attribute: 'status', value: 'paid' });
    const conflict = await world.contradicted(other, 'open');
    const { escalation } = await world.escalated(actions.send());
    const paths: readonly (readonly [string, string])[] = [
      [`/v2/vault/facts/${fact.id}`, 'a fact that was locked'],
      [`/v2/vault/facts/${other.id}`, 'a disputed fact'],
      [`/v2/vault/conflicts/${conflict.id}`, 'a conflict'],
      [`/v2/escalations/${escalation}`, 'an escalation'],
    ];
    for (const [path, what] of paths) {
      const answer = await world.send<{ version?: unknown }>('approver', 'GET', path);
      t.require(`${what} is answered`, answer.status === 200, { got: answer.text.slice(0, 200) });
      t.equal(`ETag of ${what}`, answer.headers['etag'], `"${String(answer.body.version)}"`);
    }
  },
};
