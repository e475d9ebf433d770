import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Receipt } from '@eaap/protocol';
import type { LogExport } from '../src/commands/log.ts';
import type { Verification } from '../src/lib/verification.ts';
import { initialised, recordCustomer, refund, type Place } from './support.ts';

const database = (at: Place) => join(at.cwd, '.eaap', 'gateway.db');

function change(path: string, sql: string): void {
  const opened = new DatabaseSync(path);
  opened.exec(sql);
  opened.close();
}

const found = (ran: { json<T>(): T }) =>
  ran.json<Verification>().namespaces.flatMap(({ findings }) => findings);

describe('verify of a database', () => {
  it('finds nothing in what was left alone, and says what that does not show', async () => {
    using at = await initialised();
    await recordCustomer(at);
    const { code, stdout } = await at.run('verify');
    assert.equal(code, 0);
    assert.match(stdout, /^VERIFIED {2}\.eaap\/gateway\.db: nothing was found\.\n/);
    assert.match(
      stdout,
      /namespace +records +root +findings\ndefault +\d+ +sha256:[0-9a-f]{16}… +none\nsystem/,
    );
    assert.match(
      stdout,
      /anchor +none was given\nNot shown by this:\n {2}- That nothing was cut off at the end/,
    );
    assert.ok(
      stdout.split('\n').every((line) => line.length <= 80),
      stdout,
    );
    assert.equal((await at.run(`verify ${database(at)}`)).code, 0);
  });

  it('finds a record that was changed: code, record and sentence', async () => {
    using at = await initialised();
    change(
      database(at),
      `UPDATE log SET record = replace(record, 'policy.changed', 'policy.chAnged') WHERE seq = 1`,
    );
    const machine = await at.run('verify --json');
    assert.equal(machine.code, 1);
    assert.ok(found(machine).some(({ code, seq }) => code === 'record-malformed' && seq === 1));
    const human = await at.run('verify');
    assert.equal(human.code, 1);
    assert.match(human.stdout, /^FOUND {2}\.eaap\/gateway\.db: \d+ things do not add up\.\n/);
    assert.match(human.stdout, /record-malformed {2}record 1\n {4}\S/);
  });

  it('finds with an anchor that the end was cut off', async () => {
    using at = await initialised();
    const other = join(at.cwd, 'earlier.db');
    copyFileSync(database(at), other);
    await recordCustomer(at);
    assert.equal((await at.run('checkpoint --out anchor.txt')).code, 0);
    assert.equal((await at.run('verify --anchor anchor.txt')).code, 0);
    const key = join('.eaap', 'verifier.key');
    assert.equal((await at.run(`verify earlier.db --key ${key}`)).code, 0);
    const cut = await at.run(`verify earlier.db --key ${key} --anchor anchor.txt --json`);
    assert.equal(cut.code, 1);
    assert.ok(found(cut).some(({ code }) => code === 'truncated'));
  });

  it('takes the key from the key store where it lies nowhere else, and never from the database', async () => {
    using at = await initialised();
    rmSync(join(at.cwd, '.eaap', 'verifier.key'));
    const { code, stdout } = await at.run('verify');
    assert.equal(code, 0);
    assert.match(stdout, /\(\.eaap\/keys\.db\)/);
    copyFileSync(database(at), join(at.cwd, 'alone.db'));
    const alone = await at.run('verify alone.db');
    assert.equal(alone.code, 2);
    assert.match(alone.stderr, /There is no verifier key beside the database/);
  });

  it('finds every signature wrong under the key of another gateway', async () => {
    using at = await initialised();
    using another = await initialised();
    const key = readFileSync(join(another.cwd, '.eaap', 'verifier.key'), 'utf8').trim();
    const { code, stdout } = await at.runAll(['verify', '--key', key]);
    assert.equal(code, 1);
    assert.match(stdout, /signature-invalid/);
    const none = await at.runAll(['verify', '--key', 'nonsense']);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /--key is the verifier key of a log/);
  });

  it('says when there is nothing to verify', async () => {
    using at = await initialised();
    const text = await at.run(`verify ${at.file('notes.txt', 'hello')}`);
    assert.equal(text.code, 2);
    assert.match(text.stderr, /notes\.txt is not acceptable JSON/);
    const json = await at.run(`verify ${at.file('some.json', {})}`);
    assert.match(
      json.stderr.replaceAll(/\n +/g, ' '),
      /some\.json is neither a database of a gateway nor a log/,
    );
    change(join(at.cwd, 'other.db'), 'CREATE TABLE t (x)');
    const other = await at.run('verify other.db --key .eaap/verifier.key');
    assert.equal(other.code, 3);
    assert.match(other.stderr, /^storage-corrupt: The file is not the database of a gateway/);
  });
});

describe('verify of an exported log', () => {
  it('needs nothing but the file and a key', async () => {
    using at = await initialised();
    await recordCustomer(at);
    const exported = await at.run('export --out log.json');
    assert.equal(exported.code, 0);
    const { verifier_key: key, entries } = JSON.parse(
      readFileSync(join(at.cwd, 'log.json'), 'utf8'),
    ) as LogExport;
    rmSync(join(at.cwd, '.eaap'), { recursive: true });
    const known = await at.runAll(['verify', 'log.json', '--key', key, '--json']);
    assert.equal(known.code, 0);
    assert.equal(known.json<Verification>().namespaces[0]?.size, entries.length);
    const trusting = await at.run('verify log.json');
    assert.equal(trusting.code, 0);
    assert.match(trusting.stdout.replaceAll(/\n +/g, ' '), /the key came with the log/);
  });

  it('finds what was changed, left out or forged in it', async () => {
    using at = await initialised();
    await recordCustomer(at);
    const log = JSON.parse((await at.run('export')).stdout) as LogExport;
    const [first, second, ...rest] = log.entries;
    assert.ok(first && second);
    for (const [name, entries, code] of [
      [
        'changed',
        [{ ...first, record: { ...first.record, principal: 'eve' } }, second, ...rest],
        'chain-broken',
      ],
      ['left-out', [first, ...rest], 'sequence-gap'],
      ['cut', [first, second], 'truncated'],
      ['leaf', [{ ...first, leaf: second.leaf }, second, ...rest], 'leaf-mismatch'],
      ['nonsense', [null, second, ...rest], 'record-malformed'],
    ] as const) {
      const ran = await at.run(`verify ${at.file(`${name}.json`, { ...log, entries })} --json`);
      assert.equal(ran.code, 1, name);
      assert.ok(
        found(ran).some((finding) => finding.code === code),
        `${name}: ${ran.stdout}`,
      );
    }
  });
});

describe('verify of a receipt', () => {
  async function committed(at: Place): Promise<void> {
    await recordCustomer(at);
    await at.ok(['evaluate', ...refund('1250'), '--out', 'allowed.json']);
    await at.ok(['commit', 'allowed.json', '--audience', 'billing', '--receipt', 'receipt.json']);
  }
  const args = 'verify --receipt receipt.json --action allowed.json --audience billing';

  it('is what a target checks before it acts', async () => {
    using at = await initialised();
    await committed(at);
    const { code, stdout } = await at.run(args);
    assert.equal(code, 0);
    assert.match(stdout, /^VALID {2}This action may be done at this target/);
    assert.doesNotMatch(stdout, /That whoever presents it holds its key/);
    rmSync(join(at.cwd, 'receipt.json.key'));
    const unproven = await at.run(args);
    assert.equal(unproven.code, 0);
    assert.match(unproven.stdout, /- That whoever presents it holds its key/);
  });

  it('refuses another action, another target, another time, another holder and another gateway', async () => {
    using at = await initialised();
    using another = await initialised();
    await committed(at);
    const { claims } = JSON.parse(readFileSync(join(at.cwd, 'receipt.json'), 'utf8')) as Receipt;
    const { action } = JSON.parse(readFileSync(join(at.cwd, 'allowed.json'), 'utf8')) as { action: object };
    const swapped = at.file('swapped.json', { ...action, environment: 'staging' });
    const foreign = join(another.cwd, '.eaap', 'verifier.key');
    for (const [changed, reason] of [
      [args.replace('allowed.json', swapped), 'action-mismatch'],
      [args.replace('billing', 'other'), 'audience'],
      [`${args} --namespace other`, 'audience'],
      [`${args} --at ${claims.expires_at}`, 'expired'],
      [`${args} --possession ${'A'.repeat(86)}`, 'possession'],
      [`${args} --key ${foreign}`, 'checkpoint'],
    ] as const) {
      const ran = await at.run(`${changed} --json`);
      assert.equal(ran.code, 1, changed);
      assert.equal(ran.json<{ code: string }>().code, reason);
    }
    const human = await at.run(args.replace('billing', 'other'));
    assert.match(human.stdout, /^REFUSED {2}audience: The receipt is for another target\.\n/);
  });
});

describe('the files that are verified', () => {
  it('are left as they were', async () => {
    using at = await initialised();
    const before = readFileSync(database(at));
    await at.run('verify');
    assert.deepEqual(readFileSync(database(at)), before);
  });
});
