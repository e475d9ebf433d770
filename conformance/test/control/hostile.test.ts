import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import type { Check } from '../../src/checks/types.ts';
import { check, cli, fakeAdapter } from '../runner/support.ts';

// An adapter may do anything. Each time: its fault by name, the documented code (3 before the gateway has started, 4 after),
// within its time, and nothing of it stays behind.

const folder = mkdtempSync(join(tmpdir(), 'eaap-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const plain = check('a.plain');
const asking = check('a.asks', {
  needs: ['storage.locate'],
  grade: 'E3',
  run: async (t) => t.expect('it answers', (await t.control.locate()).files.length === 0),
});
const owning = check('a.owns', { exclusive: true });
const lasting = check('a.lasts', {
  needs: ['storage.locate'],
  run: async (t) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    t.expect('it answers', (await t.control.locate()).files.length === 0);
  },
});

/** Asks the wire alone, for three seconds. */
const wire = check('a.wire', {
  run: async (t) => {
    for (let i = 0; i < 60; i += 1) {
      const { status } = await t.sut.request({ method: 'GET', path: '/' });
      t.equal('status', status, 200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },
});
const killing = check('a.kills', {
  needs: ['kill'],
  run: async (t) => {
    await t.control.kill();
    await t.control.start();
    t.expect('what was answered is durable', true);
  },
});
const stopping = check('a.stops', {
  needs: ['reset'],
  run: async (t) => {
    await t.control.stop();
    t.expect('it stopped', true);
  },
});

/** Whether a process still runs; one that has ended and that nobody has asked about is still listed. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};
async function ends(pid: number): Promise<boolean> {
  for (let look = 0; look < 100 && isAlive(pid); look += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return !isAlive(pid);
}

async function run(
  fault: string,
  checks: readonly Check[],
): Promise<{ code: number; err: string; out: string }> {
  const begun = performance.now();
  const pidFile = join(folder, `${fault}.pid`);
  const adapter = `${fakeAdapter('hostile')} ${fault} '${pidFile}'`;
  const ran = await cli(['run', '--adapter', adapter, '--timeout', '5', '--only', 'a'], checks);
  assert.ok(performance.now() - begun < 15_000, 'within its time');
  assert.ok(await ends(Number(readFileSync(pidFile, 'utf8'))), 'it ends with the run');
  return ran;
}

const FAULTS: readonly (readonly [string, number, string | RegExp, readonly Check[]])[] = [
  ['dies-at-hello', 3, 'The adapter ended (exit code 3) while it was needed.', [plain]],
  ['dies-at-start', 3, 'The adapter ended (exit code 3) while it was needed.', [plain]],
  ['dies-after-start', 4, 'The adapter ended (exit code 3) while it was needed.', [lasting]],
  ['dies-at-reset', 4, 'The adapter ended (exit code 3) while it was needed.', [owning]],
  ['dies-at-hook', 4, 'The adapter ended (exit code 3) while it was needed.', [asking]],
  ['dies-with-its-gateway', 4, 'The adapter ended (exit code 3) while it was needed.', [wire]],
  ['dies-and-leaves-another', 4, 'The adapter ended (exit code 3) while it was needed.', [lasting]],
  ['says-it-killed', 4, 'The adapter answered kill, and its gateway still answers.', [killing]],
  ['says-it-stopped', 4, 'The adapter answered stop, and its gateway still answers.', [stopping]],
  [
    'null-error',
    3,
    /^The adapter answered start with neither a result alone nor an error \{code, message\}: /,
    [plain],
  ],
  ['hangs-at-hello', 3, 'The adapter did not answer hello within 5000 ms.', [plain]],
  ['hangs-at-start', 3, 'The adapter did not answer start within 5000 ms.', [plain]],
  ['hangs-at-reset', 4, 'The adapter did not answer reset within 5000 ms.', [owning]],
  ['hangs-at-hook', 4, 'The adapter did not answer storage.locate within 5000 ms.', [asking]],
  [
    'wrong-id',
    3,
    /^The adapter did not answer start within 5000 ms, and wrote 1 that answer nothing, as in "\{\\"id\\":77,/,
    [plain],
  ],
  ['text-id', 3, /did not answer start within 5000 ms, and wrote 1 that answer nothing/, [plain]],
  ['null-line', 3, /did not answer start within 5000 ms, and wrote 4 that answer nothing/, [plain]],
  ['closes-output', 3, 'The adapter did not answer start within 5000 ms.', [plain]],
  ['blank-lines', 3, 'The adapter wrote over 100 lines that answer nothing.', [plain]],
  [
    'stderr-flood-and-hangs',
    3,
    /^The adapter did not answer start within 5000 ms\. It said: x{400}$/,
    [plain],
  ],
  ['binary', 3, /^The adapter wrote a line that is not JSON: "\ufffd\\u0000\\u001b\[2J"\.$/, [plain]],
  ['deep', 3, /^The adapter (answered start with|wrote a line that is not JSON)/, [plain]],
  ['tells-the-key', 3, /^The adapter answered start with \{"admin_key":"eaap_system_\[redacted\]"/, [plain]],
  ['dies-telling-the-key', 3, /It said: Error: eaap_system_\[redacted\]$/, [plain]],
  ['long-error', 3, /^The adapter refused start: (long ){79}long/, [plain]],
  ['no-address', 3, /^The adapter answered start with \{"url":"file:/, [plain]],
  ['no-host', 3, /^The adapter answered start with \{"url":"http:\/\/\["/, [plain]],
  ['unknown-hook', 3, /^The adapter said hello with .*"explode"/, [plain]],
  [
    'lies-about-profile',
    3,
    'The adapter says that the profile is enforced; the discovery document says "cooperative".',
    [plain],
  ],
  [
    'lies-about-capability',
    3,
    'The adapter says that there is the capability extraction; the discovery document does not name it.',
    [plain],
  ],
  [
    'lies-about-hook',
    4,
    'The adapter declares the hook storage.locate and does not have storage.locate.',
    [asking],
  ],
];
// Most of them only wait.
suite('faults', { concurrency: 6 }, () => {
  for (const [fault, code, expected, checks] of FAULTS)
    test(`an adapter that ${fault.replaceAll('-', ' ')} ends the run with ${code}`, async () => {
      const ran = await run(fault, checks);
      assert.equal(ran.code, code, ran.err);
      assert.equal(ran.out, '', 'nothing is concluded');
      const said = ran.err.trimEnd().split('\n').at(-1)?.replace('eaap-conformance: ', '') ?? '';
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
      assert.ok(said.length < 1000, 'in a sentence');
      assert.doesNotMatch(ran.err, /kkkkkkkk|\u001b/);
    });
});

test('standard error is free, however much of it there is; and who stays after its input has ended is ended', async () => {
  for (const fault of ['none', 'stderr-flood', 'stays']) {
    const { code, out, err } = await run(fault, [plain, asking, owning]);
    assert.equal(code, 0, err + out);
  }
});

test('what an adapter started ends with the run, in a session of its own too', async () => {
  for (const [fault, code] of [
    ['leaves-another', 0],
    ['dies-and-leaves-another', 4],
  ] as const) {
    const ran = await run(fault, [code === 0 ? plain : lasting]);
    assert.equal(ran.code, code, ran.err);
    assert.ok(await ends(Number(readFileSync(join(folder, `${fault}.pid.another`), 'utf8'))), fault);
  }
});
