import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { serve } from '@eaap/server';
import { pino } from 'pino';
import type { Report } from '../../src/report/report.ts';
import { HttpSut } from '../../src/sut/http.ts';
import { SutUnreachable } from '../../src/sut/types.ts';
import { check, cli } from './support.ts';

const CHECKS = [check('a.b')];

async function site(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eaap-conformance-test-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('nobody there is one diagnosis and exit code 3', async () => {
  const { code, out, err } = await cli(['run', '--url', 'http://127.0.0.1:1', '--key', 'k'], CHECKS);
  assert.equal(code, 3);
  assert.equal(out, '');
  assert.equal(
    err,
    'eaap-conformance: http://127.0.0.1:1 did not answer GET /.well-known/eaap: ECONNREFUSED.\n',
  );
});

test('what is no EAAP gateway of this version is told from one', async (t) => {
  const told = async (listener: RequestListener): Promise<string> => {
    const url = await site(t, listener);
    const { code, err } = await cli(['run', '--url', url, '--key', 'k'], CHECKS);
    assert.equal(code, 3);
    return err.replace(url, 'URL').trimEnd();
  };
  const page = await told((_, response) => response.setHeader('content-type', 'text/html').end('<html>'));
  assert.equal(page, 'eaap-conformance: URL is no EAAP gateway: /.well-known/eaap answered 200, text/html.');
  const moved = await told((_, response) =>
    response.writeHead(308, { location: 'https://x.example/' }).end(),
  );
  assert.equal(moved, 'eaap-conformance: URL redirects to https://x.example/. Give the address itself.');
  const old = await told((_, response) => response.end('{"protocol":"eaap","version":"1.0"}'));
  assert.equal(old, 'eaap-conformance: URL speaks version 1.0; this suite is for 2.x.');
});

test('a gateway that never answers, and one that breaks off, are unreachable', async (t) => {
  const silent = new HttpSut(await site(t, () => undefined), 100);
  await assert.rejects(silent.request({ method: 'GET', path: '/x' }), (error) => {
    assert.ok(error instanceof SutUnreachable);
    assert.match(error.message, /did not answer GET \/x: no answer within 100 ms\.$/);
    return true;
  });
  const half = new HttpSut(
    await site(t, (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      setTimeout(() => response.destroy(), 10);
    }),
    2000,
  );
  await assert.rejects(half.request({ method: 'GET', path: '/x' }), SutUnreachable);
});

test('usage errors exit 2 and say what to give', async (t) => {
  const url = await site(t, (_, response) => response.end('{"protocol":"eaap","version":"2.0"}'));
  const cases: [string[], RegExp][] = [
    [['run', '--url', 'ftp://x'], /ftp:\/\/x is no http or https address\./],
    [['run', '--url', url, '--adapter', 'x'], /Give --url or --adapter, not both/],
    [['run', '--only', 'no.such.check'], /Nothing bears that name\. See: eaap-conformance list/],
    [['run', '--url', url, '--credentials', '/nowhere.json'], /\/nowhere\.json is not there/],
    [['run', '--invariant', '15'], /An invariant is a number from 1 to 14/],
    [['run', '--layer', 'L9'], /Allowed choices are L1, L2, L3, L4/],
    [['explain', 'nothing'], /There is no check and no requirement nothing/],
    [['walk'], /unknown command 'walk'/],
  ];
  for (const [args, expected] of cases) {
    const { code, err } = await cli(args, CHECKS);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, expected);
  }
});

test('a gateway that runs already gets wire verdicts, with a report', async (t) => {
  const home = folder(t);
  const gateway = await serve({ path: join(home, 'gateway'), port: 0, logger: pino({ enabled: false }) });
  t.after(() => gateway.close());
  const credentials = join(home, 'gateway', 'credentials.json');
  const checks = [
    check('facts.wire', {
      run: async (t) => {
        const world = await t.world();
        const fact = { subject: 's', attribute: 'a', value: 1, source: null };
        t.answered('a store request', await world.store(fact), 422, 'source-required');
      },
    }),
    check('facts.files', { grade: 'E3', needs: ['storage.locate'], requirements: ['EAAP-0001-033'] }),
  ];
  const report = join(home, 'report.json');
  const args = ['run', '--url', gateway.url, '--credentials', credentials, '--seed', 's', '--report', report];
  const { code, out } = await cli([...args, '--only', 'facts'], checks);
  assert.equal(code, 0, out);
  assert.match(
    out,
    /Of a part of the suite 1 of 2 requirements pass and 1 are not shown \(passing by grade: E1 1 of 1, E3 0 of 1\); profile cooperative, requirements sha256:/,
  );
  const verified = await cli(['verify', report]);
  assert.match(verified.out, /The report holds/);
  assert.equal(verified.code, code);
  const written = JSON.parse(readFileSync(report, 'utf8')) as Report;
  assert.deepEqual(written.summary, {
    pass: 1,
    fail: 0,
    inconclusive: 0,
    not_evidenced: 1,
    not_applicable: 0,
  });
  const of = (id: string) => written.requirements.find((requirement) => requirement.id === id);
  assert.deepEqual(
    [of('EAAP-0001-021')?.verdict, of('EAAP-0001-021')?.invariant, of('EAAP-0001-033')?.verdict],
    ['PASS', 2, 'NOT_EVIDENCED'],
  );
  assert.equal(written.mode, 'url');
  const keys = JSON.parse(readFileSync(credentials, 'utf8')) as { system: string };
  assert.equal(readFileSync(report, 'utf8').includes(keys.system), false, 'no key is in the report');

  const wrong = join(home, 'wrong.json');
  writeFileSync(wrong, JSON.stringify({ ...keys, system: `eaap_system_${'x'.repeat(43)}` }));
  const refused = await cli(['run', '--url', gateway.url, '--credentials', wrong], checks);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /The key given is not accepted \(401 unauthenticated\)/);
});

test('a failure is told with the sentence, what was expected and came, and the command that shows it again', async (t) => {
  const home = folder(t);
  const gateway = await serve({ path: join(home, 'gateway'), port: 0, logger: pino({ enabled: false }) });
  t.after(() => gateway.close());
  const failing = check('facts.wrong', {
    title: 'Nothing can be stored.',
    run: async (t) => {
      const world = await t.world();
      t.answered('a store request', await world.store({ subject: 's', attribute: 'a', value: 1 }), 500);
    },
  });
  const credentials = join(home, 'gateway', 'credentials.json');
  const args = ['run', '--url', gateway.url, '--credentials', credentials, '--seed', 'abc'];
  const { code, out } = await cli([...args, '--only', 'facts'], [failing]);
  assert.equal(code, 1);
  for (const line of [
    'FAIL  facts.wrong  Nothing can be stored.',
    '  EAAP-0001-021  A gateway MUST refuse a store request without `source` with status 422',
    '  seen      a store request',
    '  expected  {"status":500}',
    '  got       {"status":201,',
    `  again     npm run -s conformance -- --only facts.wrong --seed abc --url ${gateway.url} --credentials ${credentials}`,
    'It does not conform: 1 of 1 requirements fail (passing by grade: E1 0 of 1); profile cooperative, requirements sha256:',
  ])
    assert.ok(out.includes(line), `${line}\nis not in\n${out}`);
});

test('list and explain say what bears on what', async () => {
  const list = await cli(['list', '--only', 'EAAP-0001-021'], CHECKS);
  assert.match(list.out, /^EAAP-0001-021 {2}MUST {2}E1 {2}2 {7}a\.b\n/);
  const explain = await cli(['explain', 'EAAP-0001-021', '--json'], CHECKS);
  const { checks } = JSON.parse(explain.out) as { checks: { id: string }[] };
  assert.deepEqual(
    checks.map(({ id }) => id),
    ['a.b'],
  );
  const none = await cli(['explain', 'EAAP-0001-022'], CHECKS);
  assert.match(none.out, /No check bears on it yet: it is not evidenced\./);
});

test('help names the exit codes and gives examples', async () => {
  const { code, out } = await cli(['run', '--help'], CHECKS);
  assert.equal(code, 0);
  assert.match(out, /eaap-conformance run --url http:\/\/127\.0\.0\.1:8787/);
  assert.match(out, /5 {2}not enough evidence/);
});
