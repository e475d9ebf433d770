import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type {
  Credential,
  EntriesResponse,
  KeyResponse,
  KeysResponse,
  Policy,
  PolicyResponse,
} from '@eaap/protocol';
import { initialised, place } from './support.ts';

const KEY = /eaap_[a-z]+_[A-Za-z0-9_-]{43}/;

describe('init', () => {
  it('makes a gateway with its keys, for their owner alone, and a policy to edit', async () => {
    using at = place();
    const { code, stdout } = await at.run('init');
    assert.equal(code, 0);
    assert.match(stdout, /^A gateway was made\.\n[^]*→ eaap serve\n$/);
    assert.doesNotMatch(stdout, KEY);
    const folder = join(at.cwd, '.eaap');
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), '*\n');
    for (const role of ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor', 'system']) {
      const file = join(folder, 'keys', `${role}.key`);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.match(readFileSync(file, 'utf8'), KEY);
    }
    const policy = JSON.parse(readFileSync(join(at.cwd, 'policy.json'), 'utf8')) as Policy;
    assert.equal(policy.name, 'starter');
    for (const args of [
      'policy set policy.json',
      'trust set trust.json',
      'manifest set manifests/mail.send.json',
    ]) {
      assert.equal((await at.run(args)).code, 0, args);
    }
  });

  it('lists what is in the way, and writes nothing', async () => {
    using at = place();
    at.file('policy.json', 'mine');
    const { code, stderr } = await at.run('init');
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was written, because this is there already: policy\.json\./);
    assert.deepEqual(readdirSync(at.cwd), ['policy.json']);
    assert.equal(readFileSync(join(at.cwd, 'policy.json'), 'utf8'), 'mine');
    const machine = await at.run('init --json');
    assert.deepEqual(
      [machine.code, machine.json<{ collisions: string[] }>().collisions],
      [1, ['policy.json']],
    );
    const elsewhere = await at.run('init sub');
    assert.equal(elsewhere.code, 0);
    assert.match(elsewhere.stdout, /→ eaap serve --path sub\/\.eaap\n$/);
    assert.equal((await at.run('init sub')).code, 1);
  });
});

describe('keys', () => {
  it('are made, shown once, listed without their secret, used and revoked', async () => {
    using at = await initialised();
    const made = await at.run('keys create --principal bot --owner dana --can agent --expires 30d');
    assert.equal(made.code, 0);
    const key = KEY.exec(made.stdout)?.[0] ?? '';
    assert.match(
      made.stdout,
      /^Made for bot: agent\.\n[^]*Keep the key now: it is shown only this once\.\n$/,
    );
    const list = await at.runAll(['keys', 'list']);
    assert.match(list.stdout, /^id +principal +owner +roles +state\n[^]*bot +dana +agent +until \d{4}-/);
    assert.doesNotMatch(list.stdout, KEY);
    const { credentials } = await at.ok<KeysResponse>(['keys', 'list']);
    const id = credentials.find(({ principal }) => principal === 'bot')?.id ?? '';

    const lookup = ['evaluate', 'crm.lookup', '--param', 'customer=customer:1'];
    const asBot = await at.runAll(lookup, { env: { EAAP_KEY: key } });
    assert.match(asBot.stdout, /No grant .*bot/);
    assert.equal((await at.ok<Credential>(['keys', 'revoke', id])).revoked_at !== null, true);
    const revoked = await at.runAll(lookup, { env: { EAAP_KEY: key } });
    assert.equal(revoked.code, 1);
    assert.match(revoked.stderr, /^unauthenticated: /);
    assert.doesNotMatch(revoked.stderr, KEY);
  });

  it('go to a file for their owner alone, which is then used as credentials', async () => {
    using at = await initialised();
    const made = await at.runAll(
      'keys create --principal sync --owner dana --can recorder --source system:crm --out sync.json --json'.split(
        ' ',
      ),
    );
    assert.equal(made.code, 0);
    assert.doesNotMatch(made.stdout, KEY);
    assert.equal(statSync(join(at.cwd, 'sync.json')).mode & 0o777, 0o600);
    assert.match((JSON.parse(readFileSync(join(at.cwd, 'sync.json'), 'utf8')) as KeyResponse).key, KEY);
    await at.ok(['store', 's', 'a', '1', '--source', 'system:crm', '--credentials', 'sync.json']);
    const other = await at.run('store s b 1 --source human:eve --credentials sync.json');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^source-not-permitted: /);
  });

  it('refuse roles that may not be held together', async () => {
    using at = await initialised();
    const { code, stderr } = await at.run('keys create --principal x --owner y --can agent --can executor');
    assert.equal(code, 1);
    assert.match(stderr, /^role-conflict: /);
  });
});

describe('policy', () => {
  it('is printed ready to be edited, and put in force', async () => {
    using at = await initialised();
    const got = await at.run('policy get');
    const policy = JSON.parse(got.stdout) as Policy;
    const edited = at.file('edited.json', { ...policy, version: '2', ttl_ms: 30_000 });
    const set = await at.ok<PolicyResponse>(['policy', 'set', edited]);
    assert.equal((await at.ok<PolicyResponse>(['policy', 'get'])).digest, set.digest);
    assert.equal((JSON.parse((await at.run('policy get')).stdout) as Policy).ttl_ms, 30_000);
  });

  it('that does not load names the rule, and changes nothing', async () => {
    using at = await initialised();
    const before = await at.ok<PolicyResponse>(['policy', 'get']);
    const rule = { id: 'broken', description: 'Broken.', when: 'action.parameters.', outcome: 'block' };
    const { code, stderr } = await at.run(
      `policy set ${at.file('bad.json', { ...before.policy, rules: [rule] })}`,
    );
    assert.equal(code, 1);
    assert.match(stderr, /^invalid-policy: [^]*broken/);
    const shapeless = await at.run(`policy set ${at.file('shape.json', { v: 1 })}`);
    assert.equal(shapeless.code, 2);
    assert.match(shapeless.stderr, /^invalid-request: /);
    assert.equal((await at.ok<PolicyResponse>(['policy', 'get'])).digest, before.digest);
  });

  it('and trust and manifests are read', async () => {
    using at = await initialised();
    assert.match((await at.run('trust get')).stdout, /"kind": "human"/);
    assert.match(
      (await at.run('manifest list')).stdout,
      /billing\.refund {2}Pays money back[^]*effects +money\.move/,
    );
  });
});

describe('the log', () => {
  it('is read page by page', async () => {
    using at = await initialised();
    const first = await at.run('entries --limit 2');
    assert.match(first.stdout, /^ {4}0 {2}\S+ {2}namespace\.created\n {7}by admin/);
    assert.match(first.stdout, /2 of \d+ entries; more: --cursor 2\n$/);
    const rest = await at.ok<EntriesResponse>(['entries', '--cursor', '2']);
    assert.equal(rest.entries[0]?.record.seq, 2);
    assert.equal(rest.next, null);
  });

  it('says that a clock was accepted', async () => {
    using at = await initialised();
    await at.ok(['rebase-clock', '--reason', 'Restored.']);
    assert.match((await at.run('entries')).stdout, /clock\.rebased/);
  });
});

describe('the keys at hand', () => {
  it('come from the environment, a file, or standard input, never from the arguments', async () => {
    using at = await initialised();
    const auditor = join('.eaap', 'keys', 'auditor.key');
    const key = readFileSync(join(at.cwd, auditor), 'utf8').trim();
    const list = ['entries', '--limit', '1'];
    assert.equal((await at.runAll([...list, '--key', '-'], { stdin: `${key}\n` })).code, 0);
    assert.equal((await at.runAll([...list, '--key-file', auditor])).code, 0);
    assert.equal((await at.runAll(list, { env: { EAAP_KEY: key } })).code, 0);
    assert.equal((await at.runAll([...list, '--role', 'admin'])).code, 0);
    const shown = await at.runAll([...list, '--key', key]);
    assert.equal(shown.code, 2);
    assert.match(shown.stderr, /--key takes only -/);
    assert.doesNotMatch(shown.stdout + shown.stderr, KEY);
    const both = await at.runAll([...list, '--key', '-', '--key-file', auditor]);
    assert.match(both.stderr, /only one can be given/);
    const none = await at.runAll([...list, '--key-file', at.file('no.key', `x${key}`)]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /no\.key does not hold a key/);
    assert.doesNotMatch(none.stderr, KEY);
  });

  it('must hold the role', async () => {
    using at = await initialised();
    const { code, stderr } = await at.run('entries --role agent');
    assert.equal(code, 1);
    assert.match(stderr, /^forbidden: [^]*→ Use a key that has the role/);
  });

  it('are said to be missing when they are', async () => {
    using at = await initialised();
    const file = at.file('some.json', {
      keys: { agent: readFileSync(join(at.cwd, '.eaap/keys/agent.key'), 'utf8') },
    });
    const { code, stderr } = await at.run(`entries --credentials ${file}`);
    assert.equal(code, 1);
    assert.match(
      stderr.replaceAll(/\n +/g, ' '),
      /^unauthenticated: entries needs a key with the role auditor or admin; there are keys for agent\./,
    );
    const empty = await at.run(`entries --credentials ${at.file('none.json', {})}`);
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /none\.json is not a credentials file: it has no keys\./);
  });
});

describe('a gateway that cannot be had', () => {
  it('is not made by asking for it', async () => {
    using at = place();
    for (const args of ['status', 'store s a 1 --source tool:t', 'verify']) {
      const { code } = await at.run(args);
      assert.ok(code === 3 || (args === 'verify' && code === 2), args);
    }
    assert.equal(existsSync(join(at.cwd, '.eaap')), false);
    const machine = await at.run('status --json');
    assert.deepEqual([machine.code, machine.json<{ type: string }>().type], [3, 'urn:eaap:cli:unreachable']);
  });

  it('is said to be unreachable, and no key goes to an address unless it is named', async () => {
    using at = await initialised();
    const { code, stderr } = await at.run('status --url http://127.0.0.1:1');
    assert.equal(code, 3);
    assert.match(stderr, /^unreachable: Nobody answers at http:\/\/127\.0\.0\.1:1/);
    const remote = await at.run('status --url https://gateway.example');
    assert.equal(remote.code, 2);
    assert.match(
      remote.stderr.replaceAll(/\n +/g, ' '),
      /Say which key https:\/\/gateway\.example is to get/,
    );
  });

  it('says which file is missing or damaged', async () => {
    using at = await initialised();
    writeFileSync(join(at.cwd, '.eaap', 'kek.key'), 'nonsense');
    const { code, stderr } = await at.run('status');
    assert.equal(code, 3);
    assert.match(stderr, /^key-store-unavailable: /);
  });
});
