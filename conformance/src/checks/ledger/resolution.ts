import type { Check, CheckContext, World } from '../types.ts';
import type { Conflict, Fact } from '../wire.ts';
import { place } from './conflicts.ts';
import { recordsOf } from './conflict-records.ts';

interface Decided {
  readonly world: World;
  readonly incumbent: Fact;
  readonly conflict: Conflict;
}

/** A conflict that was resolved like this, required. */
async function decided(t: CheckContext, resolution: string): Promise<Decided> {
  const world = await t.world();
  const incumbent = await place(world, 'order-1', 'paid');
  const conflict = await world.contradicted(incumbent, 'open');
  const answer = await world.resolve(conflict.id, resolution);
  t.require('The conflict is resolved.', answer.status === 200, { got: answer.text.slice(0, 300) });
  t.equal('status of the conflict', answer.body.status, 'resolved');
  return { world, incumbent, conflict };
}

/** Value and status of a fact as it is answered now. */
const seen = async (world: World, id: string): Promise<unknown> => {
  const { value, status } = (await world.fact(id)).body;
  return { value, status };
};

export const keep: Check = {
  id: 'ledger.resolve-keep',
  requirements: ['EAAP-0001-048'],
  title: 'After `keep` the incumbent is active again, with its value.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const { world, incumbent, conflict } = await decided(t, 'keep');
    t.equal('the incumbent', await seen(world, incumbent.id), { value: 'paid', status: 'active' });
    t.equal('the challenger', await seen(world, conflict.challenger), { value: 'open', status: 'superseded' });
    const { snapshot } = (await world.search({ subject: 'order-1' })).body;
    t.equal('facts that count', snapshot.facts.map(({ fact }) => fact.id), [incumbent.id]);
    t.equal('open conflicts', snapshot.conflicts, []);
  },
};

export const replace: Check = {
  id: 'ledger.resolve-replace',
  requirements: ['EAAP-0001-049'],
  title: 'After `replace` the challenger is active and the incumbent superseded, its value kept.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const { world, incumbent, conflict } = await decided(t, 'replace');
    t.equal('the incumbent', await seen(world, incumbent.id), { value: 'paid', status: 'superseded' });
    t.equal('the challenger', await seen(world, conflict.challenger), { value: 'open', status: 'active' });
    const { snapshot } = (await world.search({ subject: 'order-1' })).body;
    t.equal('facts that count', snapshot.facts.map(({ fact }) => fact.id), [conflict.challenger]);
    t.equal('open conflicts', snapshot.conflicts, []);
  },
};

export const resolver: Check = {
  id: 'ledger.resolution-recorded',
  requirements: ['EAAP-0001-050'],
  title: 'A resolution is on the log, with who decided.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    for (const resolution of ['keep', 'replace', 'keep_both', 'retract']) {
      const { world, conflict } = await decided(t, resolution);
      const records = await recordsOf(world, 'conflict.resolved', conflict.id);
      t.equal(`records of \`${resolution}\``, records.length, 1);
      t.equal(`principal of \`${resolution}\``, records[0]?.principal, 'approver');
    }
  },
};

export const resolvedByApprover: Check = {
  id: 'ledger.only-explicit-resolution',
  requirements: ['EAAP-0001-040'],
  title: 'An open conflict is not ended by storing again, by more sources or by more trust.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const incumbent = await place(world, 'order-1', 'paid');
    const conflict = await world.contradicted(incumbent, 'open');
    for (const value of ['paid', 'open', 'open', 'lost'])
      for (const source of [{ kind: 'tool', id: 'crm' }, { kind: 'human', id: 'owner' }] as const)
        await world.store({
          subject: 'order-1',
          attribute: 'status',
          value,
          source: { ...source, observed_at: await world.time(-100) },
        });
    const after = await world.conflict(conflict.id);
    t.equal('status of the conflict', after.body.status, 'open');
    t.equal('the incumbent', await seen(world, incumbent.id), { value: 'paid', status: 'disputed' });
  },
};
