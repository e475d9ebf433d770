import type { Check, CheckContext, Sighting } from '../types.ts';
import { erased } from './lib.ts';

const HOOKS = ['storage.locate', 'storage.dump', 'canary.plant', 'reset'] as const;
/** Of a ciphertext, pieces of this length are looked for too: what is left of it on a page may lack an end. */
const PIECE = 24;

/** Ciphertexts as they may lie in a file: beginning and end, and as text. */
async function sightings(t: CheckContext, ciphertexts: readonly string[]): Promise<readonly Sighting[]> {
  const bytes = ciphertexts.map((text) => Buffer.from(text, 'base64'));
  const needles = bytes.flatMap((all) => [
    all.subarray(0, PIECE),
    all.subarray(-PIECE),
    ...(['base64', 'base64url', 'hex'] as const).map((encoding) => Buffer.from(all.toString(encoding))),
  ]);
  return [...(await t.scanBytes(needles, 'content')), ...(await t.scanBytes(needles, 'keys'))];
}

/** The ciphertexts of a table for a record, in all versions. */
async function ciphertexts(
  t: CheckContext,
  namespace: string,
  table: string,
  ids: readonly string[],
): Promise<string[]> {
  const { records } = await t.control.dump(namespace);
  return records
    .filter((record) => record.table === table && ids.includes(record.id))
    .map(({ ciphertext }) => ciphertext);
}

export const ciphertextGone: Check = {
  id: 'secrets.ciphertext-gone',
  requirements: ['EAAP-0001-143'],
  title: 'Once an erasure is answered the ciphertext of no version of a fact lies in a storage file.',
  grade: 'E3',
  needs: HOOKS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const subject = t.random.word();
    const statement = t.random.word(60);
    const fact = await world.stored({ subject, attribute: 'status', value: 'active', statement });
    const first = await ciphertexts(t, world.namespace, 'facts', [fact.id]);
    await world.change('lock', fact.id);
    await world.change('unlock', fact.id);
    const versions = await ciphertexts(t, world.namespace, 'facts', [fact.id]);
    const all = [...new Set([...first, ...versions])];
    t.require('The dump tells the ciphertexts', all.length > 0);
    const before = await sightings(t, all);
    t.require('They lie in the files before', before.length >= all.length, { got: before.length });
    await erased(t, world, subject);
    await t.scanWorks();
    t.equal('places where one lies afterwards', places(await sightings(t, all)), []);
  },
};

export const vectorGone: Check = {
  id: 'secrets.vector-gone',
  requirements: ['EAAP-0001-144'],
  title: 'Once an erasure is answered the ciphertext of no vector of a fact lies in a storage file.',
  grade: 'E3',
  needs: HOOKS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const subject = t.random.word();
    const statement = 'The customer asked for a refund of the broken lamp last week.';
    const fact = await world.stored({ subject, attribute: 'status', value: 'active', statement });
    await world.search({ query: 'broken lamp', subject });
    const told = await ciphertexts(t, world.namespace, 'facts', [fact.id]);
    t.require('The dump tells the ciphertext of the fact', told.length > 0);
    const all = await ciphertexts(t, world.namespace, 'vectors', [fact.id]);
    // A gateway that stores no vectors has none to erase.
    t.expect(
      'vectors that are stored are seen in the files',
      all.length === 0 || (await sightings(t, all)).length > 0,
    );
    await erased(t, world, subject);
    await t.scanWorks();
    t.equal('places where one lies afterwards', places(await sightings(t, all)), []);
    t.equal('vectors in the dump', await ciphertexts(t, world.namespace, 'vectors', [fact.id]), []);
  },
};

const places = (seen: readonly Sighting[]): unknown[] =>
  seen.map(({ file, encoding, offset }) => ({ file, encoding, offset }));

export const keyGone: Check = {
  id: 'secrets.key-gone',
  requirements: ['EAAP-0001-145'],
  title: 'Once an erasure is answered no key of the subject can be disclosed.',
  grade: 'E2',
  needs: ['keys.disclose'],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    await world.stored({ subject, attribute: 'status', value: 'active' });
    await world.stored({ subject: 'cust-1', attribute: 'note', value: 'together', about: [subject] });
    const before = await t.control.disclose(world.namespace, subject);
    t.require('The subject has a key before', before.length > 0);
    await erased(t, world, subject);
    t.equal('keys of the subject', (await t.control.disclose(world.namespace, subject)).length, 0);
    const secrets = before.map(({ key }) => key);
    const left = (await t.control.disclose(world.namespace)).filter(({ key }) => secrets.includes(key));
    t.equal('keys of the namespace that were the subject’s', left.length, 0);
  },
};

export const keyOutlives: Check = {
  id: 'secrets.erasure-not-claimed',
  requirements: ['EAAP-0001-145'],
  title: 'An erasure whose keys cannot be destroyed is not answered as done.',
  grade: 'E2',
  needs: ['keys.disclose', 'fault', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    await world.stored({ subject, attribute: 'status', value: 'active' });
    t.require(
      'The subject has a key before',
      (await t.control.disclose(world.namespace, subject)).length > 0,
    );
    await t.control.fault({ point: 'erasure' });
    const answer = await world.erase(subject);
    await t.control.fault({ point: 'none' });
    const left = (await t.control.disclose(world.namespace, subject)).length;
    t.expect('no erasure is answered as done while the key is there', answer.status !== 200 || left === 0, {
      got: { status: answer.status, keys: left },
    });
    t.require('The keys could not be destroyed meanwhile', answer.status !== 200 || left > 0);
  },
};

/** An erasure that broke off at its keys, and what becomes of it when `restart` is over. */
async function completed(t: CheckContext, restart: () => Promise<void>): Promise<void> {
  const world = await t.world({ bare: true });
  const subject = t.random.word();
  const { id } = await world.stored({ subject, attribute: 'status', value: 'active' });
  const all = await ciphertexts(t, world.namespace, 'facts', [id]);
  t.require('The subject has a key before', (await t.control.disclose(world.namespace, subject)).length > 0);
  t.require('The fact lies in the files before', (await sightings(t, all)).length > 0);
  await t.control.fault({ point: 'erasure' });
  const answer = await world.erase(subject);
  t.require('The erasure breaks off', answer.status !== 200, { got: answer.status });
  await restart();
  t.answered('a request for the fact', await world.fact(id), 404);
  t.equal('keys of the subject', (await t.control.disclose(world.namespace, subject)).length, 0);
  t.equal('places where its ciphertext lies', places(await sightings(t, all)), []);
  const types = (await world.log()).entries.map(({ record }) => record.type);
  t.equal('records of the erasure', types.filter((type) => type === 'subject.erased').length, 1);
}

const RESUMING = ['fault', 'keys.disclose', 'storage.dump', 'storage.locate', 'reset'] as const;

export const resumedAfterKill: Check = {
  id: 'secrets.erasure-resumed-after-kill',
  requirements: ['EAAP-0001-146'],
  title:
    'An erasure that broke off at its keys, and then a kill interrupted, is complete after the next start.',
  grade: 'E2',
  needs: [...RESUMING, 'kill'],
  exclusive: true,
  negative: true,
  run: (t) =>
    completed(t, async () => {
      await t.control.kill();
      await t.control.start();
    }),
};

export const resumedAfterStop: Check = {
  id: 'secrets.erasure-resumed-after-stop',
  requirements: ['EAAP-0001-146'],
  title: 'An erasure that broke off at its keys is complete after the gateway was stopped and started.',
  grade: 'E2',
  needs: RESUMING,
  exclusive: true,
  negative: true,
  run: (t) =>
    completed(t, async () => {
      await t.control.fault({ point: 'none' });
      await t.control.stop();
      await t.control.start();
    }),
};
