import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EaapError, manualClock, ROUTES, seededEntropy, type RouteId } from '@eaap/protocol';
import { Gateway, HANDLERS, Service, setUp, type DispatchRequest } from '@eaap/sdk';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import { createBuckets } from '../src/service/rate.ts';
import { START, world } from './support/gateway.ts';

async function ask(
  service: Service,
  request: DispatchRequest,
): Promise<{ status: number; type: string; detail: string; body: Record<string, unknown> }> {
  const answer = await service.dispatch(request);
  const json = answer.headers['content-type']?.includes('json') === true;
  const body = json ? (JSON.parse(answer.body) as Record<string, unknown>) : {};
  return {
    status: answer.status,
    type: String(body['type'] ?? '').replace('urn:eaap:problem:', ''),
    detail: String(body['detail'] ?? ''),
    body,
  };
}

const json = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('dispatch', () => {
  it('has a handler for every route and no other', () => {
    assert.deepEqual(Object.keys(HANDLERS).sort(), ROUTES.map((route) => route.id).sort());
  });

  it('answers a handler that throws something foreign as internal, and logs it without its message', async () => {
    await using at = await world({
      handlers: {
        control: () => async () => {
          throw new TypeError('secret customer:42');
        },
      },
    });
    const answer = await ask(at.service, { route: 'control', key: at.credentials.keys.admin, trace: 'abc' });
    assert.deepEqual([answer.status, answer.type], [503, 'internal']);
    assert.equal(answer.detail, 'The gateway failed. Nothing was allowed and nothing was half-written.');
    const [event] = at.events;
    assert.equal(event?.event, 'failure');
    assert.deepEqual([event?.route, event?.trace, event?.error?.name], ['control', 'abc', 'TypeError']);
    assert.ok((event?.error?.frames.length ?? 0) > 0);
    assert.doesNotMatch(JSON.stringify(at.events), /secret|customer:42/);
  });

  it('keeps back an answer that does not match its schema', async () => {
    await using at = await world({
      handlers: { control: () => async () => ({ body: { halted: 'customer:42' } }) },
    });
    const answer = await ask(at.service, { route: 'control', key: at.credentials.keys.admin });
    assert.deepEqual([answer.status, answer.type], [503, 'internal']);
    assert.match(answer.detail, /does not match its own schema/);
    assert.equal(at.events[0]?.event, 'invalid-response');
  });

  it('tells a problem without its extras when they are not JSON', async () => {
    await using at = await world({
      handlers: {
        control: () => async () => {
          throw new EaapError('conflict', 'It contradicts.', { at: undefined });
        },
      },
    });
    const answer = await ask(at.service, { route: 'control', key: at.credentials.keys.admin });
    assert.deepEqual([answer.status, answer.type, answer.detail], [409, 'conflict', 'It contradicts.']);
  });

  it('reads a body only after it is known who asks and that they may', async () => {
    await using at = await world();
    let read = 0;
    const body = async (): Promise<Uint8Array> => {
      read++;
      return new Uint8Array();
    };
    assert.equal((await ask(at.service, { route: 'evaluate', key: 'nobody', body })).type, 'unauthenticated');
    assert.equal(
      (await ask(at.service, { route: 'evaluate', key: at.credentials.keys.auditor, body })).type,
      'forbidden',
    );
    assert.equal(
      (await ask(at.service, { route: 'evaluate', key: at.credentials.keys.agent, body })).type,
      'unsupported-media-type',
    );
    assert.equal(read, 0);
  });

  it('answers whatever is wrong with a key in the same words', async () => {
    await using at = await world();
    const { keys } = at.credentials;
    const { credential, key: revoked } = await at.gateway.createKey({
      principal: 'gone',
      owner: 'operator',
      roles: ['auditor'],
    });
    await at.gateway.revokeKey(credential.id);
    const { key: expired } = await at.gateway.createKey({
      principal: 'late',
      owner: 'operator',
      roles: ['auditor'],
      expires_at: new Date(at.clock.now() + 1000).toISOString(),
    });
    assert.equal((await ask(at.service, { route: 'control', key: expired })).status, 200);
    at.clock.advance(1000);
    const flipped = `${keys.auditor.slice(0, -1)}${keys.auditor.endsWith('A') ? 'B' : 'A'}`;
    const elsewhere = keys.auditor.replace('eaap_default_', 'eaap_system_');
    const nowhere = keys.auditor.replace('eaap_default_', 'eaap_nowhere_');
    const seen = new Set<string>();
    for (const key of [
      '',
      'x',
      flipped,
      elsewhere,
      nowhere,
      revoked,
      expired,
      'é'.repeat(40),
      'A'.repeat(100_000),
    ]) {
      const answer = await ask(at.service, { route: 'control', key });
      assert.equal(answer.status, 401, key.slice(0, 60));
      seen.add(JSON.stringify(answer.body));
    }
    assert.equal(seen.size, 1);
    assert.match([...seen].join(), /A valid key is required: send one that is neither expired nor revoked/);
  });

  it('names the role that is missing', async () => {
    await using at = await world();
    const answer = await ask(at.service, { route: 'erase', key: at.credentials.keys.recorder, ...json({}) });
    assert.deepEqual([answer.status, answer.type], [403, 'forbidden']);
    assert.equal(answer.detail, 'This needs the role admin; the credential holds recorder.');
  });

  it('lets each role do exactly what the route table says', async () => {
    await using at = await world();
    const reached = (route: RouteId, key: string) =>
      // Without a body and parameters: whoever may is refused for those, whoever may not is refused for the role.
      at.service.dispatch({ route, key }).then((answer) => answer.problem !== 'forbidden');
    for (const route of ROUTES.filter((entry) => entry.roles.length > 0)) {
      for (const [role, key] of Object.entries(at.credentials.keys)) {
        assert.equal(
          await reached(route.id, key),
          route.roles.includes(role as 'agent'),
          `${role} on ${route.id}`,
        );
      }
    }
  });

  it('refuses a version it does not speak, before it looks at the key', async () => {
    await using at = await world();
    const { admin } = at.credentials.keys;
    const asked = (version: string, key?: string) =>
      ask(at.service, { route: 'control', headers: { 'eaap-version': version }, ...(key ? { key } : {}) });
    assert.equal((await asked('2.0', admin)).status, 200);
    for (const version of ['1.0', '2.1', '3.0', '2', '02.0', '2.0.0', '', 'latest'])
      assert.equal((await asked(version, admin)).type, 'unsupported-version', version);
    const stranger = await asked('3.0');
    assert.deepEqual([stranger.status, stranger.body['supported']], [400, ['2.0']]);
    const open = await ask(at.service, { route: 'discovery', headers: { 'eaap-version': '3.0' } });
    assert.equal(open.status, 200);
  });

  it('refuses a body that names another namespace or principal', async () => {
    await using at = await world();
    const action = { tool: 'crm.lookup', parameters: { customer: 'customer:42' }, environment: 'production' };
    const key = at.credentials.keys.agent;
    const other = await ask(at.service, { route: 'evaluate', key, ...json({ action, namespace: 'other' }) });
    assert.deepEqual([other.status, other.type], [403, 'identity-mismatch']);
    assert.equal(
      other.detail,
      'The body names another namespace than the credential. Leave it out, or use a key of that namespace.',
    );
    assert.equal(other.body['pointer'], '/namespace');
    const boss = await ask(at.service, { route: 'evaluate', key, ...json({ action, principal: 'boss' }) });
    assert.deepEqual([boss.type, boss.body['pointer']], ['identity-mismatch', '/principal']);
    const same = await ask(at.service, {
      route: 'evaluate',
      key,
      ...json({ action, namespace: 'default', principal: 'agent' }),
    });
    assert.equal(same.status, 200);
  });

  it('bounds the requests of one credential, and failed attempts of one peer', async () => {
    await using at = await world({
      requestRate: { perSecond: 1, burst: 2 },
      attemptRate: { perSecond: 1, burst: 2 },
    });
    const key = at.credentials.keys.auditor;
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await at.service.dispatch({ route: 'control', key })).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    const limited = await at.service.dispatch({ route: 'control', key });
    assert.equal(limited.headers['retry-after'], '1');
    assert.match(limited.body, /Too many requests with this key\. Wait 1 s\./);
    assert.equal(
      (await at.service.dispatch({ route: 'control', key: at.credentials.keys.admin })).status,
      200,
      'another credential',
    );

    const attempts = [];
    for (let i = 0; i < 3; i++)
      attempts.push((await at.service.dispatch({ route: 'control', key: 'x', peer: '127.0.0.1' })).status);
    assert.deepEqual(attempts, [401, 401, 429]);
    const valid = { route: 'control', key: at.credentials.keys.approver, peer: '127.0.0.1' } as const;
    assert.equal((await at.service.dispatch(valid)).status, 200, 'a valid key behind the same proxy');
    assert.equal(
      (await at.service.dispatch({ route: 'control', key: 'x', peer: '127.0.0.2' })).status,
      401,
      'another peer',
    );
    at.clock.advance(1000);
    assert.equal((await at.service.dispatch({ route: 'control', key })).status, 200);
    assert.equal((await at.service.dispatch({ route: 'control', key: 'x', peer: '127.0.0.1' })).status, 401);
  });

  it('answers draining once it drains, lets what runs end, and closes once', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered = (): void => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    await using at = await world({
      handlers: {
        control: (next) => async (context, actor, call) => {
          entered();
          await held;
          return next(context, actor, call);
        },
      },
    });
    const running = at.service.dispatch({ route: 'control', key: at.credentials.keys.admin });
    await inside;
    const closing = at.service.close();
    const refused = await at.service.dispatch({ route: 'control', key: at.credentials.keys.admin });
    assert.deepEqual(
      [refused.status, refused.problem, refused.headers['retry-after']],
      [503, 'draining', '1'],
    );
    assert.equal((await at.service.dispatch({ route: 'livez' })).status, 200);
    release();
    assert.equal((await running).status, 200);
    await closing;
    await at.service.close();
  });

  it('says why it is not ready', async () => {
    let broken = false;
    await using at = await world({
      fault: (point) => {
        if (broken && point === 'commit') throw new Error('disk');
      },
    });
    assert.equal((await at.service.dispatch({ route: 'readyz' })).status, 200);
    broken = true;
    const answer = await ask(at.service, { route: 'readyz' });
    assert.deepEqual([answer.status, answer.type], [503, 'storage-unavailable']);
    broken = false;
    assert.equal((await at.service.dispatch({ route: 'readyz' })).status, 200);
  });

  it('counts by namespace, and shows a namespace its own counters only', async () => {
    await using at = await world();
    await at.service.dispatch({ route: 'control', key: at.credentials.keys.auditor });
    await at.service.dispatch({ route: 'keys', key: at.credentials.system });
    const own = await at.service.dispatch({ route: 'metrics', key: at.credentials.keys.auditor });
    assert.match(
      own.body,
      /^eaap_requests_total\{namespace="default",route="control",status="200",problem=""\} 1$/m,
    );
    assert.doesNotMatch(own.body, /namespace="system"/);
    const all = await at.service.dispatch({ route: 'metrics', key: at.credentials.system });
    assert.match(all.body, /namespace="system",route="keys"/);
    assert.match(all.body, /namespace="default",route="control"/);
  });
});

describe('a service put together by hand', () => {
  it('works in memory, and is set up once', async () => {
    const entropy = seededEntropy('by hand');
    const clock = manualClock(START);
    const store = await openSqlite({ path: ':memory:' });
    const service = await Service.compose({
      store,
      keys: memoryKeyStore({ entropy, clock }),
      clock,
      entropy,
    });
    const { keys } = await setUp(service);
    const action = {
      tool: 'crm.lookup',
      parameters: { customer: 'customer:42' },
      environment: 'production',
    } as const;
    assert.equal((await Gateway.over(service, { keys }).evaluate({ action })).evaluation.verdict, 'ALLOW');
    await assert.rejects(setUp(service), /already-exists: This gateway was set up already/);
    await service.close();
  });

  it('answers for its key store when that fails', async () => {
    let broken = false;
    await using at = await world({
      wrap: ({ store, keys }) => ({
        store,
        keys: new Proxy(keys, {
          get(target, name: keyof typeof keys) {
            if (broken && name !== 'close')
              throw new EaapError('key-store-unavailable', 'It does not answer.');
            return target[name].bind(target);
          },
        }),
      }),
    });
    broken = true;
    const fact = {
      subject: 's',
      attribute: 'a',
      value: 1,
      source: { kind: 'system', id: 'x', observed_at: '2026-01-31T09:00:00.000Z' },
    };
    const stored = await ask(at.service, {
      route: 'store',
      key: at.credentials.keys.recorder,
      ...json(fact),
    });
    assert.deepEqual([stored.status, stored.type], [503, 'key-store-unavailable']);
    assert.equal((await ask(at.service, { route: 'readyz' })).type, 'key-store-unavailable');
    broken = false;
    assert.equal((await ask(at.service, { route: 'readyz' })).status, 200);
  });
});

describe('a token bucket', () => {
  it('lets a burst through, then one at a time, and forgets the name unused for longest', () => {
    const clock = manualClock(0);
    const buckets = createBuckets({ perSecond: 10, burst: 2 }, clock, 2);
    assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('a')], [0, 0, 100]);
    clock.advance(99);
    assert.equal(buckets.take('a'), 1);
    clock.advance(1);
    assert.equal(buckets.take('a'), 0);
    buckets.take('b');
    buckets.take('c');
    assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 0], 'a starts full again');
  });
});
