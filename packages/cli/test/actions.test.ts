import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type {
  ControlState,
  Escalation,
  EscalationsResponse,
  Evaluation,
  EvaluationView,
  Outcome,
  Receipt,
} from '@eaap/protocol';
import { initialised, recordCustomer, refund, typing, type Place } from './support.ts';

const LOOKUP = ['evaluate', 'crm.lookup', '--param', 'customer=customer:42'];
const MAIL = [
  'evaluate',
  'mail.send',
  '--param',
  'to=a@example.org',
  '--param',
  'subject=Hi',
  '--param',
  'body=Text',
];

async function escalate(at: Place): Promise<Escalation> {
  const { code } = await at.runAll(MAIL);
  assert.equal(code, 5);
  const { escalations } = await at.ok<EscalationsResponse>(['escalations']);
  const newest = escalations.at(-1);
  assert.ok(newest);
  return newest;
}

describe('an action that is allowed', () => {
  it('goes from evaluate to commit to outcome', async () => {
    using at = await initialised();
    const { evaluation } = await at.ok<{ evaluation: Evaluation }>([...LOOKUP, '--out', 'allowed.json']);
    assert.equal(evaluation.verdict, 'ALLOW');
    assert.equal(statSync(join(at.cwd, 'allowed.json')).mode & 0o777, 0o600);

    const committed = await at.run('commit allowed.json --receipt receipt.json --audience crm');
    assert.equal(committed.code, 0, committed.stderr);
    assert.match(committed.stdout, /^COMMITTED {2}It may happen now, once, at crm\.\n/);
    assert.match(committed.stdout, new RegExp(`→ eaap outcome ${evaluation.id} executed`));
    const receipt = JSON.parse(readFileSync(join(at.cwd, 'receipt.json'), 'utf8')) as Receipt;
    assert.equal(receipt.claims.evaluation, evaluation.id);
    assert.equal(statSync(join(at.cwd, 'receipt.json.key')).mode & 0o777, 0o600);

    const artifact = at.file('answer.txt', 'two orders');
    const outcome = await at.ok<Outcome>([
      'outcome',
      evaluation.id,
      'executed',
      '--artifact',
      `answer=${artifact}`,
    ]);
    assert.equal(outcome.status, 'executed');
    const view = await at.ok<EvaluationView>(['evaluation', evaluation.id]);
    assert.deepEqual([view.status, view.action?.tool], ['executed', 'crm.lookup']);
    const again = await at.run(`outcome ${evaluation.id} failed`);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^already-reported: /);
  });

  it('is piped from one command to the next', async () => {
    using at = await initialised();
    const action = { tool: 'crm.lookup', parameters: { customer: 'customer:42' }, environment: 'production' };
    const evaluated = await at.runAll(['evaluate', '--action', '-', '--json'], {
      stdin: JSON.stringify(action),
    });
    const { receipt, files } = await at.ok<{ receipt: Receipt; files: { receipt: string } }>(
      ['commit', '-'],
      {
        stdin: evaluated.stdout,
      },
    );
    assert.equal(receipt.claims.audience, 'crm.lookup');
    assert.ok(existsSync(join(at.cwd, files.receipt)));
  });

  it('is shown with its token where no file is named', async () => {
    using at = await initialised();
    const { code, stdout } = await at.runAll(LOOKUP);
    assert.equal(code, 0);
    assert.match(stdout, /^ALLOW {2}crm\.lookup may be committed\.\n/);
    assert.match(stdout, /commit +by executor, before \d{4}-/);
    assert.match(stdout, /token +[A-Za-z0-9_-]{43}\n/);
  });

  it('overwrites nothing, and spends no token when there is no place for the receipt', async () => {
    using at = await initialised();
    await at.ok([...LOOKUP, '--out', 'allowed.json']);
    const before = readFileSync(join(at.cwd, 'allowed.json'), 'utf8');
    const evaluate = await at.runAll([...LOOKUP, '--out', 'allowed.json']);
    assert.equal(evaluate.code, 2);
    assert.match(evaluate.stderr, /allowed\.json exists already and is not overwritten/);
    assert.equal(readFileSync(join(at.cwd, 'allowed.json'), 'utf8'), before);
    at.file('receipt.json', 'mine');
    const commit = await at.run('commit allowed.json --receipt receipt.json');
    assert.equal(commit.code, 2);
    assert.equal(readFileSync(join(at.cwd, 'receipt.json'), 'utf8'), 'mine');
    assert.equal((await at.run('commit allowed.json --receipt other.json')).code, 0);
  });
});

describe('a commit that is refused', () => {
  const refused = async (at: Place, args: string, type: string) => {
    const { code, stderr } = await at.run(`commit ${args} --receipt refused.json`);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^${type}: `));
    assert.match(stderr, /→ /);
    assert.equal(existsSync(join(at.cwd, 'refused.json')), false);
    assert.equal(existsSync(join(at.cwd, 'refused.json.key')), false);
  };

  it('says so for a token used twice, another action, another state, and a token nobody gave', async () => {
    using at = await initialised();
    await recordCustomer(at);
    await at.ok(['evaluate', ...refund('1250'), '--out', 'one.json']);
    const swapped = {
      tool: 'billing.refund',
      environment: 'production',
      parameters: { customer: 'customer:42', account: 'acct_7', amount: { amount: '4900', currency: 'EUR' } },
    };
    await refused(at, `one.json --action ${at.file('swapped.json', swapped)}`, 'action-mismatch');
    assert.equal((await at.run('commit one.json --receipt one-receipt.json')).code, 0);
    await refused(at, 'one.json', 'already-committed');

    await at.ok(['evaluate', ...refund('1250'), '--out', 'two.json']);
    assert.equal((await at.run('store customer:42 account acct_8 --source system:crm')).code, 1);
    await refused(at, 'two.json', 'state-drift');

    const one = JSON.parse(readFileSync(join(at.cwd, 'one.json'), 'utf8')) as object;
    await refused(at, at.file('made-up.json', { ...one, token: 'A'.repeat(43) }), 'invalid-token');
    const nothing = await at.run(`commit ${at.file('empty.json', {})}`);
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /This is not what eaap evaluate gives for an ALLOW/);
  });
});

describe('an action that is blocked', () => {
  it('says gate, rule, field, fact and what would make it admissible', async () => {
    using at = await initialised();
    await recordCustomer(at);
    const dollars = [...refund('1250')];
    dollars[6] = 'amount:={"amount":"1250","currency":"USD"}';
    const { code, stdout, stderr } = await at.runAll(['evaluate', ...dollars]);
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /^BLOCK {2}billing\.refund is not admissible\.\n/);
    assert.match(
      stdout,
      /constraints \/ rule\n[^]*rule +refund-in-euros\n +admissible +State the amount in EUR\./,
    );
    assert.match(stdout, /grounding \/ over-ground\n[^]*field +\/amount\n +fact +[0-9a-f-]{36}@1\n/);
    assert.match(stdout, /Nothing was done/);
    assert.ok(
      stdout.split('\n').every((line) => line.length <= 80),
      stdout,
    );

    const machine = await at.runAll(['evaluate', ...dollars, '--json']);
    assert.equal(machine.code, 1);
    const problem = machine.json<{ type: string; evaluation: Evaluation }>();
    assert.deepEqual([problem.type, problem.evaluation.verdict], ['urn:eaap:problem:blocked', 'BLOCK']);
  });

  it('is blocked by halt, for one agent or for all, until resumed', async () => {
    using at = await initialised();
    const one = await at.ok<ControlState>(['halt', '--agent', 'agent', '--reason', 'Loops.']);
    assert.deepEqual(
      one.halted.map(({ scope, name }) => [scope, name]),
      [['agent', 'agent']],
    );
    const blocked = await at.runAll(LOOKUP);
    assert.equal(blocked.code, 1);
    assert.match(blocked.stdout, /standing \/ halted\n/);
    await at.ok(['resume', '--agent', 'agent', '--reason', 'Fixed.']);
    assert.equal((await at.runAll(LOOKUP)).code, 0);

    await at.ok(['halt', '--gateway', '--reason', 'Incident 7.']);
    assert.match((await at.run('status')).stdout, /^HALTED {2}gateway /);
    assert.equal((await at.runAll(LOOKUP)).code, 1);
    const state = await at.ok<ControlState>(['resume', '--gateway', '--reason', 'Over.']);
    assert.deepEqual(state.halted, []);
    assert.match((await at.run('status')).stdout, /^Nothing is halted\./);
  });

  it('needs the key of system to halt the gateway', async () => {
    using at = await initialised();
    const admin = join('.eaap', 'keys', 'admin.key');
    const { code, stderr } = await at.run(`halt --gateway --reason r --key-file ${admin}`);
    assert.equal(code, 1);
    assert.match(stderr, /^(forbidden|identity-mismatch): /);
  });
});

describe('an action that is escalated', () => {
  it('ends with 5, says who decides, and in JSON carries the evaluation', async () => {
    using at = await initialised();
    const human = await at.runAll(MAIL);
    assert.deepEqual([human.code, human.stderr], [5, '']);
    assert.match(human.stdout, /^ESCALATE {2}mail\.send waits for a decision by somebody else\.\n/);
    assert.match(
      human.stdout,
      /escalation \/ always-escalate\n[^]*→ eaap approve [0-9a-f-]{36} --reason TEXT/,
    );
    const machine = await at.runAll([...MAIL, '--json']);
    assert.equal(machine.code, 5);
    const problem = machine.json<{ type: string; evaluation: Evaluation; escalation: string }>();
    assert.deepEqual([problem.type, problem.evaluation.verdict], ['urn:eaap:problem:escalated', 'ESCALATE']);
    assert.match(
      (await at.run('escalations')).stdout,
      /pending {2}proposed by agent, for operators\n[^]*challenge +mail\.send/,
    );
  });

  it('is approved with its challenge, and then allowed once', async () => {
    using at = await initialised();
    const { id, challenge } = await escalate(at);
    const without = await at.run(`approve ${id} --reason Goodwill.`);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /An approval needs the challenge of the escalation/);
    const wrong = await at.run(`approve ${id} --reason Goodwill. --challenge x`);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^challenge-mismatch: /);
    const approved = await at.runAll(['approve', id, '--reason', 'Goodwill.', '--challenge', challenge]);
    assert.equal(approved.code, 0);
    assert.match(approved.stdout, /^approved {2}proposed by agent[^]*decided by +approver/);
    const allowed = await at.ok<{ evaluation: Evaluation }>([...MAIL, '--out', 'mail.json']);
    assert.equal(allowed.evaluation.verdict, 'ALLOW');
    await at.ok(['commit', 'mail.json']);
    assert.equal((await at.runAll(MAIL)).code, 5);
  });

  it('is shown in full to whoever decides on a terminal, and nothing is filled in for them', async () => {
    using at = await initialised();
    const { id, challenge } = await escalate(at);
    const gone = await at.run(`approve ${id}`, { prompts: typing(undefined) });
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /tool +mail\.send in production\n[^]*Nothing was decided\./);
    const prompts = typing(challenge, 'Read it.');
    const { code, stdout } = await at.run(`approve ${id}`, { prompts });
    assert.equal(code, 0, stdout);
    assert.deepEqual(prompts.asked, [`To approve this, type the challenge: ${challenge}`, 'Why?']);
  });

  it('is denied, and stays so', async () => {
    using at = await initialised();
    const { id, challenge } = await escalate(at);
    assert.equal((await at.ok<Escalation>(['deny', id, '--reason', 'No.'])).status, 'denied');
    const late = await at.runAll(['approve', id, '--reason', 'Yes.', '--challenge', challenge]);
    assert.equal(late.code, 1);
    assert.match(late.stderr, /^already-decided: /);
    assert.match((await at.run('escalations --status denied')).stdout, /^denied {2}proposed by agent/);
    assert.equal((await at.ok<Escalation>(['escalation', id])).status, 'denied');
    assert.equal((await at.runAll(MAIL)).code, 5);
  });

  it('cannot be approved by the agent', async () => {
    using at = await initialised();
    const { id, challenge } = await escalate(at);
    const { code, stderr } = await at.runAll([
      ...['approve', id, '--reason', 'r', '--challenge', challenge],
      ...['--key-file', join('.eaap', 'keys', 'agent.key')],
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /^forbidden: /);
  });
});
