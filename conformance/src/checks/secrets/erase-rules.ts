import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import { erased } from './lib.ts';

export const unknownIdentifier: Check = {
  id: 'secrets.erase-unknown-identifier',
  requirements: ['EAAP-0012-009'],
  title: 'An erasure by an identifier in which nothing is detected is refused, and nothing is erased.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const fact = await world.stored({ subject, attribute: 'status', value: 'active' });
    for (const identifiers of [['no data of a person'], ['ada@example.org', t.random.word()]])
      t.answered(
        `an erasure by ${JSON.stringify(identifiers)}`,
        await world.erase(subject, identifiers),
        400,
        'invalid-request',
      );
    t.answered('a request for the fact', await world.fact(fact.id), 200);
  },
};

export const tombstones: Check = {
  id: 'secrets.erased-tombstones',
  requirements: ['EAAP-0012-010'],
  title: 'Each fact that an erasure deletes has a record of its own.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const facts = [
      await world.stored({ subject, attribute: 'status', value: 'active' }),
      await world.stored({ subject, attribute: 'tier', value: 'gold' }),
      await world.stored({ subject: 'cust-1', attribute: 'note', value: 'together', about: [subject] }),
    ];
    const other = await world.stored({ subject: 'cust-1', attribute: 'tier', value: 'gold' });
    await erased(t, world, subject);
    const records = (await world.log()).entries.map(({ record }) => record);
    const objects = records.filter(({ type }) => type === 'record.erased').map(({ object }) => object);
    for (const { id } of facts)
      t.equal('records of an erased fact', objects.filter((object) => object === `fact:${id}`).length, 1);
    t.equal(
      'records of a fact that stays',
      objects.filter((object) => object === `fact:${other.id}`).length,
      0,
    );
  },
};

export const usageCounts: Check = {
  id: 'secrets.erased-usage-counts',
  requirements: ['EAAP-0012-011'],
  title: 'What erased evaluations have used of a limit is used.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    await world.stored({ subject, attribute: 'status', value: 'active' });
    const claims = [{ subject, attribute: 'status', value: 'active' }];
    for (const record of ['rec-1', 'rec-2']) await world.committed({ ...actions.rated(record), claims });
    await erased(t, world, subject);
    const answer = await world.evaluate(actions.rated('rec-3'));
    // In which way it is refused is another requirement.
    t.expect('a third commit in an hour is not allowed', answer.status !== 200, { got: answer.status });
  },
};

export const erasingLocked: Check = {
  id: 'secrets.erasing-locked',
  requirements: ['EAAP-0012-012'],
  title:
    'While the erasure of a subject is not finished nothing is stored about it, and afterwards it is again.',
  grade: 'E2',
  needs: ['fault', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const subject = t.random.word();
    const store = () => world.store({ subject, attribute: 'status', value: 'active' });
    t.require('The fact is stored', (await store()).status === 201);
    await t.control.fault({ point: 'erasure' });
    t.require('The erasure breaks off', (await world.erase(subject)).status !== 200);
    t.answered('a fact about the subject', await store(), 503, 'storage-locked');
    const about = await world.store({ subject: 'cust-1', attribute: 'note', value: 'x', about: [subject] });
    t.answered('a fact that is about it too', about, 503, 'storage-locked');
    const other = await world.store({ subject: 'cust-1', attribute: 'tier', value: 'gold' });
    t.answered('a fact about another subject', other, 201);
    await t.control.fault({ point: 'none' });
    await erased(t, world, subject);
    t.answered('a fact about the subject, once it is erased', await store(), 201);
  },
};

export const erasedTwice: Check = {
  id: 'secrets.erased-twice',
  requirements: ['EAAP-0012-013'],
  title: 'To erase what was erased is no error and erases nothing.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    await world.stored({ subject, attribute: 'status', value: 'active' });
    await erased(t, world, subject);
    const answer = await world.erase(subject);
    t.answered('the second erasure', answer, 200);
    const { erased: counts } = (answer.json ?? {}) as { erased?: { facts?: number; keys?: number } };
    t.equal('facts it erases', counts?.facts, 0);
    t.equal('keys it destroys', counts?.keys, 0);
  },
};

export const freshKey: Check = {
  id: 'secrets.erased-fresh-key',
  requirements: ['EAAP-0012-001'],
  title: 'What is stored about an erased subject afterwards is under a key that was not there before.',
  grade: 'E2',
  needs: ['keys.disclose'],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const keys = async (): Promise<string[]> =>
      (await t.control.disclose(world.namespace, subject)).map(({ key }) => key);
    await world.stored({ subject, attribute: 'status', value: 'active' });
    const before = await keys();
    t.require('The subject has a key before', before.length > 0);
    await erased(t, world, subject);
    await world.stored({ subject, attribute: 'status', value: 'active' });
    const after = await keys();
    t.expect('the subject has a key afterwards', after.length > 0, { got: after.length });
    t.equal('keys that it had before', after.filter((key) => before.includes(key)).length, 0);
  },
};

/** Bytes of a nonce, which stands first. */
const NONCE_BYTES = 12;

export const nonces: Check = {
  id: 'secrets.nonces',
  requirements: ['EAAP-0012-006'],
  title: 'No two ciphertexts begin with one nonce.',
  grade: 'E2',
  needs: ['storage.dump'],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [one, two] = [t.random.word(), t.random.word()];
    const fact = await world.stored({ subject: one, attribute: 'status', value: 'active' });
    await world.stored({ subject: two, attribute: 'status', value: 'active' });
    await world.stored({ subject: one, attribute: 'tier', value: 'active' });
    await world.change('lock', fact.id);
    await world.allowed(actions.read());
    await world.allowed(actions.read());
    const { records } = await t.control.dump(world.namespace);
    const found = records.map(({ ciphertext }) =>
      Buffer.from(ciphertext, 'base64').subarray(0, NONCE_BYTES).toString('hex'),
    );
    t.require('The dump tells the ciphertexts', found.length >= 6, { got: found.length });
    t.equal('nonces that are there twice', found.length - new Set(found).size, 0);
  },
};
