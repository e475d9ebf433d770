import type { Check, CheckContext } from '../types.ts';
import { plainWorld } from './contradictions.ts';
import { mail } from './personal.ts';

export const outgrown: Check = {
  id: 'ledger.outgrown',
  requirements: ['EAAP-0003-053'],
  grade: 'E1',
  needs: [],
  title:
    'What is within its bounds as sent, and beyond them with tokens in it, is refused and spoils nothing.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const mails = (count: number): string => Array.from({ length: count }, () => mail(t.random)).join(' ');
    const fact = { subject: 'order-1', attribute: 'note', value: 'x' };
    t.answered('A subject of two', await world.store({ ...fact, subject: mails(2) }), 201);
    const refused = async (what: string, more: object, status = 400, problem = 'invalid-request') =>
      t.answered(what, await world.store({ ...fact, ...more }), status, problem);
    await refused('A subject of eight', { subject: mails(8) });
    await refused('A statement of a hundred', { statement: mails(100) });
    await refused('A further subject of eight', { about: [mails(8)] });
    await refused('A value of two hundred', { value: mails(200) }, 413, 'payload-too-large');
    t.answered('The place is free', await world.store(fact), 201);
    t.answered('A search of the namespace', await world.search({}), 200);
  },
};
