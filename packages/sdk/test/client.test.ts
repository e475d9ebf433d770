import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { Gateway, GatewayUnreachable, type ConnectOptions, type UnreachableKind } from '@eaap/sdk';

const KEY = `eaap_default_${'k'.repeat(43)}`;

/** A server that answers as it is told, and what was asked of it. */
async function answering(answer: (response: ServerResponse, request: IncomingMessage, n: number) => void) {
  const asked: { method: string; url: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    request.resume();
    request.on('end', () => answer(response, request, asked.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = (options: Partial<ConnectOptions> = {}) =>
    Gateway.connect({ url, key: KEY, timeoutMs: 2000, ...options });
  return {
    asked,
    gateway,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type }).end(body);
};

const problemText = (type: string, status: number, rest: object = {}): string =>
  JSON.stringify({ type: `urn:eaap:problem:${type}`, title: 'T', status, detail: 'What happened.', ...rest });

const COMMIT = {
  token: 't'.repeat(43),
  action: { tool: 'crm.lookup', parameters: {}, environment: 'none' },
  audience: 'crm',
  confirmation_key: 'c'.repeat(43),
} as const;

const unreachable =
  (kind: UnreachableKind, message: RegExp, sent = true) =>
  (error: unknown) => {
    assert.ok(error instanceof GatewayUnreachable, String(error));
    assert.deepEqual([error.kind, error.sent], [kind, sent]);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, new RegExp(KEY));
    return true;
  };

describe('a gateway at a URL', () => {
  it('becomes the error it answers, with everything it says', async () => {
    await using server = await answering((response) =>
      send(
        response,
        409,
        'application/problem+json',
        problemText('state-drift', 409, { changed: ['fact:7'] }),
      ),
    );
    await assert.rejects(server.gateway().commit(COMMIT), (error) => {
      assert.ok(error instanceof EaapError);
      assert.deepEqual(
        [error.type, error.status, error.detail, error.extras],
        ['state-drift', 409, 'What happened.', { changed: ['fact:7'] }],
      );
      return true;
    });
    assert.equal(server.asked[0]?.headers.authorization, `Bearer ${KEY}`);
  });

  for (const [name, status, type, body, message] of [
    ['an HTML page with status 200', 200, 'text/html', '<h1>Welcome</h1>', /with something else than JSON/],
    [
      'an HTML page with status 502',
      502,
      'text/html',
      '<h1>Bad gateway</h1>',
      /with status 502 and no problem/,
    ],
    [
      'JSON that ends too soon',
      200,
      'application/json',
      '{"halted":[',
      /JSON that cannot be read to its end/,
    ],
    [
      'JSON of another shape',
      200,
      'application/json',
      '{"halted":false}',
      /JSON that does not match its schema/,
    ],
    ['an unknown status', 299, 'application/json', '{"halted":[]}', /with status 299/],
    [
      'a problem of an unknown type',
      403,
      'application/problem+json',
      problemText('on-fire', 403),
      /a problem of a type that is not known here/,
    ],
    [
      'a problem that contradicts its status',
      200,
      'application/problem+json',
      problemText('blocked', 403),
      /a problem that contradicts itself/,
    ],
    [
      'a problem with the status of another type',
      409,
      'application/problem+json',
      problemText('blocked', 409),
      /a problem that contradicts itself/,
    ],
    ['a problem that is a list', 403, 'application/problem+json', '[]', /a problem that is no object/],
    [
      'a problem with a name twice',
      403,
      'application/problem+json',
      '{"type":"a","type":"b"}',
      /JSON that cannot be read/,
    ],
  ] as const) {
    it(`is not believed with ${name}`, async () => {
      await using server = await answering((response) => send(response, status, type, body));
      await assert.rejects(server.gateway().control(), unreachable('not-a-gateway', message));
    });
  }

  it('never takes an ALLOW that lacks anything for one', async () => {
    await using server = await answering((response) =>
      send(response, 200, 'application/json', `{"token":"${'t'.repeat(43)}"}`),
    );
    await assert.rejects(
      server.gateway().evaluate({ action: COMMIT.action }),
      unreachable('not-a-gateway', /does not match its schema/),
    );
  });

  it('does not follow a redirect, and sends the key nowhere else', async () => {
    await using other = await answering((response) =>
      send(response, 200, 'application/json', '{"halted":[]}'),
    );
    await using server = await answering((response) => {
      response.writeHead(307, { location: `${other.gateway().where}/v2/control` }).end();
    });
    await assert.rejects(server.gateway().control(), unreachable('redirected', /redirects elsewhere/));
    assert.equal(other.asked.length, 0);
  });

  it('says when nobody listens, and that nothing was sent', async () => {
    const server = await answering(() => undefined);
    const gateway = server.gateway();
    await server[Symbol.asyncDispose]();
    const message =
      /^Nobody answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Is the gateway running\?$/;
    await assert.rejects(gateway.control(), unreachable('refused', message, false));
    const barred = Gateway.connect({ url: 'http://127.0.0.1:1', key: KEY });
    await assert.rejects(
      barred.control(),
      unreachable('refused', /a port that fetch does not connect to/, false),
    );
  });

  it('says when the answer does not come in time', async () => {
    await using server = await answering(() => undefined);
    await assert.rejects(
      server.gateway({ timeoutMs: 50 }).control(),
      unreachable('timeout', /did not answer within 50 ms/),
    );
  });

  it('says when the connection ends before the answer does', async () => {
    await using server = await answering((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"halted":');
      setImmediate(() => response.destroy());
    });
    await assert.rejects(
      server.gateway().control(),
      unreachable('interrupted', /ended before the answer did/),
    );
  });

  it('asks again for a commit whose answer was lost, under the same Idempotency-Key, and for nothing else', async () => {
    await using server = await answering((response) => response.destroy());
    await assert.rejects(server.gateway().commit(COMMIT, 'once'), unreachable('interrupted', /ended before/));
    assert.deepEqual(
      server.asked.map((request) => request.headers['idempotency-key']),
      ['once', 'once', 'once'],
    );
    server.asked.length = 0;
    await assert.rejects(server.gateway().commit(COMMIT), GatewayUnreachable);
    await assert.rejects(server.gateway().evaluate({ action: COMMIT.action }), GatewayUnreachable);
    assert.equal(server.asked.length, 2);
  });

  it('is asked with the key of the role that the call needs', async () => {
    await using server = await answering((response) =>
      send(response, 403, 'application/problem+json', problemText('forbidden', 403)),
    );
    const gateway = server.gateway({ keys: { agent: 'eaap_a', recorder: 'eaap_r', auditor: 'eaap_u' } });
    const used = async (call: Promise<unknown>): Promise<string | undefined> => {
      await assert.rejects(call, EaapError);
      return server.asked.at(-1)?.headers.authorization;
    };
    const fact = { subject: 's', attribute: 'a', value: 1 };
    assert.equal(await used(gateway.store(fact)), 'Bearer eaap_r');
    assert.equal(await used(gateway.as('agent').store(fact)), 'Bearer eaap_a');
    assert.equal(await used(gateway.control()), 'Bearer eaap_u');
    assert.equal(await used(gateway.halt({ scope: 'namespace', reason: 'r' })), `Bearer ${KEY}`);
  });

  it('refuses to send what is not JSON', async () => {
    await using server = await answering((response) => send(response, 500, 'text/plain', ''));
    const value = { when: new Date(0) } as never;
    await assert.rejects(
      server.gateway().store({ subject: 's', attribute: 'a', value }),
      /malformed-json: The value at \/value\/when is an object of a class/,
    );
    assert.equal(server.asked.length, 0);
  });

  it('needs an address that is one', () => {
    for (const url of [
      '',
      'gateway',
      'ftp://127.0.0.1',
      'http://user:pass@127.0.0.1',
      'http://127.0.0.1/?a=1',
    ]) {
      assert.throws(() => Gateway.connect({ url }), /invalid-request: url must be/, url);
    }
  });

  it('writes ids into the path so that they stay one segment', async () => {
    await using server = await answering((response) =>
      send(response, 404, 'application/problem+json', problemText('not-found', 404)),
    );
    await assert.rejects(server.gateway().fact('../../keys?x=1'), EaapError);
    assert.equal(server.asked[0]?.url, '/v2/vault/facts/..%2F..%2Fkeys%3Fx%3D1');
  });
});
