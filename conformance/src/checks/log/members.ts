import { FILLED } from '../../model/record.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import { livedIn } from './chain.ts';
import { recordsOf } from './lib.ts';

/** What every record fills. */
const ALWAYS = ['v', 'seq', 'ts', 'ns', 'type', 'principal', 'prev'];

export const members: Check = {
  id: 'log.record-members',
  requirements: ['EAAP-0011-001'],
  title: 'A record fills the members that belong to its type, and no others.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await livedIn(t);
    const fact = await world.stored({ subject: 'order-9', attribute: 'status', value: 'paid' });
    await world.change('lock', fact.id, fact.version);
    await world.store({ subject: 'order-9', attribute: 'status', value: 'open' });
    await world.store({ subject: 'order-9', attribute: 'status', value: 'open' });
    await world.change('unlock', fact.id, fact.version + 1);
    const { evaluation } = await world.committed(actions.read('rec-9'));
    await world.outcome(evaluation.id, 'executed');
    const { token } = await world.allowed(actions.read('rec-8'));
    await world.commit({ token, action: actions.read('rec-7') });
    await world.send('admin', 'POST', '/v2/control/halt', {
      body: { scope: 'agent', agent: 'stranger', reason: 'conformance' },
    });
    await world.erase('order-9');
    const records = recordsOf((await world.log()).entries);
    t.require('There are records of several types', new Set(records.map(({ type }) => type)).size > 8);
    for (const record of records) {
      const filled = Object.entries(record).filter(
        ([name, value]) => value !== null && !ALWAYS.includes(name),
      );
      t.equal(
        `what record ${String(record['seq'])}, ${String(record['type'])}, fills`,
        filled.map(([name]) => name).sort(),
        [...(FILLED[String(record['type'])] ?? [])].sort(),
      );
    }
  },
};
