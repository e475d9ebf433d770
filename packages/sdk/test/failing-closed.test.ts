import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EaapError, PROBLEM_TYPES, PROBLEMS } from '@eaap/protocol';
import { Service, type FolderOptions } from '@eaap/sdk';
import { folder, world } from './support/gateway.ts';

const ACTION = {
  tool: 'crm.lookup',
  parameters: { customer: 'customer:42' },
  environment: 'production',
} as const;
const FACT = {
  subject: 'order:1',
  attribute: 'total',
  value: 10,
  source: { kind: 'system', id: 'erp', observed_at: '2026-01-31T09:00:00.000Z' },
} as const;
const COMMIT = {
  action: ACTION,
  audience: 'crm',
  confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

async function problemOf(promise: Promise<unknown>): Promise<EaapError> {
  const error = await promise.then(
    () => assert.fail('it went through'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof EaapError, String(error));
  return error;
}

describe('a gateway whose storage fails', () => {
  for (const point of ['begin', 'read', 'insert', 'commit'] as const) {
    it(`at ${point} allows nothing, writes nothing, and goes on afterwards`, async () => {
      let broken = false;
      const fault: FolderOptions['fault'] = (at) => {
        if (broken && at === point) throw new Error('customer:42 on disk');
      };
      await using at = await world({ fault });
      const { token } = await at.gateway.evaluate({ action: ACTION });
      const { size } = await at.gateway.entries();
      broken = true;
      for (const attempt of [
        () => at.gateway.evaluate({ action: ACTION }),
        () => at.gateway.commit({ token, ...COMMIT }),
        () => at.gateway.store(FACT),
        () => at.gateway.halt({ scope: 'namespace', reason: 'Stop.' }),
      ]) {
        const error = await problemOf(attempt());
        // What fails in the log is the log's to name.
        assert.match(`${error.type} ${error.status}`, /^(storage|log)-unavailable 503$/);
        assert.doesNotMatch(error.message, /customer/);
      }
      broken = false;
      assert.equal((await at.gateway.entries()).size, size);
      assert.deepEqual((await at.gateway.search({ subject: 'order:1' })).snapshot.facts, []);
      assert.equal((await at.gateway.commit({ token, ...COMMIT })).receipt.index, size);
    });
  }

  it('refuses a damaged database by name, and leaves it as it is', async () => {
    using at = folder();
    await (await Service.open({ path: at.path })).close();
    const file = join(at.path, 'gateway.db');
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, 0);
    closeSync(handle);
    const before = readFileSync(file);
    const error = await problemOf(Service.open({ path: at.path }));
    assert.equal(error.type, 'storage-corrupt');
    assert.deepEqual(readFileSync(file), before);
  });

  it('refuses keys that belong to another database', async () => {
    using one = folder();
    using two = folder();
    await (await Service.open({ path: one.path })).close();
    await (await Service.open({ path: two.path })).close();
    const moved = join(one.path, 'keys.db');
    const handle = openSync(moved, 'w');
    writeSync(handle, readFileSync(join(two.path, 'keys.db')));
    closeSync(handle);
    const error = await problemOf(Service.open({ path: one.path }));
    assert.equal(error.type, 'key-store-unavailable');
    assert.match(error.message, /The key-encryption key does not open the key store/);
  });
});

describe('a gateway under load', () => {
  it('answers every one of many at once, each with its own entry in the log', async () => {
    await using at = await world();
    const { size } = await at.gateway.entries();
    const asked = Array.from({ length: 80 }, (_, n) => ({
      ...ACTION,
      parameters: { customer: `customer:${n}` },
    }));
    const answers = await Promise.all(asked.map((action) => at.gateway.evaluate({ action })));
    const seqs = answers.map(({ evaluation }) => evaluation.seq).sort((a, b) => a - b);
    assert.deepEqual(
      seqs,
      asked.map((_, n) => size + n),
    );
    assert.equal(new Set(answers.map(({ token }) => token)).size, asked.length);
  });

  it('redeems a token once, however many ask at once', async () => {
    await using at = await world();
    const { token } = await at.gateway.evaluate({ action: ACTION });
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, () => at.gateway.commit({ token, ...COMMIT })),
    );
    const refused = settled.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as EaapError).type] : [],
    );
    assert.deepEqual(
      refused,
      Array.from({ length: 9 }, () => 'already-committed'),
    );
  });

  it('gives the same receipt for the same Idempotency-Key, and refuses it for another request', async () => {
    await using at = await world();
    const { token } = await at.gateway.evaluate({ action: ACTION });
    const first = await at.gateway.commit({ token, ...COMMIT }, 'once');
    assert.deepEqual(await at.gateway.commit({ token, ...COMMIT }, 'once'), first);
    const other = await problemOf(at.gateway.commit({ token, ...COMMIT, audience: 'erp' }, 'once'));
    assert.equal(other.type, 'idempotency-mismatch');
  });

  it('leaves no key, subject or value in clear in its files', async () => {
    await using at = await world();
    await at.gateway.store({
      ...FACT,
      subject: 'zanzibar-subject',
      value: 'zanzibar-value',
      statement: 'zanzibar-statement',
    });
    const action = { ...ACTION, intent: 'zanzibar-intent' };
    await at.gateway.evaluate({ action });
    const files = readdirSync(at.path).filter((name) => name !== 'credentials.json');
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(at.path, name))));
    assert.ok(bytes.includes('evaluation.recorded'), 'the scan sees what is in clear');
    for (const secret of ['zanzibar', ...Object.values(at.credentials.keys).map((key) => key.slice(-43))]) {
      assert.equal(bytes.includes(secret), false, secret);
    }
  });
});

describe('every problem a gateway may answer', () => {
  it('comes back through the client as what it was', async () => {
    let thrown: EaapError | undefined;
    await using at = await world({
      handlers: {
        control: () => async () => {
          throw thrown ?? new Error('nothing to throw');
        },
      },
    });
    for (const type of PROBLEM_TYPES) {
      thrown = new EaapError(type, 'What happened.', { more: [1] });
      const { status, detail, extras } = await problemOf(at.gateway.control());
      assert.deepEqual(
        [status, detail, extras],
        [PROBLEMS[type].status, 'What happened.', { more: [1] }],
        type,
      );
    }
  });
});
