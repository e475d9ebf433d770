import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Coverage, Explanation, PolicyDiff } from '@eaap/policies';
import { packNames, readDocument, readPack } from '@eaap/policies';
import type { Evaluation, Judgment, Policy, PolicyResponse } from '@eaap/protocol';
import { STARTER_POLICY } from '@eaap/sdk';
import { child, initialised, place, recordCustomer, refund, type Place } from './support.ts';

interface Tested {
  readonly passed: number;
  readonly failed: number;
  readonly files: readonly {
    readonly cases: readonly { readonly name: string; readonly missing: readonly string[] }[];
  }[];
}

/** A gateway that has allowed, escalated and blocked. Answers the evaluation of the refund that was allowed. */
async function decided(at: Place): Promise<string> {
  await recordCustomer(at);
  const { evaluation } = await at.ok<{ evaluation: Evaluation }>(['evaluate', ...refund('1250')]);
  await at.runAll(['evaluate', ...refund('9900')]);
  await at.runAll(['evaluate', 'crm.lookup', '--param', 'customer=customer:42']);
  await at.runAll(['evaluate', 'nobody.knows']);
  return evaluation.id;
}

const changed = (change: Partial<Policy>): string => JSON.stringify({ ...STARTER_POLICY, ...change });

describe('eaap policy test', () => {
  it('runs the cases of every pack', async () => {
    using at = place();
    const { failed, passed, files } = await at.ok<Tested>([
      'policy',
      'test',
      ...packNames().map((name) => `pack:${name}`),
    ]);
    assert.equal(failed, 0);
    assert.ok(passed > 100 && files.length === packNames().length);
  });

  it('says which case fails, what was expected and what came, and ends with 1', async () => {
    using at = place();
    await at.ok(['policy', 'pack', 'payments', '--out', 'p']);
    const cases = readFileSync(join(at.cwd, 'p/payments.cases.yaml'), 'utf8');
    at.file(
      'p/wrong.yaml',
      cases
        .replace('reasons: [constraints/rule:large]', 'reasons: [constraints/rule:small]')
        .replace("'constraints/rule:large'] }", "'constraints/rule:small'] }"),
    );
    const ran = await at.run('policy test p/wrong.yaml');
    assert.equal(ran.code, 1, ran.stderr);
    assert.match(ran.stdout, /^p\/wrong\.yaml {2}policy payments\nFAIL {2}/);
    assert.match(ran.stdout, /missing +constraints\/rule:small/);
    assert.match(ran.stdout, /\n1 of \d+ cases do not decide as expected\.\n$/);
    assert.equal((await at.run('policy test p/payments.cases.yaml')).code, 0);
  });

  it('says line, column and reason of what cannot be read, in both forms', async () => {
    using at = place();
    at.file('p.yaml', 'v: 1\nname: x\nrules: &all []\n');
    at.file(
      'c.yaml',
      'v: 1\npolicy: p.yaml\ncases:\n  - name: a\n    action: {tool: x.y, environment: none, parameters: {}}\n    expect: {verdict: BLOCK}\n',
    );
    const human = await at.run('policy test c.yaml');
    assert.deepEqual([human.code, human.stdout], [2, '']);
    assert.match(human.stderr, /p\.yaml:3:8: Anchors/);
    const { line, column, code } = (await at.run('policy test c.yaml --json')).json<{
      line: number;
      column: number;
      code: string;
    }>();
    assert.deepEqual([line, column, code], [3, 8, 'anchor']);
  });

  it('wants a policy', async () => {
    using at = place();
    at.file(
      'c.yaml',
      'v: 1\ncases: [{name: a, action: {tool: x.y, environment: none, parameters: {}}, expect: {verdict: BLOCK}}]\n',
    );
    const ran = await at.run('policy test c.yaml');
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /names no policy\. Name one: --policy FILE/);
    assert.equal((await at.run('policy test c.yaml --policy pack:payments')).code, 0);
  });
});

describe('eaap policy explain', () => {
  it('says of a case what each gate, grant, rule and limit says', async () => {
    using at = place();
    const ran = await at.runAll([
      'policy',
      'explain',
      '--cases',
      'pack:default',
      '--case',
      '3: a mail to 501',
    ]);
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /^BLOCK {2}email\.send_bulk, proposed by agent\n/);
    assert.match(ran.stdout, /\n {2}grant mail covers it\n/);
    assert.match(ran.stdout, /\n {2}rule 3 applies, and its condition is true\n/);
    assert.match(ran.stdout, /\n {2}rule 3b applies, and its condition is false\n/);
    assert.match(ran.stdout, /\n {2}rule 4 is about other actions\n/);
    assert.match(ran.stdout, /\n {2}limit 2\.mails-a-day is kept \(0 used, 1 more, 20 at most\)\n/);
    assert.match(ran.stdout, /admissible +A mail to at most 500 recipients/);
  });

  it('explains an action by a policy and manifests', async () => {
    using at = place();
    at.file('a.json', { tool: 'crm.lookup', environment: 'production', parameters: { customer: '42' } });
    const told = await at.ok<Explanation>([
      'policy',
      'explain',
      'a.json',
      '--policy',
      'pack:customer-support',
      '--manifests',
      'pack:customer-support',
      '--principal',
      'bot',
    ]);
    assert.deepEqual([told.verdict, told.principal], ['ALLOW', 'bot']);
    assert.deepEqual(
      told.grants.map(({ id, is }) => `${id} ${is}`),
      ['reads covers', 'notes other', 'answers other', 'refunds other'],
    );
    const unknown = await at.run('policy explain a.json --policy pack:customer-support');
    assert.equal(unknown.code, 1);
    assert.match(unknown.stdout, /effects \/ no-manifest/);
  });

  it('explains a recorded decision as it was made', async () => {
    using at = await initialised();
    const id = await decided(at);
    const told = await at.ok<Explanation>(['policy', 'explain', '--evaluation', id]);
    assert.deepEqual(
      told.relies_on.map(({ attribute, facts }) => [attribute, facts]),
      [
        ['account', 1],
        ['refund.limit', 1],
      ],
    );
    at.file('new.yaml', changed({ limits: [] }));
    const other = await at.ok<Explanation>(['policy', 'explain', '--evaluation', id, '--policy', 'new.yaml']);
    assert.deepEqual([other.verdict, other.limits], ['ALLOW', []]);
    const none = await at.run('policy explain --evaluation 0199a1b2-0000-7000-8000-000000000000');
    assert.equal(none.code, 1);
    assert.match(none.stderr, /There is no evaluation/);
  });
});

describe('eaap policy diff', () => {
  it('lists what recorded decisions would become, and by which reasons', async () => {
    using at = await initialised();
    const id = await decided(at);
    at.file('old.json', STARTER_POLICY);
    const [grant] = STARTER_POLICY.grants;
    assert.ok(grant);
    at.file(
      'new.yaml',
      changed({ grants: STARTER_POLICY.grants.filter(({ id: name }) => name !== 'refunds') }),
    );
    const ran = await at.run('policy diff old.json new.yaml');
    assert.equal(ran.code, 1, ran.stderr);
    assert.match(
      ran.stdout,
      new RegExp(
        `stricter {2}billing\\.refund by agent: ALLOW → BLOCK\\n {2}decision +${id}\\n {2}now +authority/tool-not-granted`,
      ),
    );
    const diff = (await at.run('policy diff new.yaml old.json --json')).json<PolicyDiff>();
    assert.deepEqual([diff.decisions, diff.looser, diff.stricter], [4, 2, 0]);
    assert.deepEqual((await at.ok<PolicyDiff>(['policy', 'diff', 'old.json', 'old.json'])).changes, []);
  });

  it('says what nobody recorded instead of judging it', async () => {
    using at = await initialised();
    await decided(at);
    at.file('old.json', STARTER_POLICY);
    const [limit] = STARTER_POLICY.limits;
    assert.ok(limit);
    at.file(
      'new.json',
      changed({
        limits: [...STARTER_POLICY.limits, { ...limit, id: 'fresh', max: 0 }],
        selects: [{ tools: ['*'], subject: { literal: 'season' }, attribute: 'freeze' }],
      }),
    );
    const diff = (await at.run('policy diff old.json new.json --json')).json<PolicyDiff>();
    assert.deepEqual(diff.unknown, { 'fact:season freeze': 4, 'limit:fresh': 4 });
    assert.equal(diff.stricter, 0);
  });

  it('judges a limit again whose maximum changes, by the counters of then', async () => {
    using at = await initialised();
    await decided(at);
    at.file('old.json', STARTER_POLICY);
    at.file(
      'new.json',
      changed({
        limits: STARTER_POLICY.limits.map((limit) =>
          limit.id === 'refunds-a-day' ? { ...limit, max: 1249 } : limit,
        ),
      }),
    );
    const diff = (await at.run('policy diff old.json new.json --json')).json<PolicyDiff>();
    assert.deepEqual(
      diff.changes.map(({ is, gained }) => [is, gained]),
      [
        ['stricter', ['limits/over-quota:refunds-a-day']],
        ['reasons', ['limits/over-quota:refunds-a-day']],
      ],
    );
  });

  it('reads a gateway that is running, changes nothing in it, and leaves no copy of its keys', async () => {
    using at = await initialised();
    await decided(at);
    at.file('old.json', STARTER_POLICY);
    const served = child(at.cwd, ['serve', '--port', '0']);
    await served.said('Ctrl-C');
    const before = await at.ok<{ size: number }>(['entries']);
    const { decisions } = await at.ok<PolicyDiff>(['policy', 'diff', 'old.json', 'old.json']);
    assert.equal(decisions, 4);
    assert.equal((await at.ok<{ size: number }>(['entries'])).size, before.size);
    assert.deepEqual(
      readdirSync(join(at.cwd, '.eaap')).filter((name) => name.startsWith('copy-')),
      [],
    );
    served.process.kill('SIGTERM');
    await served.exited;
  });

  it('compares by cases', async () => {
    using at = place();
    const same = await at.ok<PolicyDiff>([
      'policy',
      'diff',
      'pack:default',
      'pack:default',
      '--cases',
      'pack:default',
    ]);
    assert.equal(same.decisions, readPack('default').cases.cases.length);
    const other = await at.run('policy diff pack:default pack:read-only --cases pack:default --json');
    assert.equal(other.code, 1);
    assert.ok(other.json<PolicyDiff>().stricter > 5);
  });

  it('wants a gateway or cases', async () => {
    using at = place();
    const ran = await at.run('policy diff pack:default pack:default');
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /judge cases: --cases FILE/);
  });
});

describe('eaap policy coverage', () => {
  it('says what decisions never exercised, and ends with 1', async () => {
    using at = await initialised();
    await decided(at);
    at.file('p.json', STARTER_POLICY);
    const ran = await at.run('policy coverage p.json --json');
    assert.equal(ran.code, 1);
    const { decisions, grants, never } = ran.json<Coverage>();
    assert.equal(decisions, 4);
    assert.deepEqual(
      grants.map(({ id, applied, decided: by }) => [id, applied, by]),
      [
        ['lookups', 1, 1],
        ['shared-files', 0, 0],
        ['refunds', 2, 2],
        ['mails', 0, 0],
      ],
    );
    assert.ok(never.includes('grant:shared-files') && never.includes('rule:refund-in-euros'));
  });

  it('ends with 0 when each part of a pack has a case', async () => {
    using at = place();
    assert.deepEqual(
      (await at.ok<Coverage>(['policy', 'coverage', 'pack:payments', '--cases', 'pack:payments'])).never,
      [],
    );
  });
});

describe('eaap policy pack', () => {
  it('writes a pack that loads, with the quotas of a tier, and overwrites nothing', async () => {
    using at = await initialised();
    await at.ok(['policy', 'pack', 'default', '--tier', 'enterprise', '--out', 'd']);
    const tested = await at.ok<Tested>([
      'policy',
      'test',
      'd/default.cases.yaml',
      '--policy',
      'pack:default',
    ]);
    assert.equal(tested.failed, 0);
    await at.ok(['policy', 'set', 'd/default.yaml']);
    await at.ok(['manifest', 'set', 'd/default.manifests.json']);
    const { policy } = await at.ok<PolicyResponse>(['policy', 'get']);
    assert.deepEqual({ ...policy, limits: [] }, { ...readPack('default').policy, limits: [] });
    assert.equal(policy.limits.find(({ id }) => id === '2.actions-an-hour')?.max, 20_000);
    const again = await at.run('policy pack default --out d');
    assert.equal(again.code, 1);
    assert.match(again.stderr, /Nothing was written/);
    assert.equal((await at.run('policy pack default --tier gold --out e')).code, 1);
    assert.ok(!existsSync(join(at.cwd, 'e')));
    assert.equal((await at.run('policy pack nothing')).code, 1);
  });

  it('lists what there is, and what each does not stop', async () => {
    using at = place();
    const { stdout } = await at.run('policy pack');
    for (const name of packNames()) assert.match(stdout, new RegExp(`^${name}$`, 'm'));
    assert.equal(stdout.match(/^ {2}Does not stop: /gm)?.length, packNames().length);
  });
});

describe('a policy in shadow', () => {
  it('reports by its rules and decides by the rest; enforced, it decides', async () => {
    using at = await initialised();
    await recordCustomer(at);
    at.file(
      'p.json',
      changed({
        rules: [
          { id: 'never', description: 'Nothing.', when: 'true', outcome: 'block' },
          { id: 'nor', description: 'That.', when: 'true', outcome: 'block' },
        ],
      }),
    );
    const codes = async (): Promise<string[]> => {
      const ran = await at.runAll(['evaluate', ...refund('1250'), '--json']);
      const { evaluation } = ran.json<{ evaluation: { judgment: Judgment } }>();
      return evaluation.judgment.gates.flatMap(({ reasons }) =>
        reasons.map(({ code, rule }) => `${code}:${rule ?? ''}`),
      );
    };
    await at.ok(['policy', 'set', 'p.json', '--shadow']);
    assert.deepEqual(await codes(), ['rule-shadow:never', 'rule-shadow:nor']);
    await at.ok(['policy', 'set', 'p.json', '--shadow', 'nor']);
    assert.deepEqual(await codes(), ['rule:never', 'rule-shadow:nor']);
    await at.ok(['policy', 'set', 'p.json']);
    assert.deepEqual(await codes(), ['rule:never', 'rule:nor']);
    const none = await at.run('policy set p.json --shadow nothing');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /has no rule nothing/);
  });

  it('is printed as YAML that reads to the same policy', async () => {
    using at = await initialised();
    const { stdout } = await at.run('policy get --yaml');
    assert.deepEqual(readDocument(stdout, 'p').value, STARTER_POLICY);
  });
});
