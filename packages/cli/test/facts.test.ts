import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Conflict, EraseResponse, Fact, SearchResponse, StoreResponse } from '@eaap/protocol';
import { initialised, recordCustomer, typing, type Place } from './support.ts';

const store = (at: Place, ...args: string[]) => at.ok<StoreResponse>(['store', ...args]);
const subject = (at: Place, name: string) => at.ok<SearchResponse>(['search', '--subject', name]);

describe('store and search', () => {
  it('keep a fact with its source, and find it', async () => {
    using at = await initialised();
    const { fact, result } = await store(
      at,
      'order:1',
      'total',
      '10',
      '--source',
      'human:dana',
      '--half-life',
      '30d',
    );
    assert.deepEqual(
      [result, fact.value, fact.trust, fact.half_life_ms],
      ['stored', 10, 'authoritative', 30 * 86_400_000],
    );
    const found = await at.run('search --subject order:1');
    assert.equal(found.code, 0);
    assert.match(
      found.stdout,
      /^order:1 total = 10\n {2}[0-9a-f-]{36}@1 {2}active {2}100 %\n {2}authoritative human:dana\n1 facts, context healthy/,
    );
  });

  it('read a value as JSON where it is JSON, and as a text where it is one or is said to be', async () => {
    using at = await initialised();
    const values = async (...args: string[]) =>
      (await store(at, 's', ...args, '--source', 'tool:t')).fact.value;
    assert.deepEqual(await values('a', '{"x":[1]}'), { x: [1] });
    assert.equal(await values('b', 'acct_7'), 'acct_7');
    assert.equal(await values('c', 'true'), true);
    assert.equal(await values('d', '12', '--text'), '12');
    const twice = await at.run('store s e {"x":1,"x":2} --source tool:t');
    assert.equal(twice.code, 2);
    assert.match(twice.stderr, /The value \(add --text for a text\) is not acceptable JSON/);
  });

  it('take a whole request from a file or standard input', async () => {
    using at = await initialised();
    const source = { kind: 'system', id: 'crm', observed_at: '2026-01-01T00:00:00.000Z' };
    const request = { subject: 's', attribute: 'a', value: [1], source };
    assert.equal((await store(at, '--file', at.file('fact.json', request))).result, 'stored');
    const again = await at.ok<StoreResponse>(['store', '--file', '-'], { stdin: JSON.stringify(request) });
    assert.equal(again.result, 'reinforced');
  });

  it('refuse a fact without a source, and say how to give one', async () => {
    using at = await initialised();
    const { code, stderr } = await at.run('store s a 1');
    assert.equal(code, 1);
    assert.match(stderr, /^source-required: .*\n(.*\n)*→ Say where it comes from: --source system:crm\n$/);
    const machine = await at.run('store s a 1 --json');
    assert.deepEqual(
      [
        machine.code,
        machine.json<{ type: string; status: number }>().type,
        machine.json<{ status: number }>().status,
      ],
      [1, 'urn:eaap:problem:source-required', 422],
    );
  });

  it('say where personal data was replaced, and never show it again', async () => {
    using at = await initialised();
    const { code, stdout } = await at.run('store customer:1 mail anna@example.org --source system:crm');
    assert.equal(code, 0);
    assert.match(stdout, /replaced +email at \/value/);
    assert.doesNotMatch(stdout, /anna@example/);
  });

  it('show a text from elsewhere with nothing in it that acts on a terminal', async () => {
    using at = await initialised();
    const value = 'safe\u001b[2Jgone\u202Etxt\u009b1m\nline';
    await at.ok(['store', 's', 'a', '--text', value, '--source', 'tool:t']);
    const { stdout } = await at.run('search --subject s');
    assert.match(stdout, /s a = "safe<U\+001B>\[2Jgone<U\+202E>txt<U\+009B>1m<U\+000A>line"/);
    const json = await at.runAll(['search', '--subject', 's', '--json']);
    assert.doesNotMatch(json.stdout, /[\u001b\u009b\u202e]/);
    assert.equal(json.json<SearchResponse>().snapshot.facts[0]?.fact.value, value);
  });
});

describe('conflicts', () => {
  it('are refused with what decides them, and decided', async () => {
    using at = await initialised();
    const { fact } = await store(at, 's', 'a', 'one', '--source', 'system:x');
    const refused = await at.run('store s a two --source system:y');
    assert.equal(refused.code, 1);
    const id = /conflict id +([0-9a-f-]{36})/.exec(refused.stderr)?.[1] ?? '';
    assert.match(refused.stderr, /^conflict: /);
    assert.match(
      refused.stderr.replaceAll(/\n +/g, ' '),
      new RegExp(`→ Decide it: eaap resolve ${id} keep\\|replace`),
    );

    const shown = await at.run(`conflict ${id}`);
    assert.match(shown.stdout, /^open {2}s a\n/);
    const stale = await at.run(`resolve ${id} keep --reason r --if-version 9`);
    assert.equal(stale.code, 1);
    assert.match(stale.stderr, /^version-mismatch: /);
    const resolved = await at.ok<Conflict>(['resolve', id, 'keep', '--reason', 'The contract.']);
    assert.deepEqual(
      [resolved.status, resolved.resolution, resolved.incumbent],
      ['resolved', 'keep', fact.id],
    );
    const again = await at.run(`resolve ${id} keep-both --reason r --json`);
    assert.deepEqual(
      [again.code, again.json<{ type: string }>().type],
      [1, 'urn:eaap:problem:already-resolved'],
    );
    assert.equal((await subject(at, 's')).snapshot.health, 'healthy');
  });
});

describe('lock, unlock, retract', () => {
  it('change a fact, each with a reason', async () => {
    using at = await initialised();
    const { fact } = await store(at, 's', 'a', 'one', '--source', 'human:dana');
    const locked = await at.run(`lock ${fact.id} --reason Audited.`);
    assert.equal(locked.code, 0);
    assert.match(locked.stdout, /^Locked\.\ns a = "one"\n.*\n {2}status +active, locked\n/);
    const against = await at.run('store s a two --source human:eve');
    assert.equal(against.code, 1);
    assert.match(against.stderr, /^locked: [^]*→ An approver unlocks it first: eaap unlock/);
    const retract = await at.run(`retract ${fact.id} --reason Wrong.`);
    assert.match(retract.stderr, /^locked: /);
    assert.equal((await at.ok<Fact>(['unlock', fact.id, '--reason', 'Over.'])).locked, false);
    assert.equal((await at.ok<Fact>(['retract', fact.id, '--reason', 'Wrong.'])).status, 'retracted');
    assert.match((await at.run(`fact ${fact.id}`)).stdout, /status +retracted/);
  });

  it('do not know what is not there', async () => {
    using at = await initialised();
    const { code, stderr } = await at.run('fact 0199a1b2-0000-7000-8000-000000000000');
    assert.equal(code, 1);
    assert.match(stderr, /^not-found: /);
  });
});

describe('erase', () => {
  it('needs --yes where nobody can be asked, and erases nothing without', async () => {
    using at = await initialised();
    await recordCustomer(at);
    for (const args of ['erase customer:42 --reason r', 'erase customer:42 --reason r --json']) {
      const { code, stdout, stderr } = await at.run(args);
      assert.equal(code, 2);
      assert.match(stdout + stderr, /Erasing cannot be undone, and nobody can be asked here\. Add --yes\./);
    }
    const json = await at.run('erase customer:42 --reason r --json');
    assert.equal(json.json<{ type: string }>().type, 'urn:eaap:cli:usage');
    assert.equal((await subject(at, 'customer:42')).snapshot.facts.length, 2);
  });

  it('asks on a terminal, and does what is answered', async () => {
    using at = await initialised();
    await recordCustomer(at);
    for (const answer of [false, undefined]) {
      const prompts = typing(answer);
      const { code, stderr } = await at.run('erase customer:42 --reason r', { prompts });
      assert.equal(code, 1);
      assert.match(stderr, /Nothing was erased/);
      assert.deepEqual(prompts.asked, ['Erase everything about customer:42? It cannot be undone.']);
    }
    assert.equal((await subject(at, 'customer:42')).snapshot.facts.length, 2);
    const { code, stdout } = await at.run('erase customer:42 --reason r', { prompts: typing(true) });
    assert.equal(code, 0);
    assert.match(stdout, /^Erased\. Entry \d+ of the log; the log still verifies\.\n/);
    assert.equal((await subject(at, 'customer:42')).snapshot.facts.length, 0);
  });

  it('takes identifiers from a file, and leaves a log that verifies', async () => {
    using at = await initialised();
    await recordCustomer(at);
    await at.ok(['store', 'note:1', 'text', 'anna@example.org called', '--source', 'tool:t']);
    const list = at.file('mails.txt', 'anna@example.org\n\n');
    const answer = await at.ok<EraseResponse>([
      'erase',
      'customer:42',
      '--identifiers-file',
      list,
      '--reason',
      'Asked for.',
      '--yes',
    ]);
    assert.equal(answer.erased.facts, 3);
    const folder = join(at.cwd, '.eaap');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.db'))) {
      assert.equal(readFileSync(join(folder, name)).includes('acct_7'), false, name);
    }
    assert.equal((await at.run('verify')).code, 0);
  });
});
