import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { challenge, place } from './conflicts.ts';
import { recordsOf } from './conflict-records.ts';

/** A locked fact, required. */
async function lockedFact(t: CheckContext, world: World, subject = 'order-1'): Promise<Fact> {
  const fact = await place(world, subject, 'paid');
  const answer = await world.change('lock', fact.id);
  t.require('A fact is locked.', answer.status === 200 && answer.body.locked === true, { got: answer.text });
  return answer.body;
}

const CHALLENGERS = {
  'the same trust': SOURCES.verified,
  'greater trust': SOURCES.authoritative,
  'less trust': SOURCES.untrusted,
} as const;

export const lockedContradicted: Check = {
  id: 'ledger.locked-contradicted',
  requirements: ['EAAP-0001-053'],
  title: 'What contradicts a locked fact is refused as locked, whatever its trust.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    for (const [i, [name, source]] of Object.entries(CHALLENGERS).entries()) {
      const fact = await lockedFact(t, world, `order-${i}`);
      t.answered(name, await challenge(world, fact, 'open', source), 409, 'locked');
      t.answered(`${name}, again`, await challenge(world, fact, 'open', source), 409, 'locked');
    }
    const fact = await lockedFact(t, world, 'unlocked');
    t.require('It is unlocked.', (await world.change('unlock', fact.id)).status === 200);
    const after = await challenge(world, fact, 'open');
    t.require('Unlocked it is a conflict like any other.', after.problem === 'conflict', { got: after.text });
  },
};

export const lockedStays: Check = {
  id: 'ledger.locked-stays',
  requirements: ['EAAP-0001-054'],
  title: 'A locked fact that was contradicted is active and locked, with its value.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    for (const [i, [name, source]] of Object.entries(CHALLENGERS).entries()) {
      const fact = await lockedFact(t, world, `order-${i}`);
      const answer = await challenge(world, fact, 'open', source);
      t.require('It is contradicted.', answer.status === 409, { got: answer.text });
      const { value, status, locked } = (await world.fact(fact.id)).body;
      t.equal(`the fact after ${name}`, { value, status, locked }, { value: 'paid', status: 'active', locked: true });
      const { snapshot } = (await world.search({ subject: fact.subject })).body;
      const own = snapshot.facts.find((seen) => seen.fact.id === fact.id)?.fact;
      t.equal('as it is found', [own?.value, own?.status, own?.locked], ['paid', 'active', true]);
    }
  },
};

export const lockedKeptByRetraction: Check = {
  id: 'ledger.locked-not-retracted',
  requirements: ['EAAP-0001-054'],
  title: 'A locked fact stays active and locked when it is to be retracted, or is repeated.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const fact = await lockedFact(t, world);
    t.answered('retracting a locked fact', await world.change('retract', fact.id), 409, 'locked');
    const repeated = await challenge(world, fact, 'paid', SOURCES.authoritative);
    t.require('It is reinforced.', repeated.status === 200, { got: repeated.text });
    const contradicted = await challenge(world, fact, 'open');
    t.answered('contradicting it after that', contradicted, 409, 'locked');
    const { value, status, locked } = (await world.fact(fact.id)).body;
    t.equal('the fact', { value, status, locked }, { value: 'paid', status: 'active', locked: true });
  },
};

export const lockedNotReplaced: Check = {
  id: 'ledger.locked-not-replaced',
  requirements: ['EAAP-0001-055'],
  title: 'A conflict with a locked incumbent is not resolved against it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const fact = await lockedFact(t, world);
    const answer = await challenge(world, fact, 'open');
    const id = String(member(answer, 'conflict_id'));
    const refused = await world.resolve(id, 'replace');
    t.answered('replacing a locked incumbent', refused, 409, 'locked');
    const conflict = await world.conflict(id);
    t.equal('status of the conflict', conflict.body.status, 'open');
    const { value, status, locked } = (await world.fact(fact.id)).body;
    t.equal('the fact', { value, status, locked }, { value: 'paid', status: 'active', locked: true });
    const late = await place(world, 'order-2', 'paid');
    const opened = await world.contradicted(late, 'open');
    t.require('A disputed fact is locked.', (await world.change('lock', late.id)).status < 500);
    if ((await world.fact(late.id)).body.locked) {
      const second = await world.resolve(opened.id, 'replace');
      t.answered('replacing an incumbent that was locked afterwards', second, 409, 'locked');
    }
    const kept = await world.resolve(id, 'keep');
    t.require('It can be kept.', kept.status === 200, { got: kept.text });
  },
};

export const locksRecorded: Check = {
  id: 'ledger.locks-recorded',
  requirements: ['EAAP-0001-056'],
  title: 'Locking and unlocking are on the log, with who did it.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const fact = await place(world, 'order-1', 'paid');
    const other = await place(world, 'order-2', 'paid');
    for (const [what, type] of [
      ['lock', 'fact.locked'],
      ['unlock', 'fact.unlocked'],
    ] as const) {
      t.equal(`records ${type} before`, (await recordsOf(world, type, fact.id)).length, 0);
      const answer = await world.change(what, fact.id);
      t.require('The fact is changed.', answer.status === 200, { got: answer.text });
      const records = await recordsOf(world, type, fact.id);
      t.equal(`records ${type}`, records.length, 1);
      t.equal(`principal of ${type}`, records[0]?.principal, 'approver');
      t.equal(`records ${type} of another fact`, (await recordsOf(world, type, other.id)).length, 0);
      t.equal('locked', (await world.fact(fact.id)).body.locked, what === 'lock');
    }
  },
};
