import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { conflictIdOf, contradict, lockedFact, plainWorld, recordsIn, stateAgain } from './contradictions.ts';

const SOURCES = ['authoritative', 'verified', 'alsoVerified', 'untrusted'] as const;
const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;

export const lockedAnswer: Check = {
  id: 'ledger.locked-answer',
  requirements: ['EAAP-0001-053'],
  title: 'Another value than that of a locked fact is refused as locked, whoever states it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await lockedFact(t, world);
    for (const [place, source] of SOURCES.entries())
      t.answered(source, await stateAgain(world, fact, `other-${place}`, source), 409, 'locked');
    t.answered('the same again', await stateAgain(world, fact, 'other-0', 'authoritative'), 409, 'locked');
    const said = { kind: 'agent', id: 'agent', observed_at: await world.time(-500) } as const;
    const answer = await world.store({ ...ORDER, value: 'open', source: said }, 'agent');
    t.answered('an agent', answer, 409, 'locked');
  },
};

/** What a locked fact says of itself. */
async function locked(world: World, { id }: Fact): Promise<unknown> {
  const read = await world.fact(id);
  return {
    status: read.status,
    fact: {
      status: member(read, 'status'),
      locked: member(read, 'locked'),
      value: member(read, 'value'),
    },
  };
}
const AS_LOCKED = { status: 200, fact: { status: 'active', locked: true, value: 'paid' } };

export const lockedStands: Check = {
  id: 'ledger.locked-stands',
  requirements: ['EAAP-0001-054'],
  title: 'A locked fact stays active, locked and what it was, whoever contradicts it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await lockedFact(t, world);
    for (const [place, source] of SOURCES.entries()) {
      await contradict(t, world, fact, `other-${place}`, source);
      t.equal(`the fact after ${source} contradicted it`, await locked(world, fact), AS_LOCKED);
    }
  },
};

export const lockedHolds: Check = {
  id: 'ledger.locked-holds',
  requirements: ['EAAP-0001-054'],
  title: 'A locked fact that was contradicted stands whatever is then decided about it but to unlock it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await lockedFact(t, world);
    const { id } = await contradict(t, world, fact, 'open');
    for (const resolution of ['replace', 'retract', 'keep_both']) {
      await world.resolve(id, resolution);
      t.equal(`the fact after ${resolution}`, await locked(world, fact), AS_LOCKED);
    }
    await world.change('retract', fact.id);
    t.equal('the fact after it was to be retracted', await locked(world, fact), AS_LOCKED);
    await world.resolve(id, 'keep');
    t.equal('the fact after keep', await locked(world, fact), AS_LOCKED);
  },
};

export const lockedReplace: Check = {
  id: 'ledger.locked-replace',
  requirements: ['EAAP-0001-055'],
  title: 'An open conflict with a locked incumbent is not resolved with replace, and stays open.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const source of ['verified', 'authoritative'] as const) {
      const fact = await lockedFact(t, world, { ...ORDER, subject: source });
      const before = await contradict(t, world, fact, 'open', source);
      const { id, version } = before;
      t.answered(`replace by ${source}`, await world.resolve(id, 'replace', version), 409, 'locked');
      t.equal('the conflict after the refusal', (await world.conflict(id)).json, before);
    }
  },
};

export const lockedLaterReplace: Check = {
  id: 'ledger.locked-later-replace',
  requirements: ['EAAP-0001-055'],
  title: 'A conflict noted before its incumbent was locked is not resolved with replace either.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const refused = await stateAgain(world, fact, 'open', 'untrusted');
    const id = conflictIdOf(refused);
    t.require('The contradiction is noted', id !== undefined, { got: refused.text.slice(0, 200) });
    const lock = await world.change('lock', fact.id);
    t.require('The fact can be locked', lock.status === 200, { got: lock.text.slice(0, 200) });
    t.answered('replace', await world.resolve(id, 'replace'), 409, 'locked');
    // A noted conflict can be decided for its challenger as long as nothing is locked.
    const other = await world.stored({ ...ORDER, subject: 'order-2' });
    const free = conflictIdOf(await stateAgain(world, other, 'open', 'untrusted'));
    t.require('A contradiction is noted', free !== undefined);
    const replaced = await world.resolve(free, 'replace');
    t.require('Without a lock it is replaced', replaced.status === 200, { got: replaced.text.slice(0, 200) });
  },
};

export const lockRecords: Check = {
  id: 'ledger.lock-records',
  requirements: ['EAAP-0001-056'],
  title: 'Locking appends fact.locked and unlocking fact.unlocked.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const count = (): Promise<unknown> => recordsIn(world, 'fact.locked', 'fact.unlocked');
    t.equal('records before', await count(), { 'fact.locked': 0, 'fact.unlocked': 0 });
    for (let round = 1; round <= 2; round += 1) {
      for (const [what, unlocked] of [
        ['lock', round - 1],
        ['unlock', round],
      ] as const) {
        const answer = await world.change(what, fact.id);
        t.require(`The fact can be ${what}ed`, answer.status === 200, { got: answer.text.slice(0, 200) });
        t.equal(`records after ${what} ${round}`, await count(), {
          'fact.locked': round,
          'fact.unlocked': unlocked,
        });
      }
    }
  },
};

export const checks = [
  lockedAnswer,
  lockedStands,
  lockedHolds,
  lockedReplace,
  lockedLaterReplace,
  lockRecords,
];
