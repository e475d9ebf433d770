import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { routesOf } from './routes.ts';

/** Sends a request with a key, or with what stands in its place. */
const present = (t: CheckContext, key: string | undefined, path = '/v2/manifests'): Promise<SutAnswer> =>
  t.sut.request({ method: 'GET', path, ...(key === undefined ? {} : { key }) });

/** A key of the right form that was never made. */
const invented = (t: CheckContext, namespace: string): string =>
  `eaap_${namespace}_${Buffer.from(t.random.bytes(32)).toString('base64url')}`;

export const withoutKey: Check = {
  id: 'actors.without-key',
  requirements: ['EAAP-0001-008'],
  title:
    'Every route with roles answers a request without a key, and one with an invented key, with unauthenticated.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const key = invented(t, world.namespace);
    for (const { method, path, body, headers = {} } of routesOf(world, await world.time(-1000))) {
      const request = { method, path, headers, ...(body === undefined ? {} : { body }) };
      const name = `${method} ${path}`;
      t.answered(`${name} without a key`, await t.sut.request(request), 401, 'unauthenticated');
      t.answered(
        `${name} with an invented key`,
        await t.sut.request({ ...request, key }),
        401,
        'unauthenticated',
      );
    }
  },
};

export const wrongCredentials: Check = {
  id: 'actors.wrong-credentials',
  requirements: ['EAAP-0001-008'],
  title: 'Whatever is presented in the place of a valid key is unauthenticated.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const other = await t.world({ bare: true });
    const key = await world.key('auditor');
    const valid = await present(t, key, '/v2/policy');
    t.require('The key is valid.', valid.status === 200, { got: valid.text.slice(0, 300) });
    const secret = key.slice(-43);
    const flipped = secret.slice(0, 5) + (secret[5] === 'A' ? 'B' : 'A') + secret.slice(6);
    const headers: Readonly<Record<string, string>> = {
      'another scheme': `Basic ${Buffer.from(`auditor:${key}`).toString('base64')}`,
      'a scheme alone': 'Bearer',
      'the key without a scheme': key,
      'the secret alone': `Bearer ${secret}`,
      'the key cut short': `Bearer ${key.slice(0, -1)}`,
      'the key and one more character': `Bearer ${key}A`,
      'the key with one character changed': `Bearer ${key.slice(0, -43)}${flipped}`,
      'the secret under another namespace': `Bearer eaap_${other.namespace}_${secret}`,
      'the secret under the namespace system': `Bearer eaap_system_${secret}`,
      'the secret under a namespace that is not there': `Bearer eaap_nowhere_${secret}`,
      'an empty secret': `Bearer eaap_${world.namespace}_`,
      'a quote': `Bearer eaap_${world.namespace}_' OR '1'='1`,
    };
    for (const [name, authorization] of Object.entries(headers)) {
      const answer = await t.sut.request({ method: 'GET', path: '/v2/policy', headers: { authorization } });
      t.answered(name, answer, 401, 'unauthenticated');
    }
    const inQuery = await t.sut.request({ method: 'GET', path: `/v2/policy?key=${key}&access_token=${key}` });
    t.answered('the key in the query', inQuery, 401, 'unauthenticated');
  },
};

/** A credential and its key; required. */
async function made(t: CheckContext, world: World, expiresIn?: number): Promise<{ id: string; key: string }> {
  const answer = await world.credential({
    principal: `p-${t.random.word()}`,
    owner: 'conformance',
    roles: ['auditor'],
    ...(expiresIn === undefined ? {} : { expires_at: await world.time(expiresIn) }),
  });
  t.require('A key is made.', answer.status === 201 && typeof answer.body.key === 'string', {
    got: answer.text.slice(0, 300),
  });
  return { id: answer.body.credential.id, key: answer.body.key };
}

const revoke = (world: World, id: string): Promise<SutAnswer> =>
  world.send('admin', 'POST', `/v2/keys/${id}/revoke`);

export const sameRefusal: Check = {
  id: 'actors.same-refusal',
  requirements: ['EAAP-0001-009'],
  title: 'Malformed, unknown, expired and revoked keys are refused in the same words.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const expiring = await made(t, world, 700);
    const early = await present(t, expiring.key);
    t.require('A key is valid before it expires.', early.status !== 401, { got: early.text.slice(0, 300) });
    const revoked = await made(t, world);
    const done = await revoke(world, revoked.id);
    t.require('A key is revoked.', done.status === 200, { got: done.text.slice(0, 300) });
    await t.elapse(1200);
    const keys: Readonly<Record<string, string>> = {
      malformed: 'not-a-key',
      'malformed, with a prefix': `eaap_${world.namespace}_short`,
      unknown: invented(t, world.namespace),
      'unknown, of a namespace that is not there': invented(t, 'nowhere-at-all'),
      expired: expiring.key,
      revoked: revoked.key,
    };
    const seen: Record<string, unknown> = {};
    for (const [name, key] of Object.entries(keys)) {
      const answer = await present(t, key);
      t.answered(`a key that is ${name}`, answer, 401, 'unauthenticated');
      seen[name] = [member(answer, 'type'), member(answer, 'detail')];
    }
    for (const name of Object.keys(keys))
      t.equal(`type and detail for a key that is ${name}`, seen[name], seen['unknown']);
  },
};

export const expired: Check = {
  id: 'actors.expired-key',
  requirements: ['EAAP-0001-008'],
  title: 'A key is refused once it has expired.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { key } = await made(t, world, 700);
    const before = await present(t, key, '/v2/keys');
    t.require('A key is valid before it expires.', before.status === 200, { got: before.text.slice(0, 300) });
    await t.elapse(1200);
    t.answered('a key after it expired', await present(t, key, '/v2/keys'), 401, 'unauthenticated');
  },
};

export const revoked: Check = {
  id: 'actors.revoked-key',
  requirements: ['EAAP-0001-010'],
  title: 'A key is refused from the answer to its revocation on.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [first, second] = [await made(t, world), await made(t, world)];
    const use = (key: string): Promise<SutAnswer> => present(t, key, '/v2/keys');
    for (const { key } of [first, second]) {
      const before = await use(key);
      t.require('A key is valid before it is revoked.', before.status === 200, {
        got: before.text.slice(0, 300),
      });
    }
    const answer = await revoke(world, first.id);
    t.answered('the revocation', answer, 200);
    // All at once, so that none of many workers or caches still takes it.
    const uses = await Promise.all(Array.from({ length: 8 }, () => use(first.key)));
    for (const used of uses) t.answered('a revoked key', used, 401, 'unauthenticated');
    const search = await t.sut.request({
      method: 'POST',
      path: '/v2/vault/search',
      key: first.key,
      body: {},
    });
    t.answered('a revoked key on another route', search, 401, 'unauthenticated');
    t.answered('a key that was not revoked', await use(second.key), 200);
  },
};
