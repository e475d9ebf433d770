import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { StoreResponse } from '@eaap/protocol';
import { child, initialised, place, type Place } from './support.ts';

/** Serves in this process until told to end. */
async function serving(at: Place, args: string, work: (url: string) => Promise<void>): Promise<number> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const served = at.run(`serve --port 0 ${args}`.trim(), { ended: () => ended });
  try {
    const file = join(at.cwd, '.eaap', 'serving.json');
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 10));
    await work((JSON.parse(readFileSync(file, 'utf8')) as { url: string }).url);
  } finally {
    end();
  }
  return (await served).code;
}

describe('serve', () => {
  it('makes a gateway on the first start, and prints a curl that works when pasted', async () => {
    using at = place();
    const server = child(at.cwd, ['serve', '--port', '0']);
    try {
      await server.said('Ctrl-C');
      const text = server.out();
      assert.match(text, /^EAAP gateway, made just now\n {2}address {2}http:\/\/127\.0\.0\.1:\d+\n/);
      assert.match(text, /keys +\.eaap\/credentials\.json, and one file a role in \.eaap\/keys\/\n/);
      assert.doesNotMatch(text + server.err(), /eaap_[a-z]+_[A-Za-z0-9_-]{43}/);
      assert.ok(
        text.split('\n').every((line) => line.length <= 80),
        text,
      );
      const command = text.slice(text.indexOf('  curl'), text.indexOf('Ctrl-C'));
      const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: at.cwd });
      const answer = JSON.parse(stdout) as { evaluation: { verdict: string } };
      assert.equal(answer.evaluation.verdict, 'ALLOW');
      // Standard error is no terminal here: JSON lines, for a program.
      const line =
        server
          .err()
          .split('\n')
          .find((each) => each.includes('"evaluate"')) ?? '';
      assert.deepEqual((JSON.parse(line) as { status: number }).status, 200);
    } finally {
      server.process.kill('SIGTERM');
    }
    assert.equal(await server.exited, 0);
    assert.equal(existsSync(join(at.cwd, '.eaap', 'serving.json')), false);
    assert.equal((await at.run('verify')).code, 0);
  });

  it('declares the extractors that are asked for, and none unless they are', async () => {
    using at = await initialised();
    const said = async (url: string): Promise<{ capabilities: string[] }> =>
      (await (await fetch(`${url}/.well-known/eaap`)).json()) as { capabilities: string[] };
    await serving(at, '', async (url) => {
      assert.deepEqual((await said(url)).capabilities, []);
    });
    await serving(at, '--extractors shell.bash,code.python', async (url) => {
      assert.deepEqual((await said(url)).capabilities, ['code.python', 'shell.bash']);
    });
    const refused = await at.run('serve --port 0 --extractors shell.fish');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /nothing here reads "shell\.fish"[\s\S]*shell\.bash/);
  });

  it('ends with SIGINT as with SIGTERM, and prints JSON when asked', async () => {
    using at = await initialised();
    const server = child(at.cwd, ['serve', '--port', '0', '--json']);
    await server.said('}');
    const { url, fresh } = JSON.parse(server.out()) as { url: string; fresh: boolean };
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    assert.equal(fresh, false);
    server.process.kill('SIGINT');
    assert.equal(await server.exited, 0);
  });

  it('leaves nothing behind that verify finds, however often it is asked whether it is ready', async () => {
    using at = await initialised();
    const code = await serving(at, '', async (url) => {
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
    });
    assert.equal(code, 0);
    const { code: verified, stdout } = await at.run('verify');
    assert.equal(verified, 0, stdout);
  });

  it('says of a damaged database that it is damaged, and nothing of the port', async () => {
    using at = await initialised();
    writeFileSync(join(at.cwd, '.eaap', 'gateway.db'), 'x'.repeat(8192));
    const { code, stderr } = await at.run('serve --port 0');
    assert.notEqual(code, 0);
    assert.match(stderr, /storage-corrupt/);
    assert.doesNotMatch(stderr, /listened/);
  });

  it('names the port that is in use, and ends with 3', async () => {
    using at = place();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      const human = await at.run(`serve --port ${port}`);
      assert.equal(human.code, 3);
      assert.match(
        human.stderr,
        new RegExp(
          `unreachable: Port ${port} on 127\\.0\\.0\\.1 is in use already\\.\n→ Choose another one: eaap serve --port ${port + 1}`,
        ),
      );
      const machine = await at.run(`serve --port ${port} --json`);
      assert.deepEqual([machine.code, machine.json<{ port: number }>().port], [3, port]);
    } finally {
      taken.close();
    }
  });

  it('is refused while another process has the folder', async () => {
    using at = await initialised();
    const server = child(at.cwd, ['serve', '--port', '0']);
    try {
      await server.said('Ctrl-C');
      const { code, stderr } = await at.run('serve --port 0');
      assert.equal(code, 3);
      assert.match(stderr, /^storage-locked: /m);
    } finally {
      server.process.kill('SIGTERM');
      await server.exited;
    }
  });
});

describe('a gateway that is being served', () => {
  it('is found by the commands without being told where it is', async () => {
    using at = await initialised();
    const code = await serving(at, '', async (url) => {
      assert.match((await at.run('status')).stdout, new RegExp(`gateway +${url}\n`));
      const stored = await at.ok<StoreResponse>(['store', 's', 'a', '1', '--source', 'tool:t']);
      assert.equal(stored.result, 'stored');
      const named = await at.ok<StoreResponse>(['store', 's', 'a', '1', '--source', 'tool:t', '--url', url]);
      assert.equal(named.result, 'reinforced');
      const byEnvironment = await at.runAll(['status', '--json'], { env: { EAAP_URL: url } });
      assert.equal(byEnvironment.json<{ where: string }>().where, url);
    });
    assert.equal(code, 0);
    assert.match((await at.run('search --subject s')).stdout, /s a = 1/);
  });

  it('gets no key when another one answers at its address', async () => {
    using at = await initialised();
    using another = await initialised();
    const seen: string[] = [];
    await serving(another, '', async (url) => {
      writeFileSync(join(at.cwd, '.eaap', 'serving.json'), JSON.stringify({ url }));
      const { stdout } = await at.run('status');
      seen.push(stdout);
      assert.doesNotMatch(stdout, new RegExp(url));
    });
    rmSync(join(at.cwd, '.eaap', 'serving.json'));
    assert.match(seen[0] ?? '', /^Nothing is halted\./);
  });

  it('that has gone without a word is opened in its folder instead', async () => {
    using at = await initialised();
    writeFileSync(join(at.cwd, '.eaap', 'serving.json'), JSON.stringify({ url: 'http://127.0.0.1:1' }));
    const { code, stdout } = await at.run('status');
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /127\.0\.0\.1:1\b/);
  });
});
