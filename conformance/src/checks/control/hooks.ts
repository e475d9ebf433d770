import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { actions } from '../fixtures/index.ts';
import { recordsOf } from '../log/lib.ts';
import type { Check, CheckContext, World } from '../types.ts';

const MINUTE = 60_000;

/** When the newest record of a world was written. */
async function newest(world: World): Promise<number> {
  const { entries } = await world.log();
  return Date.parse(String(entries.at(-1)?.record.ts));
}

const store = (world: World, n: number) =>
  world.stored({ subject: `order-${n}`, attribute: 'status', value: `paid-${n}` });

export const advances: Check = {
  id: 'control.clock-advances',
  requirements: ['EAAP-0015-001'],
  title: 'Time that is advanced is what the gateway writes by, to the millisecond.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await Promise.all([world.key('recorder'), world.key('auditor')]);
    const told = await t.control.freeze();
    await store(world, 1);
    const before = await newest(world);
    for (const [n, ms] of [1, 999, MINUTE].entries()) {
      const [now, written] = [await t.control.now(), await newest(world)];
      t.equal(`the clock after an advance of ${ms} ms`, await t.control.advance(ms), now + ms);
      await store(world, n + 2);
      const passed = (await newest(world)) - written;
      // Where every request takes a tick of virtual time, time stands for nobody: a few are forgiven.
      t.expect(`what is written ${ms} ms later`, passed >= ms && passed <= ms + 20, {
        expected: ms,
        got: passed,
      });
    }
    t.expect('what was written first has the time that was told', before >= told && before <= told + 20);
    await t.control.thaw();
  },
};

export const resets: Check = {
  id: 'control.reset-empties',
  requirements: ['EAAP-0015-002'],
  title: 'After a reset no key of before is accepted, and the namespace of before can be made anew.',
  grade: 'E2',
  needs: ['reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const { id } = await store(world, 1);
    const keys = await Promise.all((['admin', 'recorder', 'auditor'] as const).map((who) => world.key(who)));
    t.require('The fact is answered before', (await world.fact(id)).status === 200);
    await t.control.reset();
    for (const key of keys) {
      const answer = await t.sut.request({ method: 'GET', path: '/v2/policy', key });
      t.answered('a key of before', answer, 401, 'unauthenticated');
    }
    const body = { namespace: world.namespace, admin: 'admin', owner: 'adam' };
    t.answered('the namespace of before, made anew', await t.system('POST', '/v2/namespaces', { body }), 201);
  },
};

export const planted: Check = {
  id: 'control.canary-located',
  requirements: ['EAAP-0015-003'],
  title: 'What is planted lies in a file that is named, absolute and there.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const canary = `canary-${t.random.word(24)}`;
    const holds = (files: readonly string[]): boolean =>
      files.some((file) => existsSync(file) && readFileSync(file).includes(canary));
    const before = await t.control.locate();
    t.require('The canary is new', !holds(before.files));
    await t.control.plant(canary);
    const { files, keyFiles } = await t.control.locate();
    t.expect('every path is absolute', [...files, ...keyFiles].every(isAbsolute), { got: files });
    t.expect('a file of the storage holds what was planted', holds(files), { got: files });
  },
};

export const exported: Check = {
  id: 'control.export-is-the-log',
  requirements: ['EAAP-0015-004'],
  title: 'The records that are exported are those that are answered over the wire.',
  grade: 'E2',
  needs: ['audit.export'],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await store(world, 1);
    await world.committed(actions.read());
    const { entries } = await world.log();
    const { records } = await t.control.auditExport(world.namespace);
    // Which records these are; whether each is answered as it is stored is for the checks of the log.
    const which = (of: readonly Record<string, unknown>[]): unknown =>
      of.map(({ seq, type, ts, object }) => ({ seq, type, ts, object }));
    t.equal('the records exported', which(records), which(recordsOf(entries)));
  },
};

export const dumped: Check = {
  id: 'control.dump-opens-facts',
  requirements: ['EAAP-0015-005'],
  title: 'The dump holds a payload with the value of every fact.',
  grade: 'E2',
  needs: ['storage.dump'],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const facts = [await store(world, 1), await store(world, 2), await store(world, 3)];
    const { records } = await t.control.dump(world.namespace);
    for (const { id, value } of facts) {
      const found = records.filter((record) => record.table === 'facts' && record.id === id);
      const holds = found.some(({ payload }) =>
        JSON.stringify(payload ?? null).includes(JSON.stringify(value)),
      );
      t.expect(`the dump holds the value of the fact ${id}`, holds, { got: found.length });
    }
  },
};

export const disclosed: Check = {
  id: 'control.keys-of-subject',
  requirements: ['EAAP-0015-006'],
  title: 'A key is disclosed for every fact about a subject that the dump names.',
  grade: 'E2',
  needs: ['storage.dump', 'keys.disclose'],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await store(world, 1);
    await store(world, 2);
    const { records } = await t.control.dump(world.namespace);
    const needed = records.find(({ table, id }) => table === 'facts' && id === fact.id)?.keys ?? [];
    t.require('The dump says which keys the fact needs', needed.length > 0);
    const own = (await t.control.disclose(world.namespace, fact.subject)).map(({ name }) => name);
    t.expect(
      'a key of the fact is among those of its subject',
      own.some((name) => needed.includes(name)),
      {
        expected: needed,
        got: own,
      },
    );
    const all = (await t.control.disclose(world.namespace)).map(({ name }) => name);
    t.expect(
      'and among those of the namespace',
      needed.every((name) => all.includes(name)),
      { got: all },
    );
  },
};

export const faultTaken: Check = {
  id: 'control.fault-taken-away',
  requirements: ['EAAP-0015-007'],
  title: 'A fault that was taken away is gone.',
  grade: 'E2',
  needs: ['fault'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    for (const point of ['log', 'storage', 'flush', 'key-store', 'detector'] as const) {
      await t.control.fault({ point });
      const failing = await world.evaluate(actions.read());
      await t.control.fault({ point: 'none' });
      t.require(`${point} fails`, failing.status === 503, { got: failing.text.slice(0, 200) });
      t.answered(`an evaluation after ${point} failed`, await world.evaluate(actions.read()), 200);
    }
  },
};

export const unknownTopic: Check = {
  id: 'control.unknown-topic',
  requirements: ['EAAP-0015-008'],
  title: 'A topic that nobody knows is unsupported.',
  grade: 'E2',
  needs: ['compute'],
  negative: true,
  async run(t: CheckContext) {
    for (const topic of [`topic-${t.random.word()}`, 'constructor', 'lib'])
      t.equal(`the topic ${topic}`, await t.control.compute(topic, { record: null }), { unsupported: true });
  },
};
