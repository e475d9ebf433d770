import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { raw, served, type Served } from './support/gateway.ts';

const HEADS: readonly (readonly [what: string, line: string, host: string])[] = [
  ['a name in the address', 'GET http://user@host/livez HTTP/1.1', 'Host: x'],
  ['a name and a password in the address', 'GET http://user:word@host/livez HTTP/1.1', 'Host: x'],
  ['another scheme', 'GET ftp://host/livez HTTP/1.1', 'Host: x'],
  ['a port there is not', 'GET http://host:99999/livez HTTP/1.1', 'Host: x'],
  ['an asterisk', 'OPTIONS * HTTP/1.1', 'Host: x'],
  ['a tunnel', 'CONNECT host:80 HTTP/1.1', 'Host: x'],
  ['a Host that is none', 'GET /livez HTTP/1.1', 'Host: a@b'],
  ['no Host', 'GET /livez HTTP/1.1', 'X-Other: 1'],
  ['two Hosts', 'GET /livez HTTP/1.1', 'Host: x\r\nHost: y'],
];

describe('heads that no route could answer', () => {
  let at: Served;
  before(async () => {
    at = await served();
  });
  after(() => at[Symbol.asyncDispose]());

  for (const [what, line, host] of HEADS)
    it(`${what} is refused as a problem`, async () => {
      const answer = await raw(at.url, `${line}\r\n${host}\r\nConnection: close\r\n\r\n`);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 400 Bad Request/);
      assert.match(head, /content-type: application\/problem\+json/i);
      assert.equal((JSON.parse(body) as { type: string }).type, 'urn:eaap:problem:invalid-request');
      assert.doesNotMatch(answer, /user@|user:/);
    });

  for (const target of [
    '/v2/x/../policy',
    '/v2/./policy',
    '/v2/%2e/policy',
    '/x/%2E%2e/v2/policy',
    '/livez#x',
    '/v2\\livez',
    'http://host/x/../livez',
  ])
    it(`${target} is a path that no route has`, async () => {
      const answer = await raw(at.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 404 Not Found/);
      assert.equal((JSON.parse(body) as { type: string }).type, 'urn:eaap:problem:not-found');
    });

  for (const [what, headers, sent] of [
    ['a declared length', 'Content-Length: 3', 'abc'],
    ['a length over the limit', 'Content-Length: 2000000', ''],
    ['chunks', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'],
  ] as const)
    it(`a GET with a body of ${what} is refused`, async () => {
      const lines = [
        'GET /.well-known/eaap HTTP/1.1',
        'Host: x',
        'Content-Type: application/json',
        headers,
        'Connection: close',
      ];
      const answer = await raw(at.url, `${lines.join('\r\n')}\r\n\r\n${sent}`);
      assert.match(answer, /^HTTP\/1\.1 400 Bad Request/);
      assert.match(answer, /This route takes no body\./);
    });

  it('an address of its own without a name is answered', async () => {
    const answer = await raw(
      at.url,
      'GET http://host/livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1\.1 200 /);
  });
});
