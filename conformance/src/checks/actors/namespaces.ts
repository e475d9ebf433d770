import { actions } from '../fixtures/index.ts';
import { evaluationOf, member, reasonOf } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { NOTHING } from './routes.ts';

/** What an answer says, without the id that was asked for: the caller knows that one. */
const saying = (answer: SutAnswer, id: string): unknown => ({
  status: answer.status,
  type: member(answer, 'type'),
  detail: String(member(answer, 'detail')).replaceAll(id, 'it'),
});

export const identityMismatch: Check = {
  id: 'actors.identity-mismatch',
  requirements: ['EAAP-0001-014'],
  title: 'A request that names another namespace or principal than its credential is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const action = actions.read();
    const store = async (namespace: string): Promise<SutAnswer> =>
      world.send('recorder', 'POST', '/v2/vault/store', {
        body: {
          namespace,
          subject: `s-${t.random.word()}`,
          attribute: 'note',
          value: 1,
          source: { kind: 'system', id: 'registry', observed_at: await world.time(-1000) },
        },
      });
    const evaluate = (who: Record<string, string>): Promise<SutAnswer> =>
      world.send('agent', 'POST', '/v2/actions/evaluate', { body: { action, ...who } });
    const own = [
      await store(world.namespace),
      await world.search({ namespace: world.namespace }),
      await evaluate({ namespace: world.namespace, principal: 'agent' }),
    ];
    t.require(
      'A request may name its own namespace and principal.',
      own.every(({ status }) => status < 300),
      { got: own.map(({ text }) => text.slice(0, 200)) },
    );
    for (const namespace of [other.namespace, 'system', 'not-there']) {
      const refused = 'identity-mismatch';
      t.answered(`a store request that names ${namespace}`, await store(namespace), 403, refused);
      t.answered(`a search that names ${namespace}`, await world.search({ namespace }), 403, refused);
      t.answered(`an evaluation that names ${namespace}`, await evaluate({ namespace }), 403, refused);
    }
    for (const principal of ['stranger', 'admin', 'nobody'])
      t.answered(
        `an evaluation that names the principal ${principal}`,
        await evaluate({ principal }),
        403,
        'identity-mismatch',
      );
    const { token } = await world.allowed(action);
    const confirmation_key = world.confirmationKey;
    const commit = { token, action, audience: 'target', confirmation_key, namespace: other.namespace };
    const committed = await world.send('executor', 'POST', '/v2/actions/commit', { body: commit });
    t.answered('a commit that names another namespace', committed, 403, 'identity-mismatch');
    const there = await other.search({});
    t.require('The other namespace can be searched.', there.status === 200);
    t.equal('facts in the other namespace', there.body.snapshot.facts, []);
  },
};

export const foreignFact: Check = {
  id: 'actors.foreign-fact',
  requirements: ['EAAP-0001-015'],
  title: 'A fact or conflict of another namespace is answered as one that does not exist.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const fact = await other.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const conflict = await other.contradicted(fact, 'open');
    t.require('The fact is there.', (await other.fact(fact.id)).status === 200);
    const tag = { 'if-match': `"${fact.version}"` };
    const change = (what: string) => (id: string) =>
      world.send('approver', 'POST', `/v2/vault/facts/${id}/${what}`, {
        body: { reason: 'conformance' },
        headers: tag,
      });
    const resolve = (id: string): Promise<SutAnswer> =>
      world.send('approver', 'POST', `/v2/vault/conflicts/${id}/resolve`, {
        body: { resolution: 'keep', reason: 'conformance' },
        headers: { 'if-match': `"${conflict.version}"` },
      });
    const requests: readonly (readonly [string, string, (id: string) => Promise<SutAnswer>])[] = [
      ['a fact read by a recorder', fact.id, (id) => world.fact(id)],
      ['a fact read by an approver', fact.id, (id) => world.fact(id, 'approver')],
      ['a fact read by an auditor', fact.id, (id) => world.fact(id, 'auditor')],
      ['locking a fact', fact.id, change('lock')],
      ['unlocking a fact', fact.id, change('unlock')],
      ['retracting a fact', fact.id, change('retract')],
      ['a conflict', conflict.id, (id) => world.conflict(id)],
      ['resolving a conflict', conflict.id, resolve],
    ];
    for (const [name, id, ask] of requests) {
      const [foreign, absent] = [await ask(id), await ask(NOTHING)];
      t.answered(name, foreign, 404, 'not-found');
      t.equal(`what is said of ${name}`, saying(foreign, id), saying(absent, NOTHING));
    }
  },
};

export const foreignSearch: Check = {
  id: 'actors.foreign-search',
  requirements: ['EAAP-0001-016'],
  title: 'A search finds nothing of another namespace, however it is asked.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const statement = `the parcel is ${t.random.word()}`;
    const input = { subject: 'order-1', attribute: 'status', value: 'paid', statement };
    const theirs = await other.stored(input);
    const conflict = await other.contradicted(theirs, 'open');
    const ours = await world.stored({ ...input, value: 'ours' });
    const asked: readonly Record<string, unknown>[] = [
      {},
      { subject: 'order-1' },
      { attribute: 'status' },
      { subject: 'order-1', attribute: 'status' },
      { query: statement },
      { limit: 200 },
      { as_of: (await world.search({})).body.snapshot.as_of },
    ];
    for (const request of asked) {
      const name = JSON.stringify(request);
      const found = await other.search(request);
      t.require(
        'The other namespace finds its own.',
        found.body.snapshot.facts.some(({ fact }) => fact.id === theirs.id),
        { got: name },
      );
      t.require(
        'And its conflict.',
        found.body.snapshot.conflicts.some(({ id }) => id === conflict.id),
      );
      for (const as of ['auditor', 'agent', 'recorder'] as const) {
        const answer = await world.search(request, as);
        t.answered(`the search ${name} as ${as}`, answer, 200);
        t.equal(
          `facts found by ${name}`,
          answer.body.snapshot.facts.map(({ fact }) => fact.id),
          [ours.id],
        );
        t.equal(`conflicts found by ${name}`, answer.body.snapshot.conflicts, []);
        t.equal('namespace of the snapshot', answer.body.snapshot.namespace, world.namespace);
      }
    }
  },
};

export const foreignContradiction: Check = {
  id: 'actors.foreign-contradiction',
  requirements: ['EAAP-0001-017'],
  title: 'What contradicts only facts of other namespaces is stored, and leaves those as they were.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const theirs = await other.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const locked = await other.stored({ subject: 'order-2', attribute: 'status', value: 'paid' });
    t.require('A fact is locked.', (await other.change('lock', locked.id)).status === 200);
    for (const subject of ['order-1', 'order-2']) {
      const answer = await world.store({ subject, attribute: 'status', value: 'open' });
      t.answered(`another value for ${subject}`, answer, 201);
      t.equal('result', member(answer, 'result'), 'stored');
    }
    const same = await other.store({ subject: 'order-1', attribute: 'status', value: 'open' });
    t.require('Within the namespace it is a conflict.', same.problem === 'conflict', {
      got: same.text.slice(0, 300),
    });
    const search = await world.search({});
    t.require('The namespace can be searched.', search.status === 200);
    t.equal('conflicts of the namespace', search.body.snapshot.conflicts, []);
    const repeated = await world.store({ subject: theirs.subject, attribute: 'color', value: theirs.value });
    t.answered('a value that another namespace has', repeated, 201);
  },
};

const grounded = async (world: World): Promise<void> => {
  await world.stored({ subject: 'cust-1', attribute: 'account', value: 'acct_1' });
  await world.stored({
    subject: 'cust-1',
    attribute: 'refund.limit',
    value: { amount: '5000', currency: 'EUR' },
  });
};

export const foreignGround: Check = {
  id: 'actors.foreign-ground',
  requirements: ['EAAP-0001-018'],
  title: 'A fact of another namespace grounds no parameter.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    await grounded(other);
    await other.allowed(actions.refund());
    const answer = await world.evaluate(actions.refund());
    t.answered('the same action where the facts are not', answer, 403, 'escalated');
    t.equal('verdict', evaluationOf(answer)?.verdict, 'ESCALATE');
    t.equal('gate of the reason', reasonOf(answer, 'ungrounded')?.gate, 'grounding');
    await grounded(world);
    await world.allowed(actions.refund());
  },
};

export const foreignToken: Check = {
  id: 'actors.foreign-token',
  requirements: ['EAAP-0001-019'],
  title: 'The token of another namespace is answered as an unknown one, and is not used up by the attempt.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const action = actions.read();
    const { token } = await other.allowed(action);
    const unknown = Buffer.from(t.random.bytes(32)).toString('base64url');
    const [foreign, invented] = [
      await world.commit({ token, action }),
      await world.commit({ token: unknown, action }),
    ];
    t.answered('a token of another namespace', foreign, 404, 'invalid-token');
    t.equal('what is said of it', saying(foreign, token), saying(invented, unknown));
    const changed = { ...action, parameters: { record: 'rec-2' } };
    const mismatched = await world.commit({ token, action: changed });
    t.equal('what is said of it with another action', saying(mismatched, token), saying(invented, unknown));
    const theirs = await other.commit({ token, action });
    t.require('The token was good where it belongs.', theirs.status === 200, {
      got: theirs.text.slice(0, 300),
    });
    const late = await world.commit({ token, action });
    t.equal('what is said of it once it was redeemed', saying(late, token), saying(invented, unknown));
  },
};

export const foreignLog: Check = {
  id: 'actors.foreign-log',
  requirements: ['EAAP-0001-020'],
  title: 'Log entries are those of the namespace of the credential, however they are asked for.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const { evaluation } = await other.allowed(actions.read());
    const ours = (await world.allowed(actions.read())).evaluation;
    const queries = [
      '',
      `?namespace=${other.namespace}`,
      `?ns=${other.namespace}`,
      '?limit=500',
      `?evaluation=${evaluation.id}`,
      `?evaluation=${ours.id}`,
    ];
    let found = 0;
    for (const as of ['auditor', 'admin'] as const)
      for (const query of queries) {
        const answer = await world.send<{
          entries?: { record: { ns: string; evaluation: string | null } }[];
        }>(as, 'GET', `/v2/ledger/entries${query}`);
        // A parameter that the route does not have may be refused or ignored.
        const entries = (answer.status === 200 ? answer.body.entries : undefined) ?? [];
        found += entries.length;
        const foreign = entries.filter(
          ({ record }) => record.ns !== world.namespace || record.evaluation === evaluation.id,
        );
        t.equal(`foreign entries in the answer to ${query || 'no query'} as ${as}`, foreign, []);
      }
    t.require('There are entries of its own.', found > 0);
    const system = await t.system<{ entries: { record: { ns: string } }[] }>(
      'GET',
      '/v2/ledger/entries?limit=500',
    );
    t.require('The log of `system` can be read.', system.status === 200 && system.body.entries.length > 0);
    const others = system.body.entries.filter(({ record }) => record.ns !== 'system');
    t.equal('entries of other namespaces in the log of system', others, []);
  },
};
