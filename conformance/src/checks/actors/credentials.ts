import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';

/** Sends a request for a credential as it is, in form or not. */
const make = (world: World, body: Readonly<Record<string, unknown>>) =>
  world.send('admin', 'POST', '/v2/keys', { body: { principal: 'clerk', owner: 'person-7', ...body } });

async function nothingMade(t: CheckContext, world: World, names: readonly string[]): Promise<void> {
  const keys = await world.send<{ credentials: { principal: string }[] }>('admin', 'GET', '/v2/keys');
  t.require('The credentials can be listed.', keys.status === 200, { got: keys.text.slice(0, 300) });
  const made = keys.body.credentials.map(({ principal }) => principal);
  t.expect('none of the refused is listed', !names.some((name) => made.includes(name)), { got: made });
}

export const ownerless: Check = {
  id: 'actors.key-without-owner',
  requirements: ['EAAP-0016-001'],
  title: 'No credential is made for which nobody answers.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const right = await make(world, { principal: 'owned', roles: ['auditor'] });
    t.require('A credential with an owner is made.', right.status === 201, { got: right.text.slice(0, 300) });
    for (const [what, body] of [
      ['no owner', { principal: 'clerk', roles: ['auditor'] }],
      ['an empty owner', { principal: 'clerk', owner: '', roles: ['auditor'] }],
      ['null for an owner', { principal: 'clerk', owner: null, roles: ['auditor'] }],
    ] as const)
      t.answered(what, await world.send('admin', 'POST', '/v2/keys', { body }), 400, 'invalid-request');
    await nothingMade(t, world, ['clerk']);
  },
};

export const agentAlone: Check = {
  id: 'actors.agent-stands-alone',
  requirements: ['EAAP-0016-002'],
  title: 'No credential is made that proposes actions and administers or audits.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const roles of [
      ['agent', 'admin'],
      ['admin', 'agent'],
      ['agent', 'auditor'],
      ['auditor', 'admin', 'agent'],
    ])
      t.answered(`a credential with ${roles.join(', ')}`, await make(world, { roles }), 422, 'role-conflict');
    await nothingMade(t, world, ['clerk']);
  },
};

export const personalNames: Check = {
  id: 'actors.personal-names',
  requirements: ['EAAP-0016-003'],
  title: 'No credential is made with a card number or social security number for a name.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const opaque = await make(world, { principal: '4111111111111112', roles: ['auditor'] });
    t.require('Other digits are a name.', opaque.status === 201, { got: opaque.text.slice(0, 300) });
    for (const name of ['4111111111111111', '219-09-9999'])
      for (const member of ['principal', 'owner']) {
        const answer = await make(world, { [member]: name, roles: ['auditor'] });
        t.answered(`${member} ${name.length} characters of personal data`, answer, 400, 'invalid-request');
      }
    await nothingMade(t, world, ['4111111111111111', '219-09-9999']);
  },
};

export const pastExpiry: Check = {
  id: 'actors.key-expired-at-birth',
  requirements: ['EAAP-0016-004'],
  title: 'No credential is made that has expired already.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const later = await make(world, {
      principal: 'later',
      roles: ['auditor'],
      expires_at: await world.time(60_000),
    });
    t.require('One that expires later is made.', later.status === 201, { got: later.text.slice(0, 300) });
    for (const ms of [-1, -1000, -86_400_000]) {
      const answer = await make(world, { roles: ['auditor'], expires_at: await world.time(ms) });
      t.answered(`one that expired ${-ms} ms ago`, answer, 400, 'invalid-request');
    }
    await nothingMade(t, world, ['clerk']);
  },
};

export const agentSources: Check = {
  id: 'actors.agent-sources',
  requirements: ['EAAP-0016-005', 'EAAP-0016-006'],
  title: 'An agent asserts itself: asking for more is refused, asking for nothing gives itself.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const own = [{ kind: 'agent', id: 'clerk' }];
    for (const [what, sources] of [
      ['a system', [{ kind: 'system', id: 'crm' }]],
      ['another agent', [{ kind: 'agent', id: 'agent' }]],
      ['every agent', [{ kind: 'agent', id: '*' }]],
      ['itself as a document', [{ kind: 'document', id: 'clerk' }]],
      ['itself and a person', [...own, { kind: 'human', id: 'owner' }]],
    ] as const)
      t.answered(
        `an agent that would assert ${what}`,
        await make(world, { roles: ['agent'], sources }),
        403,
        'source-not-permitted',
      );
    await nothingMade(t, world, ['clerk']);
    for (const more of [{}, { sources: [] }, { sources: own }]) {
      const answer = await make(world, { roles: ['agent'], ...more });
      t.equal('the sources of an agent', member(answer, 'credential', 'sources'), own);
    }
  },
};

export const keyToTheMillisecond: Check = {
  id: 'actors.key-to-the-millisecond',
  requirements: ['EAAP-0016-007'],
  title: 'A key is taken in the millisecond before it expires and refused in the very one.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('admin');
    const now = await t.control.freeze();
    try {
      const ends = now + 5000;
      const made = await make(world, { roles: ['auditor'], expires_at: new Date(ends).toISOString() });
      t.require('A key is made.', made.status === 201, { got: made.text.slice(0, 300) });
      const use = () => t.sut.request({ method: 'GET', path: '/v2/keys', key: String(member(made, 'key')) });
      await t.elapse(4999);
      t.answered('in the millisecond before', await use(), 200);
      await t.elapse(1);
      t.answered('in the very millisecond', await use(), 401, 'unauthenticated');
    } finally {
      await t.control.thaw();
    }
  },
};

export const listedKeys: Check = {
  id: 'actors.keys-listed',
  requirements: ['EAAP-0016-008', 'EAAP-0016-009'],
  title: 'Credentials are listed without keys and digests; making and revoking leave a record each.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const made = await make(world, { roles: ['auditor'] });
    t.require('A key is made.', made.status === 201, { got: made.text.slice(0, 300) });
    const key = String(member(made, 'key'));
    const id = String(member(made, 'credential', 'id'));
    const listed = await world.send('admin', 'GET', '/v2/keys');
    t.require('It is listed.', listed.text.includes(id), { got: listed.text.slice(0, 300) });
    t.expect('its key is not', !listed.text.includes(key.slice(-43)));
    t.expect('nor any digest', !/sha256:[0-9a-f]{64}|"[0-9a-f]{64}"/.test(listed.text), {
      got: listed.text.slice(0, 300),
    });
    for (let twice = 0; twice < 2; twice += 1) {
      const revoked = await world.send('admin', 'POST', `/v2/keys/${id}/revoke`);
      t.require('It can be revoked, and again.', revoked.status === 200, { got: revoked.text.slice(0, 300) });
    }
    const { entries } = await world.log();
    const records = entries
      .filter(({ record }) => record.object === `key:${id}`)
      .map(({ record }) => record.type);
    t.equal('the records of the key', records, ['key.created', 'key.revoked']);
  },
};

export const checks = [
  ownerless,
  agentAlone,
  personalNames,
  pastExpiry,
  agentSources,
  keyToTheMillisecond,
  listedKeys,
];
