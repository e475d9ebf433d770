import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wantsColour } from '../src/lib/io.ts';
import { child, place } from './support.ts';

const COMMANDS = [
  ...['demo', 'init', 'serve', 'status', 'rebase-clock', 'evaluate', 'commit', 'outcome', 'evaluation'],
  ...['escalations', 'escalation', 'approve', 'deny', 'halt', 'resume', 'store', 'search', 'fact', 'lock'],
  ...['unlock', 'retract', 'conflict', 'resolve', 'erase', 'entries', 'checkpoint', 'export', 'verify'],
  ...['keys list', 'keys create', 'keys revoke', 'policy get', 'policy set', 'trust get', 'trust set'],
  ...['policy test', 'policy explain', 'policy diff', 'policy coverage', 'policy pack', 'redteam'],
  ...['manifest list', 'manifest set'],
];

describe('help', () => {
  it('lists every command and the exit codes, within 80 columns', async () => {
    using at = place();
    const { code, stdout } = await at.run('--help');
    assert.equal(code, 0);
    for (const command of COMMANDS) assert.match(stdout, new RegExp(`^ {2}${command.split(' ')[0]} `, 'm'));
    assert.match(stdout, /Exit codes:\n {2}0 {2}done/);
    assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  });

  for (const command of COMMANDS) {
    it(`of ${command} has examples, --json and exit codes`, async () => {
      using at = place();
      const { code, stdout, stderr } = await at.run(`${command} --help`);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, new RegExp(`Examples:\n {2}\\$ eaap ${command}`));
      assert.match(stdout, /--json +Print one JSON document/);
      assert.match(stdout, /Exit codes:/);
    });
  }

  it('is shown for no command at all, as a mistake', async () => {
    using at = place();
    const { code, stdout, stderr } = await at.runAll([]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^Usage: eaap/);
  });

  it('says the versions', async () => {
    using at = place();
    const { code, stdout } = await at.run('--version');
    assert.equal(code, 0);
    assert.match(stdout, /^eaap \d+\.\d+\.\d+, EAAP 2\.0\n$/);
  });
});

describe('a command that is not given as it must be', () => {
  for (const [args, message] of [
    ['stroe', /unknown command 'stroe' \(Did you mean store\?\)/],
    ['store --nope', /unknown option '--nope'/],
    ['fact', /missing required argument 'fact'/],
    ['lock 0199a1b2-0000-7000-8000-000000000000', /required option '--reason <text>' not specified/],
    ['search --limit 0', /--limit is a whole number from 1 to 200; "0" is not/],
    ['evaluate x.y --environment moon', /--environment is one of none, sandbox, staging, production; "moon"/],
    ['evaluate', /Name the tool, or give the whole action/],
    ['evaluate x.y --param novalue', /--param is name=text or name:=JSON; "novalue" is neither/],
    ['evaluate x.y --param a=1 --param a=2', /--param a is given twice/],
    ['evaluate x.y --param a:={"b":1,"b":2}', /--param a is not acceptable JSON/],
    ['evaluate x.y --action no.json', /--action is the whole action/],
    ['evaluate --action no.json', /There is no file no\.json/],
    ['store a', /A fact is SUBJECT ATTRIBUTE VALUE, or --file FILE/],
    [
      'resolve 0199a1b2-0000-7000-8000-000000000000 burn --reason r',
      /The resolution is one of keep, replace/,
    ],
    ['outcome 0199a1b2-0000-7000-8000-000000000000 done', /status/],
    ['halt --agent a --gateway --reason r', /--agent and --gateway exclude each other/],
    ['serve --port 70000', /--port is a whole number from 0 to 65535/],
    ['serve --host 0.0.0.0 --port 0', /0\.0\.0\.0 can be reached from other machines/],
    ['verify nothing', /There is nothing at nothing/],
    ['verify --receipt r.json', /--receipt FILE --action FILE --audience NAME/],
    ['search --url http://127.0.0.1:1 --path x', /--url and --path exclude each other/],
    ['demo --operator-decision maybe', /--operator-decision is one of approve, deny/],
  ] as const) {
    it(`ends with 2: ${args}`, async () => {
      using at = place();
      // What it says is about the command, not about the gateway that is not there.
      const init = /^(store|outcome|resolve|halt)/.test(args) ? await at.run('init') : undefined;
      assert.ok(init === undefined || init.code === 0);
      const human = await at.run(args);
      assert.deepEqual([human.code, human.stdout], [2, '']);
      assert.match(human.stderr.replaceAll(/\n +/g, ' '), message);
      const machine = await at.run(`${args} --json`);
      assert.equal(machine.code, 2);
      assert.equal(machine.stderr, '');
      const problem = machine.json<{ type: string; detail: string }>();
      assert.match(problem.type, /^urn:eaap:(cli:usage|problem:invalid-request)$/);
      assert.match(problem.detail, message);
    });
  }
});

describe('colour', () => {
  for (const [env, terminal, expected] of [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ] as const) {
    it(`is ${expected ? 'on' : 'off'} with ${JSON.stringify(env)} ${terminal ? 'on' : 'off'} a terminal`, () => {
      assert.equal(wantsColour(env, terminal), expected);
    });
  }

  it('is in no JSON, and in the help only where it is wanted', async () => {
    using at = place();
    assert.match((await at.runAll(['--help'], { colour: true })).stdout, /\u001b\[1m/);
    assert.doesNotMatch((await at.runAll(['--help'])).stdout, /\u001b/);
    const json = await at.runAll(['search', '--json'], { colour: true });
    assert.doesNotMatch(json.stdout, /\u001b/);
  });

  it('follows the environment of a real process', async () => {
    using at = place();
    const forced = child(at.cwd, ['search'], { FORCE_COLOR: '1' });
    const plain = child(at.cwd, ['search'], { FORCE_COLOR: '1', NO_COLOR: '1' });
    assert.deepEqual([await forced.exited, await plain.exited], [3, 3]);
    assert.match(forced.err(), /\u001b\[31m/);
    assert.doesNotMatch(plain.err(), /\u001b/);
    assert.match(plain.err(), /^unreachable: There is no gateway in \.eaap\.\n→ Make one: eaap init\n/m);
  });
});
