import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { ROLES, routesOf } from './routes.ts';

export const withoutRole: Check = {
  id: 'actors.without-role',
  requirements: ['EAAP-0001-012'],
  title: 'Every route refuses a valid key that has none of its roles.',
  grade: 'E1',
  needs: [],
  negative: true,
  // Over a hundred requests, one after the other.
  timeoutMs: 120_000,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const { method, path, roles, body, headers = {} } of routesOf(world, await world.time(-1000)))
      for (const caller of ROLES.filter((role) => !roles.includes(role))) {
        const answer = await world.send(caller, method, path, {
          headers,
          ...(body === undefined ? {} : { body }),
        });
        t.answered(`${method} ${path} as ${caller}`, answer, 403, 'forbidden');
      }
    // That a key with a role is let in shows that the refusals are about roles.
    const search = await world.search({}, 'auditor');
    t.require('A key with a role is let in.', search.status === 200, { got: search.text.slice(0, 300) });
  },
};

export const rolesFromCredential: Check = {
  id: 'actors.roles-from-credential',
  requirements: ['EAAP-0001-012'],
  title: 'What a request says of its own roles gives it none.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const headers = {
      'x-role': 'admin',
      'x-roles': 'admin',
      'x-principal': 'admin',
      'x-forwarded-user': 'admin',
      'x-http-method-override': 'GET',
    };
    const read = await world.send('agent', 'GET', '/v2/policy?role=admin', { headers });
    t.answered('an agent that calls itself admin', read, 403, 'forbidden');
    const body = { scope: 'namespace', reason: 'conformance' };
    const halt = await world.send('executor', 'POST', '/v2/control/halt', { body, headers });
    t.answered('an executor that calls itself admin', halt, 403, 'forbidden');
    const state = await world.send('admin', 'GET', '/v2/control');
    t.require('What is halted can be read.', state.status === 200, { got: state.text.slice(0, 300) });
    t.equal('what is halted', member(state, 'halted'), []);
  },
};

export const roleConflict: Check = {
  id: 'actors.role-conflict',
  requirements: ['EAAP-0001-013'],
  title: 'No credential is made that proposes actions and executes, approves or supports them.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const alone = await world.credential({ principal: 'alone', owner: 'olga', roles: ['agent'] });
    t.require('A credential of an agent alone is made.', alone.status === 201, {
      got: alone.text.slice(0, 300),
    });
    const together = await world.credential({
      principal: 'clerk',
      owner: 'otto',
      roles: ['approver', 'recorder'],
    });
    t.require('A credential without agent may hold two roles.', together.status === 201, {
      got: together.text.slice(0, 300),
    });
    const combinations = [
      ['agent', 'executor'],
      ['agent', 'approver'],
      ['agent', 'recorder'],
      ['executor', 'agent'],
      ['recorder', 'agent'],
      ['agent', 'auditor', 'approver'],
      ['agent', 'executor', 'approver', 'recorder'],
    ] as const;
    for (const roles of combinations) {
      const answer = await world.credential({ principal: 'both', owner: 'olga', roles: [...roles] });
      t.answered(`a credential with ${roles.join(', ')}`, answer, 422, 'role-conflict');
      t.expect('no key is answered', member(answer, 'key') === undefined);
    }
    const keys = await world.send<{ credentials: { principal: string }[] }>('admin', 'GET', '/v2/keys');
    t.require('The credentials can be listed.', keys.status === 200, { got: keys.text.slice(0, 300) });
    const principals = keys.body.credentials.map(({ principal }) => principal);
    t.require('Those that were made are listed.', principals.includes('alone'));
    t.expect('none of the refused is listed', !principals.includes('both'), { got: principals });
  },
};
