import type { Check, CheckContext } from '../types.ts';

/** Bytes of a nonce, which stands first. */
const NONCE_BYTES = 12;
/** So many that a nonce of 24 random bits, or a counter of 13, would repeat. */
const RECORDS = 10_000;
/** Requests under way at once. */
const LANES = 48;

const nonceOf = (ciphertext: string): string =>
  Buffer.from(ciphertext.slice(0, (NONCE_BYTES * 4) / 3), 'base64').toString('hex');

export const noncesOfMany: Check = {
  id: 'secrets.nonces-of-many',
  requirements: ['EAAP-0012-006'],
  title: 'No two of ten thousand ciphertexts begin with one nonce.',
  grade: 'E2',
  needs: ['storage.dump', 'reset'],
  exclusive: true,
  negative: true,
  isLong: true,
  timeoutMs: 180_000,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    await world.key('recorder');
    const source = { kind: 'system' as const, id: 'registry', observed_at: await world.time(-1000) };
    const nonces = async (): Promise<string[]> =>
      (await t.control.dump(world.namespace)).records.map(({ ciphertext }) => nonceOf(ciphertext));
    const first = await world.store({
      subject: 'cust-0',
      attribute: 'note-0',
      value: 0,
      statement: 'note 0',
      source,
    });
    t.require('A fact is stored', first.status === 201, { got: first.text.slice(0, 200) });
    // A fact may be one ciphertext or several (its vector is another).
    const each = (await nonces()).length;
    t.require('The dump tells the ciphertexts', each >= 1);
    let next = 1;
    const last = Math.ceil(RECORDS / each);
    const lane = async (): Promise<void> => {
      while (next < last) {
        const n = next;
        next += 1;
        // Few subjects, so that most of them share a key: only under one key does a nonce that repeats do harm.
        const answer = await world.store({
          subject: `cust-${n % 8}`,
          attribute: `note-${n}`,
          value: n,
          statement: `note ${n}`,
          source,
        });
        t.require('A fact is stored', answer.status === 201, { got: answer.text.slice(0, 200) });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const found = await nonces();
    t.require('There are as many ciphertexts as that', found.length >= RECORDS, { got: found.length });
    t.equal('nonces that are there twice', found.length - new Set(found).size, 0);
  },
};
