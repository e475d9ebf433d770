import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ROUTES } from '@eaap/protocol';
import { ask, served, type Served } from './support/gateway.ts';

const ID = '019c1371-2a40-7000-8000-000000000001';
const pathOf = (path: string): string => path.replace('{id}', ID).replace('{tool}', 'crm.lookup');

describe('the routes over HTTP', () => {
  let at: Served;
  before(async () => {
    at = await served();
  });
  after(() => at[Symbol.asyncDispose]());

  it('all answer, and those that need a key say so', async () => {
    for (const { id, method, path, roles } of ROUTES) {
      const { status, type, headers } = await ask(at.url, pathOf(path), { method });
      assert.equal(status, roles.length === 0 ? 200 : 401, id);
      if (roles.length === 0) continue;
      assert.equal(type, 'unauthenticated', id);
      assert.equal(headers.get('www-authenticate'), 'Bearer realm="eaap"', id);
    }
  });

  it('answer other methods with 405 and the methods there are', async () => {
    for (const { id, method, path } of ROUTES) {
      const allow = ROUTES.filter((route) => route.path === path).map((route) => route.method);
      const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
        (other) => !allow.includes(other as 'GET'),
      );
      for (const other of others) {
        const { status, type, detail, headers } = await ask(at.url, pathOf(path), {
          method: other,
          key: at.keys.admin,
        });
        assert.deepEqual([status, type], [405, 'method-not-allowed'], `${other} ${id}`);
        assert.ok(headers.get('allow')?.split(', ').includes(method), id);
        assert.match(detail, /^This route answers /);
      }
    }
  });

  it('answer HEAD as GET, without the body', async () => {
    const { status, text, headers } = await ask(at.url, '/.well-known/eaap', { method: 'HEAD' });
    assert.deepEqual([status, text], [200, '']);
    assert.equal(headers.get('content-type'), 'application/json');
  });

  it('answer what is not there with a problem, without repeating it', async () => {
    for (const path of [
      '/',
      '/v2',
      '/v2/vault/store/',
      '/v1/vault/store',
      '/v2/vault/facts/a/b/c',
      '/%00',
      '/..%2f..%2fetc%2fpasswd',
    ]) {
      const { status, type, text } = await ask(at.url, path, { key: at.keys.admin });
      assert.deepEqual([status, type], [404, 'not-found'], path);
      assert.match(text, /There is no such route\. \/\.well-known\/eaap says what is here/);
      assert.doesNotMatch(text, /passwd|v1/);
    }
  });

  it('say what the gateway is', async () => {
    const { body } = await ask(at.url, '/.well-known/eaap');
    assert.deepEqual(
      [body['protocol'], body['version'], body['profile'], body['capabilities']],
      ['eaap', '2.0', 'cooperative', []],
    );
    assert.match(String(body['checkpoint_key']), /^eaap\.local\+[0-9a-f]{8}\+/);
  });

  it('forbid keeping, framing and guessing on every answer, and allow no other origin', async () => {
    for (const path of ['/livez', '/v2/control', '/nothing']) {
      const { headers } = await ask(at.url, path, { headers: { origin: 'https://example.com' } });
      assert.equal(headers.get('cache-control'), 'no-store', path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; frame-ancestors 'none'",
        path,
      );
      assert.equal(headers.get('access-control-allow-origin'), null, path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  it('carry the trace they were asked under, and begin one where there is none to read', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    assert.equal(
      (await ask(at.url, '/livez', { headers: { traceparent } })).headers.get('traceparent'),
      traceparent,
    );
    for (const bad of ['x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `01-${traceparent.slice(3)}`]) {
      const begun = (await ask(at.url, '/livez', { headers: { traceparent: bad } })).headers.get(
        'traceparent',
      );
      assert.match(begun ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      assert.notEqual(begun, bad);
    }
  });

  it('give versions as entity tags that If-Match takes', async () => {
    const fact = {
      subject: 'customer:7',
      attribute: 'tier',
      value: 'gold',
      source: { kind: 'system', id: 'crm', observed_at: '2026-01-31T09:00:00.000Z' },
    };
    const stored = await ask(at.url, '/v2/vault/store', { key: at.keys.recorder, json: fact });
    assert.equal(stored.status, 201);
    assert.equal(stored.headers.get('etag'), '"1"');
    const { id } = stored.body['fact'] as { id: string };
    const lock = (etag: string) =>
      ask(at.url, `/v2/vault/facts/${id}/lock`, {
        key: at.keys.approver,
        json: { reason: 'Agreed.' },
        headers: { 'if-match': etag },
      });
    const stale = await lock('"7"');
    assert.deepEqual([stale.status, stale.type], [412, 'version-mismatch']);
    const locked = await lock('"1"');
    assert.deepEqual([locked.status, locked.headers.get('etag')], [200, '"2"']);
    const again = await ask(at.url, '/v2/vault/store', { key: at.keys.recorder, json: fact });
    assert.equal(again.status, 200);
  });

  it('keep one namespace from another', async () => {
    const made = await ask(at.url, '/v2/namespaces', {
      key: at.system,
      json: { namespace: 'other', admin: 'admin', owner: 'somebody' },
    });
    assert.equal(made.status, 201);
    const { key: admin } = made.body as { key: string };
    const auditor = await ask(at.url, '/v2/keys', {
      key: admin,
      json: { principal: 'auditor', owner: 'somebody', roles: ['auditor'] },
    });
    const { key } = auditor.body as { key: string };
    const fact = {
      subject: 'customer:8',
      attribute: 'tier',
      value: 'gold',
      source: { kind: 'system', id: 'crm', observed_at: '2026-01-31T09:00:00.000Z' },
    };
    const stored = await ask(at.url, '/v2/vault/store', { key: at.keys.recorder, json: fact });
    const { id } = stored.body['fact'] as { id: string };
    assert.equal((await ask(at.url, `/v2/vault/facts/${id}`, { key: at.keys.auditor })).status, 200);
    const foreign = await ask(at.url, `/v2/vault/facts/${id}`, { key });
    assert.deepEqual([foreign.status, foreign.type], [404, 'not-found']);
    const search = await ask(at.url, '/v2/vault/search', { key, json: { subject: 'customer:8' } });
    assert.deepEqual((search.body['snapshot'] as { facts: unknown[] }).facts, []);
    const refused = await ask(at.url, '/v2/namespaces', {
      key: admin,
      json: { namespace: 'third', admin: 'a', owner: 'b' },
    });
    assert.deepEqual(
      [refused.status, refused.type, refused.detail],
      [403, 'forbidden', 'Only an admin of the namespace system makes a namespace.'],
    );
  });
});
