import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Report } from '../../src/report/types.ts';
import { check, cli } from '../runner/support.ts';

// What is at the address may be anything. Each time: one diagnosis, the documented code, and an end.

const CHECKS = [check('a.b')];
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const RIGHT = '{"protocol":"eaap","version":"2.0"}';

/** Listens with a program that speaks bytes. */
async function listening(t: TestContext, speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    speak(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Writes again and again until nobody listens. */
function endlessly(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}

function flood(socket: Socket, chunk: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    socket.once('drain', write);
  };
  write();
}

/** Runs against it and answers the diagnosis; that there is one alone, in bounded time, is asserted here. */
async function diagnosed(url: string, ...args: string[]): Promise<string> {
  const begun = performance.now();
  const { code, out, err } = await cli(
    ['run', '--url', url, '--key', 'k', '--timeout', '1', ...args],
    CHECKS,
  );
  assert.equal(code, 3, err);
  assert.equal(out, '');
  assert.match(err, /^eaap-conformance: [^\n]+\n$/);
  assert.ok(performance.now() - begun < 8000, 'in bounded time');
  return err
    .replace(url.replace(/\/\/.*@/, '//'), 'URL')
    .slice('eaap-conformance: '.length)
    .trimEnd();
}

const NO_ANSWER = 'URL did not answer GET /.well-known/eaap: ';
const SPEAKERS: Readonly<Record<string, [(socket: Socket) => void, string | RegExp]>> = {
  'accepts and says nothing': [() => undefined, `${NO_ANSWER}no answer within 1000 ms.`],
  'closes its half at once': [(s) => s.end(), /URL did not answer .*: (ECONNRESET|socket hang up)\.$/],
  'resets the connection': [(s) => s.resetAndDestroy(), `${NO_ANSWER}ECONNRESET.`],
  'says nothing more after the headers': [
    (s) => s.write(`${HEAD}content-length: 35\r\n\r\n`),
    `${NO_ANSWER}its answer did not end within 1000 ms.`,
  ],
  'breaks off in the body': [
    (s) => s.write(`${HEAD}content-length: 35\r\n\r\n{"protocol"`, () => s.destroy()),
    `${NO_ANSWER}it broke off in its answer.`,
  ],
  'drips a body without end': [
    (s) => {
      s.write(`${HEAD}\r\n`);
      endlessly(s, ' ', 20);
    },
    `${NO_ANSWER}its answer did not end within 1000 ms.`,
  ],
  'pours a body without end': [
    (s) => {
      s.write(`${HEAD}\r\n`);
      flood(s, 'x'.repeat(65_536));
    },
    `${NO_ANSWER}the answer is over 16777216 bytes.`,
  ],
  'pours headers without end': [
    (s) => {
      s.write('HTTP/1.1 200 OK\r\n');
      flood(s, `x-more: ${'x'.repeat(1000)}\r\n`);
    },
    `${NO_ANSWER}what came is no HTTP (HPE_HEADER_OVERFLOW).`,
  ],
  'says that it will go on, and again': [
    (s) => endlessly(s, 'HTTP/1.1 102 Processing\r\n\r\n', 20),
    `${NO_ANSWER}no answer within 1000 ms.`,
  ],
  'changes to another protocol': [
    (s) => s.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n'),
    `${NO_ANSWER}it changed to another protocol.`,
  ],
  'speaks another protocol': [
    (s) => s.write('SSH-2.0-OpenSSH_9.6\r\n'),
    /what came is no HTTP \(HPE_INVALID_CONSTANT\)\.$/,
  ],
};
// Most of them only wait.
suite('speakers', { concurrency: 6 }, () => {
  for (const [name, [speak, expected]] of Object.entries(SPEAKERS))
    test(`what ${name} is one diagnosis`, async (t) => {
      const said = await diagnosed(await listening(t, speak));
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });
});

test('a plain address asked in TLS says so', async (t) => {
  const url = await listening(t, (s) => s.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const said = await diagnosed(url.replace('http:', 'https:'));
  assert.match(said, /did not answer .*: it does not speak TLS \(/);
});

async function site(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('whatever is answered that is no discovery document of version 2 is one diagnosis', async (t) => {
  const noGateway = /^URL is no EAAP gateway: \/\.well-known\/eaap answered 200, no content type\.$/;
  const answers: [string, RegExp][] = [
    ['', noGateway],
    ['null', noGateway],
    ['[]', noGateway],
    ['"eaap"', noGateway],
    ['['.repeat(1_000_000), noGateway],
    [`{"a":`.repeat(100_000), noGateway],
    ['\u0000\u001b[2J', noGateway],
    ['{"protocol":"eaap"}', /^URL speaks version of no name; this suite is for 2\.x\.$/],
    ['{"protocol":"eaap","version":2}', /^URL speaks version of no name;/],
    ['{"protocol":"eaap","version":"20.1"}', /^URL speaks version 20\.1;/],
    ['{"protocol":"eaap","version":"3.0"}', /^URL speaks version 3\.0;/],
    ['{"protocol":"eaap","version":"\\u001b[31m1"}', /^URL speaks version \\u001b\[31m1;/],
  ];
  for (const [body, expected] of answers)
    assert.match(await diagnosed(await site(t, (_, response) => response.end(body))), expected);
  const teapot = await site(t, (_, response) => response.writeHead(418).end(RIGHT));
  assert.match(await diagnosed(teapot), /answered 418, no content type\.$/);
});

test('a coding nobody asked for, and a certificate nobody knows, are one diagnosis', async (t) => {
  const coded = await site(t, (request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity');
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(RIGHT));
  });
  const said = await diagnosed(coded);
  assert.equal(said, 'URL answers in the content coding gzip, and identity alone was asked for.');
});

test('a certificate nobody knows is one diagnosis', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const { error } = spawnSync('openssl', [...made, '-subj', '/CN=x', '-keyout', key, '-out', cert]);
  if (error !== undefined) {
    t.skip('There is no openssl here.');
    return;
  }
  const files = { key: readFileSync(key), cert: readFileSync(cert) };
  const server = createHttpsServer(files, (_, response) => response.end(RIGHT));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  assert.match(
    await diagnosed(`https://127.0.0.1:${(server.address() as AddressInfo).port}`),
    /its certificate is not trusted here \(\w+\); NODE_EXTRA_CA_CERTS names a file of those that are\.$/,
  );
});

test('an address with a query or a fragment is usage', async () => {
  for (const url of ['http://127.0.0.1:1/?a=b', 'http://ada:geheim@127.0.0.1:1/#x']) {
    const { code, err } = await cli(['run', '--url', url, '--key', 'k'], CHECKS);
    assert.equal(code, 2);
    assert.match(err, /^eaap-conformance: http:\/\/127\.0\.0\.1:1\/[?#]\S+ has a query or a fragment\./);
  }
});

test('no redirect is followed, here or elsewhere', async (t) => {
  let asked = 0;
  const elsewhere = await site(t, (_, response) => {
    asked += 1;
    response.end(RIGHT);
  });
  for (const [status, location] of [
    [301, `${elsewhere}/.well-known/eaap`],
    [302, '/other'],
    [307, `http://ada:geheim@${elsewhere.slice(7)}`],
    [303, undefined],
  ] as const) {
    const url = await site(t, (_, response) =>
      response.writeHead(status, location === undefined ? {} : { location }).end(),
    );
    const said = await diagnosed(url);
    assert.match(said, /^URL redirects to \S+\. Give the address itself\.$/);
    assert.doesNotMatch(said, /geheim/);
  }
  assert.equal(asked, 0);
});

test('the name and the password of an address are printed nowhere', async (t) => {
  const nobody = await diagnosed('http://ada:geheim@127.0.0.1:1');
  assert.equal(nobody, 'URL did not answer GET /.well-known/eaap: ECONNREFUSED.');
  const other = await cli(['run', '--url', 'ftp://ada:geheim@x', '--key', 'k'], CHECKS);
  assert.deepEqual([other.code, other.err], [2, 'eaap-conformance: ftp://x is no http or https address.\n']);
  const url = await site(t, (_, response) => response.end(RIGHT));
  const failing = check('a.b', { run: async (t) => t.expect(`at ${t.sut.url}`, false) });
  const args = ['run', '--url', url.replace('//', '//ada:geheim@'), '--key', 'k', '--only', 'a'];
  const { code, out, err } = await cli(args, [failing]);
  assert.equal(code, 1, err);
  assert.match(out, new RegExp(`again .* --url ${url}\\n`));
  assert.doesNotMatch(out + err, /geheim/);
});

test('a gateway that stops answering on the way is given up after a few checks, and said to be too slow', async (t) => {
  const url = await site(t, (request, response) => {
    if (request.method === 'GET') response.end(RIGHT); // and nothing else is ever answered
  });
  const checks = Array.from({ length: 40 }, (_, i) =>
    check(`a.c${i}`, {
      run: async (t) => t.equal('status', (await t.sut.request({ method: 'POST', path: '/x' })).status, 200),
    }),
  );
  const begun = performance.now();
  const args = ['run', '--url', url, '--key', 'k', '--timeout', '1', '--only', 'a'];
  const { code, out } = await cli(args, checks);
  assert.equal(code, 1);
  assert.ok(performance.now() - begun < 8000, 'in bounded time');
  assert.match(
    out,
    /And \d+ more for the same reason: The gateway is too slow: 8 checks in a row were not done in time\./,
  );
  const { out: json } = await cli([...args, '--json'], checks);
  const report = JSON.parse(json) as Report;
  const slow = report.checks.filter(({ message }) => message?.startsWith('The gateway is too slow') === true);
  assert.ok(slow.length >= 28 && slow.every(({ verdict }) => verdict === 'INCONCLUSIVE'), `${slow.length}`);
});

test('what every check runs into is told three times and counted', async (t) => {
  const url = await site(t, (request, response) =>
    request.method === 'GET' ? response.end(RIGHT) : response.writeHead(500).end('\u001b[2Jno room'),
  );
  const checks = Array.from({ length: 9 }, (_, i) =>
    check(`a.c${i}`, { run: async (t) => t.expect('a world', (await t.world()) !== undefined) }),
  );
  const { code, out, err } = await cli(['run', '--url', url, '--key', 'k', '--only', 'a'], checks);
  assert.equal(code, 5);
  assert.equal(out.match(/^INCONCLUSIVE {2}a\.c/gm)?.length, 3);
  assert.match(
    out,
    /And 6 more for the same reason: A namespace could not be made: 500: \\u001b\[2Jno room\n/,
  );
  assert.equal((out + err).includes('\u001b'), false, 'what a gateway says moves no cursor');
});
