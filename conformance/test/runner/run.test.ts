import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChecks } from '../../src/runner/run.ts';
import { runCheck } from '../../src/runner/run-check.ts';
import { bench, check, controlWith } from './support.ts';

test('a check passes when all it stated holds, and fails when anything does not', async () => {
  const passed = await runCheck(check('a.b'), bench());
  assert.equal(passed.verdict, 'PASS');
  const failing = check('a.b', {
    run: async (t) => {
      t.equal('the status', 500, 422);
      t.expect('the rest', true);
    },
  });
  const failed = await runCheck(failing, bench());
  assert.equal(failed.verdict, 'FAIL');
  assert.deepEqual(failed.expectations[0], {
    observation: 'the status',
    holds: false,
    expected: 422,
    got: 500,
  });
  assert.equal(failed.expectations.length, 2, 'it goes on after the first');
});

test('a check that stated nothing has failed', async () => {
  const { verdict, message } = await runCheck(check('a.b', { run: async () => undefined }), bench());
  assert.deepEqual([verdict, message], ['FAIL', 'The check stated nothing.']);
});

test('a missing prerequisite, a crash and a check that hangs are inconclusive, unless something was seen before', async () => {
  const run = (what: Parameters<typeof check>[1]) => runCheck(check('a.b', what), bench());
  const unmet = await run({ run: async (t) => t.require('a fact', false, { got: 'none' }) });
  assert.deepEqual([unmet.verdict, unmet.message], ['INCONCLUSIVE', 'a fact ({"got":"none"})']);
  const crashed = await run({
    run: async () => {
      throw new TypeError('x is not a function');
    },
  });
  assert.equal(crashed.verdict, 'INCONCLUSIVE');
  assert.equal(crashed.message, 'The check could not go on: TypeError: x is not a function');
  const hung = await run({ timeoutMs: 20, run: () => new Promise(() => undefined) });
  assert.deepEqual(
    [hung.verdict, hung.message],
    ['INCONCLUSIVE', 'The check was not done within 20 ms; --timeout gives a slow gateway more.'],
  );
  const seen = await run({
    run: async (t) => {
      t.expect('it holds', false);
      t.inconclusive('and then nothing');
    },
  });
  assert.equal(seen.verdict, 'FAIL');
});

test('a check that was given up reaches the gateway no more', async () => {
  let asked = 0;
  const late = check('a.b', {
    timeoutMs: 20,
    run: async (t) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await t.sut.request({ method: 'POST', path: '/v2/control/halt' });
    },
  });
  await runCheck(late, bench({ answer: () => Response.json({ asked: (asked += 1) }) }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(asked, 0);
});

test('a hook that is absent is not evidenced, whether declared or asked for on the way', async () => {
  const declared = await runCheck(check('a.b', { needs: ['kill', 'clock'] }), bench());
  assert.deepEqual(
    [declared.verdict, declared.message],
    ['NOT_EVIDENCED', 'The adapter has no kill, no clock.'],
  );
  const asked = await runCheck(
    check('a.b', {
      run: async (t) => {
        await t.control.kill();
      },
    }),
    bench(),
  );
  assert.deepEqual([asked.verdict, asked.message], ['NOT_EVIDENCED', 'The adapter has no hook kill.']);
});

test('no answer is a failure, and after a crash the rest is run on a fresh gateway', async () => {
  const calls: string[] = [];
  let up = true;
  const crashing = check('a.crash', {
    run: async (t) => {
      up = false;
      await t.sut.request({ method: 'GET', path: '/' });
    },
  });
  const answer = (): Response => {
    if (!up) throw new Error('connection refused');
    return Response.json({});
  };
  const control = controlWith(['reset'], calls);
  const reset = control.reset;
  control.reset = () => {
    up = true;
    return reset();
  };
  const asking = check('a.next', {
    run: async (t) => t.equal('status', (await t.sut.request({ method: 'GET', path: '/' })).status, 200),
  });
  const outcomes = await runChecks(
    [crashing, asking],
    bench({ answer, control, hasControl: true, alone: true }),
  );
  assert.deepEqual(
    outcomes.map(({ verdict }) => verdict),
    ['FAIL', 'PASS'],
  );
  assert.match(outcomes[0]?.message ?? '', /did not answer GET \/: connection refused/);
  assert.deepEqual(calls, ['reset']);
});

test('with no way to start it again, what follows a crash is inconclusive once, not failed a hundred times', async () => {
  const asking = (id: string) =>
    check(id, {
      run: async (t) => t.equal('status', (await t.sut.request({ method: 'GET', path: '/' })).status, 200),
    });
  const gone = (): Response => {
    throw new Error('connection refused');
  };
  const outcomes = await runChecks(
    [asking('a.a'), asking('a.b'), asking('a.c')],
    bench({ answer: gone, alone: true }),
  );
  assert.deepEqual(
    outcomes.map(({ verdict }) => verdict),
    ['FAIL', 'INCONCLUSIVE', 'INCONCLUSIVE'],
  );
});

test('checks run side by side, and those that own the gateway alone, each on a fresh one', async () => {
  const calls: string[] = [];
  let [running, most, beside] = [0, 0, false];
  const shared = (id: string) =>
    check(id, {
      run: async (t) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
        t.expect('it ran', true);
      },
    });
  const owner = (id: string) =>
    check(id, {
      exclusive: true,
      run: async (t) => {
        beside ||= running > 0;
        calls.push(id);
        await t.elapse(90_000);
        t.expect('it ran', true);
      },
    });
  const checks = [owner('o.a'), shared('s.a'), shared('s.b'), shared('s.c'), owner('o.b')];
  const control = controlWith(['reset', 'clock'], calls);
  const outcomes = await runChecks(checks, bench({ control, hasControl: true }), { concurrency: 2 });
  assert.deepEqual(
    outcomes.map(({ id, verdict }) => [id, verdict]),
    checks.map(({ id }) => [id, 'PASS']),
  );
  assert.equal(most, 2);
  assert.equal(beside, false);
  assert.deepEqual(calls, ['reset', 'o.a', 'advance 90000', 'reset', 'o.b', 'advance 90000']);
});

test('where the clock does not advance as it was told to, nothing can be said', async () => {
  const late = check('o.late', {
    exclusive: true,
    run: async (t) => {
      await t.elapse(1000);
      t.expect('what is to happen after a second', false);
    },
  });
  const right = controlWith(['reset', 'clock']);
  const slow = { ...right, advance: (ms: number) => right.advance(ms / 2) };
  const [outcome] = await runChecks([late], bench({ control: slow, hasControl: true }));
  assert.equal(outcome?.verdict, 'INCONCLUSIVE');
  assert.equal(outcome.message, 'The clock was to advance by 1000 ms and advanced by 500 ms.');
});

test('the same seed draws the same for a check, whatever runs beside it', async () => {
  const drawn: string[] = [];
  const drawing = check('a.b', {
    run: async (t) => {
      drawn.push(`${t.random.word()} ${t.random.int(1000)}`);
      t.expect('drawn', true);
    },
  });
  await runCheck(drawing, bench());
  await runChecks([check('a.a'), drawing], bench());
  await runCheck(drawing, bench({ seed: 'other' }));
  assert.equal(drawn[0], drawn[1]);
  assert.notEqual(drawn[0], drawn[2]);
});

test('transcripts hold what went over the wire, without keys and tokens', async () => {
  const key = `eaap_acme_${'s'.repeat(43)}`;
  const token = 't'.repeat(43);
  const talking = check('a.b', {
    run: async (t) => {
      await t.sut.request({ method: 'POST', path: '/v2/actions/commit', key, body: { token, key } });
      t.expect('it ran', true);
    },
  });
  const { transcript } = await runCheck(talking, bench({ answer: () => Response.json({ key, token }) }));
  assert.deepEqual(transcript, [
    {
      method: 'POST',
      path: '/v2/actions/commit',
      request: '{"token":"[redacted]","key":"eaap_acme_[redacted]"}',
      status: 200,
      answer: '{"key":"eaap_acme_[redacted]","token":"[redacted]"}',
    },
  ]);
});

test('what was inconclusive beside others is run once more, alone, and what then comes counts', async () => {
  let [tries, others, beside] = [0, 0, 0];
  const busy = (id: string) =>
    check(id, {
      run: async (t) => {
        others += 1;
        await new Promise((resolve) => setTimeout(resolve, 30));
        others -= 1;
        t.expect('it ran', true);
      },
    });
  const pressed = check('a.pressed', {
    run: async (t) => {
      tries += 1;
      beside = others;
      if (tries === 1) t.inconclusive('the time was over');
      t.expect('it ran', true);
    },
  });
  const never = check('a.never', { run: async (t) => t.inconclusive('never') });
  const failing = check('a.fails', { run: async (t) => t.expect('it holds', false) });
  const outcomes = await runChecks([busy('b.a'), busy('b.b'), pressed, never, failing], bench());
  assert.deepEqual(
    outcomes.map(({ verdict }) => verdict),
    ['PASS', 'PASS', 'PASS', 'INCONCLUSIVE', 'FAIL'],
  );
  assert.deepEqual([tries, beside], [2, 0], 'once more, and nothing beside it');
});

test('many that are inconclusive are no accident, and not run again', async () => {
  let tries = 0;
  const open = Array.from({ length: 17 }, (_, i) =>
    check(`a.c${i}`, {
      run: async (t) => {
        tries += 1;
        t.inconclusive('it rains');
      },
    }),
  );
  await runChecks(open, bench());
  assert.equal(tries, 17);
});

test('a crash is laid to the check that brings it about, not to those that ran beside it', async () => {
  let [up, resets] = [true, 0];
  const asks = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  const answer = (): Response => {
    if (!up) throw new Error('connection refused');
    return Response.json({});
  };
  const right = controlWith(['reset']);
  const control = {
    ...right,
    reset: async () => {
      resets += 1;
      await asks();
      up = true;
      return right.reset();
    },
  };
  const crashing = check('a.crash', {
    run: async (t) => {
      up = false;
      await t.sut.request({ method: 'GET', path: '/' });
    },
  });
  const innocent = (id: string) =>
    check(id, {
      run: async (t) => {
        for (let i = 0; i < 3; i += 1) {
          await asks();
          t.equal('status', (await t.sut.request({ method: 'GET', path: '/' })).status, 200);
        }
      },
    });
  const checks = [innocent('a.a'), crashing, innocent('a.b'), innocent('a.c')];
  const outcomes = await runChecks(checks, bench({ answer, control, hasControl: true }));
  assert.deepEqual(
    outcomes.map(({ verdict }) => verdict),
    ['PASS', 'FAIL', 'PASS', 'PASS'],
  );
  assert.equal(resets, 2, 'once beside the others, once alone');
});

test('a gateway that is known to be slow gives its checks more time', async () => {
  const slow = check('a.slow', {
    timeoutMs: 100,
    run: async (t) => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      t.expect('it ran', true);
    },
  });
  assert.equal((await runCheck(slow, bench())).verdict, 'INCONCLUSIVE');
  assert.equal((await runCheck(slow, bench({ slack: 20 }))).verdict, 'PASS');
});
