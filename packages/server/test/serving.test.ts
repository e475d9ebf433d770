import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EaapError } from '@eaap/protocol';
import { Gateway, guard, Service } from '@eaap/sdk';
import { serve } from '@eaap/server';
import { pino } from 'pino';
import { ask, raw, served } from './support/gateway.ts';

const ACTION = {
  tool: 'crm.lookup',
  parameters: { customer: 'customer:42' },
  environment: 'production',
} as const;
const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof EaapError, String(error));
  assert.equal(error.type, 'invalid-request');
  assert.match(error.message, message);
  return true;
};

describe('serving', () => {
  it('is the same gateway through the client as in-process', async () => {
    await using at = await served();
    const gateway = Gateway.connect({ url: at.url, keys: at.keys });
    const lookup = guard(
      gateway,
      { tool: 'crm.lookup', environment: 'production' },
      ({ customer }) => customer ?? null,
    );
    const { result, outcome } = await lookup({ customer: 'customer:42' });
    assert.deepEqual([result, outcome.status], ['customer:42', 'executed']);
    const local = Gateway.over(at.serving.service, { keys: at.keys });
    assert.deepEqual(await gateway.entries(), await local.entries());
    const blocked = { ...ACTION, tool: 'no.tool' };
    const say = (asked: Gateway) =>
      asked.evaluate({ action: blocked }).catch((error: EaapError) => [error.type, error.detail]);
    assert.deepEqual(await say(gateway), await say(local));
    await gateway.ready();
    await gateway.rebase({ reason: 'Nothing was wrong.' });
    assert.match(await gateway.metrics(), /eaap_requests_total/);
  });

  it('is refused on an address that others can reach, unless that is said', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'gateway.example']) {
      await assert.rejects(
        serve({ host, port: 0 }),
        refused(/can be reached from other machines\. Say so with allowRemote/),
      );
    }
    await using at = await served({ host: '0.0.0.0', allowRemote: true });
    assert.match(at.url, /^http:\/\/0\.0\.0\.0:/);
  });

  it('says when the port is taken, and lets go of the database', async () => {
    await using at = await served();
    const path = mkdtempSync(join(tmpdir(), 'eaap-server-'));
    const port = Number(new URL(at.url).port);
    await assert.rejects(
      serve({ path, port, logger: pino({ level: 'silent' }) }),
      refused(/something else listens there; choose another port/),
    );
    await (await Service.open({ path })).close();
    rmSync(path, { recursive: true });
  });

  it('gives up on a request whose headers or body do not arrive', async () => {
    await using at = await served({ headersMs: 300, requestMs: 300 });
    const key = at.keys.agent;
    const started = 'POST /v2/actions/evaluate HTTP/1.1\r\nHost: a\r\n';
    const withBody = `${started}Authorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"action"`;
    for (const sent of [started, withBody]) {
      const answer = await raw(at.url, sent);
      assert.match(answer, /^HTTP\/1\.1 400 /, answer);
      assert.match(answer, /"type":"urn:eaap:problem:invalid-request"/);
    }
    assert.equal((await ask(at.url, '/livez')).status, 200);
  });

  it('survives clients that leave in the middle of a body', async () => {
    await using at = await served();
    const { port } = new URL(at.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /v2/actions/evaluate HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${at.keys.agent}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => resolve());
    });
    assert.equal(
      (await ask(at.url, '/v2/actions/evaluate', { key: at.keys.agent, json: { action: ACTION } })).status,
      200,
    );
    assert.doesNotMatch(at.lines.join(''), /"failure"/);
  });

  it('drains: what runs is answered, what comes is refused, and the log is whole afterwards', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered = (): void => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    await using at = await served({
      handlers: {
        evaluate: (next) => async (context, actor, call) => {
          const answer = await next(context, actor, call);
          entered();
          await held;
          return answer;
        },
      },
    });
    const running = ask(at.url, '/v2/actions/evaluate', { key: at.keys.agent, json: { action: ACTION } });
    // A connection that is kept alive may still ask; a new one is not taken.
    const { port } = new URL(at.url);
    const socket = connect(Number(port), '127.0.0.1');
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write('GET /livez HTTP/1.1\r\n');
    await inside;
    const closing = at.serving.close();
    socket.write('Host: a\r\n\r\nGET /v2/control HTTP/1.1\r\nHost: a\r\n\r\n');
    await ended;
    assert.doesNotMatch(said, /"halted"/);
    release();
    assert.equal((await running).status, 200);
    await closing;
    await at.serving.close();
    await assert.rejects(ask(at.url, '/livez'), /fetch failed/);
  });

  it('cuts off who will not end when the time to drain is over', async () => {
    await using at = await served({ drainMs: 200 });
    const { port } = new URL(at.url);
    const socket = connect(Number(port), '127.0.0.1');
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write(
      `POST /v2/actions/evaluate HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${at.keys.agent}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    await ask(at.url, '/livez');
    await at.serving.close();
    await ended;
  });

  it('ends with SIGTERM once everything is flushed, and opens again', async () => {
    const path = mkdtempSync(join(tmpdir(), 'eaap-server-'));
    const program = `
      import { serve } from '@eaap/server';
      const { url } = await serve({ path: ${JSON.stringify(path)}, port: 0, signals: true });
      console.log(url);
    `;
    const child = spawn(
      process.execPath,
      ['--conditions=eaap-source', '--import', 'tsx', '--input-type=module', '-e', program],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        cwd: import.meta.dirname,
      },
    );
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim())),
    );
    assert.equal((await ask(url, '/readyz')).status, 200);
    const code = new Promise<number | null>((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    assert.equal(await code, 0);
    const gateway = await Gateway.open({ path });
    assert.ok((await gateway.entries()).size > 0);
    await gateway.close();
    rmSync(path, { recursive: true });
  });
});
