import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { toUtf8 } from '@eaap/protocol';
import { ask, raw, served, type Ask, type Served } from './support/gateway.ts';

const EVALUATE = '/v2/actions/evaluate';
const ACTION = { tool: 'crm.lookup', parameters: { customer: 'customer:42' }, environment: 'production' };
const nested = (depth: number): string =>
  `{"action":{"tool":"a","environment":"none","parameters":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}}`;
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? toUtf8(part) : Uint8Array.from(part))));

describe('bad input over HTTP', () => {
  let at: Served;
  before(async () => {
    at = await served();
  });
  after(() => at[Symbol.asyncDispose]());

  const evaluate = (rest: Ask) => ask(at.url, EVALUATE, { key: at.keys.agent, method: 'POST', ...rest });

  const bodies: [name: string, body: Ask, status: number, type: string, detail: RegExp][] = [
    ['no body', { raw: '' }, 400, 'malformed-json', /^The body is empty; this route takes a JSON object\.$/],
    ['text that is not JSON', { raw: 'hello' }, 400, 'malformed-json', /^At line 1, column 1: /],
    ['JSON that ends too soon', { raw: '{"action":' }, 400, 'malformed-json', /line 1, column 11/],
    [
      'a name twice',
      { raw: '{"action":{},"action":{}}' },
      400,
      'malformed-json',
      /A member name occurs twice/,
    ],
    [
      'a name twice under an escape',
      { raw: '{"action":{},"\\u0061ction":{}}' },
      400,
      'malformed-json',
      /occurs twice/,
    ],
    ['more than one value', { raw: '{} {}' }, 400, 'malformed-json', /There is more after the value/],
    [
      'bytes that are not UTF-8',
      { raw: bytes('{"a":"', [0xff, 0xfe], '"}') },
      400,
      'malformed-json',
      /The text is not UTF-8, at line 1, byte 7/,
    ],
    [
      'a byte order mark',
      { raw: bytes([0xef, 0xbb, 0xbf], '{}') },
      400,
      'malformed-json',
      /begins with a byte order mark/,
    ],
    [
      'half a surrogate pair',
      { raw: '{"a":"\\ud800"}' },
      400,
      'malformed-json',
      /surrogate without its other half/,
    ],
    ['an integer beyond 2^53', { raw: '{"a":9007199254740993}' }, 400, 'malformed-json', /beyond 2\^53-1/],
    ['NaN', { raw: '{"a":NaN}' }, 400, 'malformed-json', /line 1, column 6/],
    ['negative zero', { raw: '{"a":-0}' }, 400, 'malformed-json', /Negative zero/],
    ['nesting over 64', { raw: nested(62) }, 400, 'malformed-json', /The nesting is deeper than 64 levels/],
    ['nesting of a hundred thousand', { raw: nested(100_000) }, 400, 'malformed-json', /deeper than 64/],
    ['a list', { json: [] }, 400, 'invalid-request', /^The body must be object\.$/],
    ['a missing member', { json: {} }, 400, 'invalid-request', /^The body lacks the member "action"\.$/],
    [
      'a wrong type',
      { json: { action: { ...ACTION, tool: 7 } } },
      400,
      'invalid-request',
      /^\/action\/tool must be string\.$/,
    ],
    [
      'an unknown member',
      { json: { action: { ...ACTION, admit: true } } },
      400,
      'invalid-request',
      /^\/action has an unknown member "admit"\.$/,
    ],
    [
      '__proto__ as a member',
      { raw: '{"__proto__":{},"action":{}}' },
      400,
      'invalid-request',
      /unknown member "__proto__"/,
    ],
    [
      'an unknown environment',
      { json: { action: { ...ACTION, environment: 'moon' } } },
      400,
      'invalid-request',
      /must be one of none, sandbox, staging, production/,
    ],
    [
      'no content type',
      { raw: '{}', headers: { 'content-type': '' } },
      415,
      'unsupported-media-type',
      /^Send Content-Type: application\/json, in UTF-8\.$/,
    ],
    [
      'a form',
      { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
      /application\/json/,
    ],
    [
      'another charset',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'unsupported-media-type',
      /UTF-8/,
    ],
    [
      'a compressed body',
      { raw: '{}', headers: { 'content-encoding': 'gzip' } },
      415,
      'unsupported-media-type',
      /without Content-Encoding/,
    ],
    [
      'a body of over 1 MiB',
      { raw: `{"a":"${'x'.repeat(1_048_576)}"}` },
      413,
      'payload-too-large',
      /^The body is over 1048576 bytes\.$/,
    ],
  ];
  for (const [name, body, status, type, detail] of bodies) {
    it(`refuses ${name} with ${type}`, async () => {
      const answer = await evaluate(body);
      assert.deepEqual([answer.status, answer.type], [status, type]);
      assert.match(answer.detail, detail);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    });
  }

  it('takes nesting up to the limit, and application/json however it is spelt', async () => {
    const answer = await evaluate({
      json: { action: ACTION },
      headers: { 'content-type': 'Application/JSON ; charset="UTF-8"' },
    });
    assert.equal(answer.status, 200);
    assert.equal((await evaluate({ raw: nested(61) })).type, 'blocked');
  });

  it('stops reading a body without a length at the limit', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
        if (sent > 64 * 1_048_576) controller.close();
      },
    });
    const answer = await fetch(`${at.url}${EVALUATE}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${at.keys.agent}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit).then(
      async (response) => [response.status, ((await response.json()) as { type: string }).type],
      // The server may have closed before the client looked: refused all the same.
      () => [413, 'urn:eaap:problem:payload-too-large'],
    );
    assert.deepEqual(answer, [413, 'urn:eaap:problem:payload-too-large']);
    assert.ok(sent < 16 * 1_048_576, `${sent} bytes were taken`);
  });

  it('says nothing about a body before it knows who asks', async () => {
    for (const body of ['', 'hello', 'x'.repeat(2_000_000)]) {
      const answer = await ask(at.url, EVALUATE, { method: 'POST', raw: body, key: 'nobody' });
      assert.deepEqual([answer.status, answer.type], [401, 'unauthenticated']);
    }
    assert.equal((await ask(at.url, EVALUATE, { raw: 'hello', key: at.keys.auditor })).type, 'forbidden');
  });

  const parameters: [
    name: string,
    path: string,
    rest: (at: Served) => Ask,
    status: number,
    type: string,
    detail: RegExp,
  ][] = [
    [
      'an id that is none',
      '/v2/vault/facts/7',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^id must be of the form/,
    ],
    [
      'an id that is not there',
      '/v2/vault/facts/019c1371-2a40-7000-8000-000000000001',
      ({ keys }) => ({ key: keys.auditor }),
      404,
      'not-found',
      /./,
    ],
    [
      'an evaluation that is not there',
      '/v2/actions/evaluations/019c1371-2a40-7000-8000-000000000001',
      ({ keys }) => ({ key: keys.agent }),
      404,
      'not-found',
      /no such evaluation/,
    ],
    [
      'a limit of nought',
      '/v2/ledger/entries?limit=0',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^limit must be a whole number from 1 to 500\.$/,
    ],
    [
      'a limit that is no number',
      '/v2/ledger/entries?limit=1e2',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^limit must be/,
    ],
    [
      'a cursor that is none',
      '/v2/ledger/entries?cursor=x',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^cursor must be `next` of the page before\.$/,
    ],
    [
      'an evaluation that is no id',
      '/v2/ledger/entries?evaluation=%00',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^evaluation must be the id of one\.$/,
    ],
    [
      'a query parameter twice',
      '/v2/ledger/entries?limit=1&limit=2',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /given twice/,
    ],
    [
      'an unknown query parameter',
      '/v2/ledger/entries?evalution=x',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /it takes cursor, limit, evaluation\.$/,
    ],
    [
      'a missing query parameter',
      '/v2/ledger/proof',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^seq is required\.$/,
    ],
    [
      'an entry beyond the log',
      '/v2/ledger/proof?seq=999999',
      ({ keys }) => ({ key: keys.auditor }),
      404,
      'not-found',
      /^The log has no record 999999\.$/,
    ],
    [
      'sizes the wrong way round',
      '/v2/ledger/consistency?from=2&to=1',
      ({ keys }) => ({ key: keys.auditor }),
      400,
      'invalid-request',
      /^from must not be larger than to\.$/,
    ],
    [
      'a body where none is taken',
      '/v2/control',
      ({ keys }) => ({ key: keys.auditor, method: 'GET' }),
      200,
      '',
      /^$/,
    ],
    [
      'no If-Match',
      '/v2/vault/facts/019c1371-2a40-7000-8000-000000000001/lock',
      ({ keys }) => ({ key: keys.approver, json: { reason: 'r' } }),
      428,
      'precondition-required',
      /^Say which version you mean: If-Match: "<version>"/,
    ],
    [
      'an If-Match that is no version',
      '/v2/vault/facts/019c1371-2a40-7000-8000-000000000001/lock',
      ({ keys }) => ({ key: keys.approver, json: { reason: 'r' }, headers: { 'if-match': '*' } }),
      400,
      'invalid-request',
      /^If-Match must be one version as an entity tag, as in "3"\.$/,
    ],
    [
      'an Idempotency-Key with spaces',
      '/v2/actions/commit',
      ({ keys }) => ({ key: keys.executor, json: {}, headers: { 'idempotency-key': 'a b' } }),
      400,
      'invalid-request',
      /^Idempotency-Key must be of the form/,
    ],
    [
      'a token that is not known',
      '/v2/actions/commit',
      ({ keys }) => ({
        key: keys.executor,
        json: {
          token: 'A'.repeat(43),
          action: ACTION,
          audience: 'a',
          confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
        },
      }),
      404,
      'invalid-token',
      /No evaluation can be committed with this token/,
    ],
    [
      'a manifest under another name',
      '/v2/manifests/other.tool',
      ({ keys }) => ({
        key: keys.admin,
        method: 'PUT',
        json: {
          v: 1,
          tool: 'crm.lookup',
          version: '1',
          description: 'd',
          effects: [{ effect: 'compute' }],
          parameters: {},
        },
      }),
      422,
      'invalid-manifest',
      /The path names another tool than the manifest/,
    ],
  ];
  for (const [name, path, rest, status, type, detail] of parameters) {
    it(`answers ${name} with ${status} ${type}`, async () => {
      const answer = await ask(at.url, path, rest(at));
      assert.deepEqual([answer.status, answer.type], [status, type]);
      assert.match(answer.detail, detail);
    });
  }

  it('refuses a policy that does not load, and keeps the one in force', async () => {
    const key = at.keys.admin;
    const { body: before } = await ask(at.url, '/v2/policy', { key });
    const policy = before['policy'] as { rules: object[] };
    const rule = { id: 'broken', description: 'd', when: 'action.', outcome: 'block' };
    const answer = await ask(at.url, '/v2/policy', {
      key,
      method: 'PUT',
      json: { ...policy, rules: [rule] },
    });
    assert.deepEqual([answer.status, answer.type], [422, 'invalid-policy']);
    assert.match(answer.detail, /broken/);
    assert.deepEqual((await ask(at.url, '/v2/policy', { key })).body, before);
  });

  it('takes a key only as a bearer of the Authorization header', async () => {
    const control = (headers: Record<string, string>) => ask(at.url, '/v2/control', { headers });
    assert.equal((await control({ authorization: `Bearer ${at.keys.admin}` })).status, 200);
    for (const authorization of [
      at.keys.admin,
      `Basic ${btoa(`admin:${at.keys.admin}`)}`,
      `Bearer ${at.keys.admin} x`,
      'Bearer',
      'Bearer ',
    ]) {
      assert.equal((await control({ authorization })).status, 401, authorization.slice(0, 12));
    }
    assert.equal((await control({ 'x-api-key': at.keys.admin })).status, 401);
    assert.equal((await ask(at.url, `/v2/control?key=${at.keys.admin}`)).status, 401);
  });

  it('answers what is no HTTP with a problem, and closes', async () => {
    for (const [sent, detail] of [
      ['hello\r\n\r\n', /This is not an HTTP request that can be read/],
      [
        `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
        /The headers are over 16384 bytes/,
      ],
      [
        'GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
        /not an HTTP request/,
      ],
    ] as const) {
      const answer = await raw(at.url, sent);
      assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
      assert.match(answer, /Content-Type: application\/problem\+json/i);
      assert.match(answer, /"type":"urn:eaap:problem:invalid-request"/);
      assert.match(answer, detail);
    }
    assert.equal((await ask(at.url, '/livez')).status, 200);
  });

  it('logs one line a request, without keys, bodies, ids or queries', async () => {
    at.lines.length = 0;
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await ask(at.url, `${EVALUATE}?customer=4711`, {
      key: at.keys.agent,
      json: { action: { ...ACTION, intent: 'for jane@example.com' } },
      headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    });
    await ask(at.url, '/v2/vault/facts/019c1371-2a40-7000-8000-00000000beef', { key: at.keys.auditor });
    await ask(at.url, '/secret/path');
    const lines = at.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ method, route, status, problem }) => [method, route, status, problem]),
      [
        ['POST', 'evaluate', 400, 'invalid-request'],
        ['GET', 'fact', 404, 'not-found'],
        ['GET', null, 404, 'not-found'],
      ],
    );
    assert.equal(lines[0]?.['trace'], trace);
    assert.doesNotMatch(at.lines.join(''), /eaap_default|jane|4711|beef|secret|customer/);
  });

  it('survives all of it', async () => {
    assert.equal((await ask(at.url, '/readyz')).status, 200);
    assert.equal((await evaluate({ json: { action: ACTION } })).status, 200);
  });
});
