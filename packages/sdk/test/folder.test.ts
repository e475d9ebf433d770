import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EaapError, ROLES } from '@eaap/protocol';
import { Gateway, readCredentials, Service, type ServiceEvent } from '@eaap/sdk';
import { folder } from './support/gateway.ts';

const refusedWith = (type: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof EaapError, String(error));
  assert.equal(error.type, type);
  assert.match(error.message, message);
  return true;
};

describe('the folder of a gateway', () => {
  it('is made on the first open, with a key for each role that only the owner can read', async () => {
    using at = folder();
    const path = join(at.path, 'deep', 'eaap');
    const gateway = await Gateway.open({ path });
    const credentials = readCredentials(path);
    assert.deepEqual(Object.keys(credentials?.keys ?? {}).sort(), [...ROLES].sort());
    assert.match(credentials?.system ?? '', /^eaap_system_[A-Za-z0-9_-]{43}$/);
    for (const file of ['credentials.json', 'kek.key']) {
      assert.equal(statSync(join(path, file)).mode & 0o777, 0o600, file);
    }
    assert.equal(existsSync(join(path, 'first-open')), false);
    const action = {
      tool: 'crm.lookup',
      parameters: { customer: 'customer:42' },
      environment: 'production',
    } as const;
    assert.equal((await gateway.evaluate({ action })).evaluation.verdict, 'ALLOW');
    await gateway.close();
  });

  it('is opened again as it was left, with the same keys', async () => {
    using at = folder();
    const first = await Gateway.open({ path: at.path });
    const { size } = await first.entries();
    await first.close();
    const written = readFileSync(join(at.path, 'credentials.json'), 'utf8');
    const second = await Gateway.open({ path: at.path });
    assert.equal((await second.entries()).size, size);
    assert.equal(readFileSync(join(at.path, 'credentials.json'), 'utf8'), written);
    await second.close();
  });

  it('is refused to a second gateway while one has it', async () => {
    using at = folder();
    const first = await Service.open({ path: at.path });
    await assert.rejects(
      Service.open({ path: at.path }),
      refusedWith('storage-locked', /Another gateway has the database .* open/),
    );
    await first.close();
  });

  for (const [missing, type, message] of [
    [
      'keys.db',
      'key-store-unavailable',
      /keys\.db is missing, and without it nothing in .*gateway\.db can be read\. Restore it\./,
    ],
    ['kek.key', 'key-store-unavailable', /kek\.key is missing, and without it nothing/],
    [
      'gateway.db',
      'storage-unavailable',
      /keys\.db is there but .*gateway\.db is not\. Restore it, or remove both/,
    ],
  ] as const) {
    it(`is refused when ${missing} is gone, and nothing is made in its place`, async () => {
      using at = folder();
      await (await Service.open({ path: at.path })).close();
      rmSync(join(at.path, missing));
      await assert.rejects(Service.open({ path: at.path }), refusedWith(type, message));
      assert.equal(existsSync(join(at.path, missing)), false);
    });
  }

  it('is refused when only the credentials are left', async () => {
    using at = folder();
    await (await Service.open({ path: at.path })).close();
    for (const file of ['gateway.db', 'keys.db']) rmSync(join(at.path, file));
    await assert.rejects(
      Service.open({ path: at.path }),
      refusedWith('storage-unavailable', /credentials\.json is there but the database is not/),
    );
  });

  it('begins anew when the first open was cut short before its keys were written', async () => {
    using at = folder();
    const lost = await Service.open({ path: at.path });
    const [system] = Object.values(readCredentials(at.path)?.keys ?? {});
    await lost.close();
    // As a crash leaves it: the database is there, the keys were never written.
    rmSync(join(at.path, 'credentials.json'));
    writeFileSync(join(at.path, 'first-open'), '');

    const events: ServiceEvent[] = [];
    const gateway = await Gateway.open({ path: at.path, log: (event) => events.push(event) });
    assert.deepEqual(
      events.map((event) => event.event),
      ['first-open-restarted'],
    );
    assert.notEqual(Object.values(readCredentials(at.path)?.keys ?? {})[0], system);
    assert.ok((await gateway.policy()).policy.grants.length > 0);
    await gateway.close();
  });

  it('begins anew wherever the first open failed, and no key of the failed one is ever written', async () => {
    let failures = 0;
    for (let n = 1; n <= 40; n++) {
      using at = folder();
      let commits = 0;
      const fault = (point: string): void => {
        if (point === 'commit' && ++commits === n) throw new Error('no space');
      };
      const failed = await Service.open({ path: at.path, fault }).then(
        (service) => service.close().then(() => false),
        (error: unknown) => refusedWith('storage-unavailable', /Nothing was written/)(error),
      );
      if (!failed) break;
      failures++;
      assert.equal(readCredentials(at.path), undefined);
      const gateway = await Gateway.open({ path: at.path });
      assert.equal((await gateway.manifests()).manifests.length, 4);
      assert.equal((await gateway.keys()).credentials.length, 6);
      await gateway.close();
    }
    assert.ok(failures >= 3, `${failures} steps failed`);
  });

  it('keeps everything when only the marker of a complete first open was left behind', async () => {
    using at = folder();
    await (await Service.open({ path: at.path })).close();
    const before = readCredentials(at.path);
    writeFileSync(join(at.path, 'first-open'), '');
    const gateway = await Gateway.open({ path: at.path });
    assert.deepEqual(readCredentials(at.path), before);
    assert.ok((await gateway.entries()).size > 0);
    await gateway.close();
    assert.equal(existsSync(join(at.path, 'first-open')), false);
  });

  it('opens without credentials, and then says which key a call needs', async () => {
    using at = folder();
    await (await Service.open({ path: at.path })).close();
    rmSync(join(at.path, 'credentials.json'));
    const gateway = await Gateway.open({ path: at.path });
    await assert.rejects(
      gateway.policy(),
      refusedWith(
        'unauthenticated',
        /policy needs a key with the role admin or approver or auditor; there is none/,
      ),
    );
    await gateway.close();
  });

  it('says so when the credentials cannot be read, and lets go of the database', async () => {
    using at = folder();
    await (await Service.open({ path: at.path })).close();
    writeFileSync(join(at.path, 'credentials.json'), '{"v":1}');
    await assert.rejects(
      Gateway.open({ path: at.path }),
      refusedWith('invalid-request', /credentials\.json is not a credentials file/),
    );
    await (await Service.open({ path: at.path })).close();
  });

  it('must be a folder', async () => {
    using at = folder();
    const path = join(at.path, 'file');
    writeFileSync(path, '');
    await assert.rejects(
      Service.open({ path }),
      refusedWith('storage-unavailable', /cannot be made or is no folder/),
    );
  });
});
