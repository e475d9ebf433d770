import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, World } from '../types.ts';
import type { LogRecord } from '../wire.ts';
import { challenge, place } from './conflicts.ts';

/** The records of a type that are about this id, in the order of the log. */
export async function recordsOf(world: World, type: string, id: string): Promise<readonly LogRecord[]> {
  const { entries } = await world.log();
  return entries
    .map(({ record }) => record)
    .filter((record) => record.type === type && (record.object ?? '').includes(id));
}

export const conflictRecorded: Check = {
  id: 'ledger.conflict-recorded',
  requirements: ['EAAP-0001-045'],
  title: 'A contradiction is on the log: opened, or noted when its source has less trust.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const cases = [
      ['conflict.opened', 'conflict.noted', SOURCES.verified, SOURCES.verified],
      ['conflict.opened', 'conflict.noted', SOURCES.verified, SOURCES.authoritative],
      ['conflict.opened', 'conflict.noted', SOURCES.untrusted, SOURCES.verified],
      ['conflict.noted', 'conflict.opened', SOURCES.verified, SOURCES.untrusted],
      ['conflict.noted', 'conflict.opened', SOURCES.authoritative, SOURCES.verified],
    ] as const;
    for (const [i, [type, other, first, second]] of cases.entries()) {
      const fact = await place(world, `order-${i}`, 'paid', first);
      const answer = await challenge(world, fact, 'open', second);
      const id = String(member(answer, 'conflict_id'));
      t.require('A contradiction is refused.', answer.problem === 'conflict', { got: answer.text });
      const records = await recordsOf(world, type, id);
      const name = `${second.kind} against ${first.kind}`;
      t.equal(`records ${type} of ${name}`, records.length, 1);
      t.equal(`principal of the record of ${name}`, records[0]?.principal, 'recorder');
      t.expect(`its commitment for ${name}`, records[0]?.commitment != null, { got: records[0] });
      t.equal(`records ${other} of ${name}`, (await recordsOf(world, other, id)).length, 0);
    }
  },
};

export const conflictRepeated: Check = {
  id: 'ledger.conflict-repeated',
  requirements: ['EAAP-0001-044', 'EAAP-0001-045'],
  title: 'The same challenge again is the same conflict, and is on the log as refused.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    for (const [i, source] of [SOURCES.verified, SOURCES.untrusted].entries()) {
      const fact = await place(world, `order-${i}`, 'paid');
      const first = await challenge(world, fact, 'open', source);
      t.require('A contradiction is refused.', first.problem === 'conflict', { got: first.text });
      const before = (await world.log()).entries.length;
      const again = await challenge(world, fact, 'open', source);
      t.answered('the same challenge again', again, 409, 'conflict');
      t.equal('its conflict', member(again, 'conflict_id'), member(first, 'conflict_id'));
      const added = (await world.log()).entries.slice(before).map(({ record }) => record.type);
      t.equal('records it adds', added, ['fact.refused']);
    }
  },
};

export const conflictsFound: Check = {
  id: 'ledger.conflicts-found',
  requirements: ['EAAP-0001-046'],
  title: 'A search answers every open conflict of what it covers, whatever its limit.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const fact = await place(world, `order-${i}`, 'paid');
      ids.push((await world.contradicted(fact, 'open')).id);
    }
    for (let i = 0; i < 4; i += 1)
      await world.stored({ subject: 'order-0', attribute: `plain.${'abcd'[i] ?? ''}`, value: i });
    const search = async (request: Record<string, unknown>): Promise<readonly string[]> => {
      const answer = await world.search(request);
      t.require('The search is answered.', answer.status === 200, { got: answer.text });
      return answer.body.snapshot.conflicts.map(({ id }) => id).sort();
    };
    const all = [...ids].sort();
    const one = ids.slice(0, 1);
    t.equal('conflicts with a limit of 1', await search({ limit: 1 }), all);
    t.equal('conflicts without a limit', await search({}), all);
    t.equal('conflicts of an attribute', await search({ attribute: 'status', limit: 1 }), all);
    t.equal('conflicts of a subject', await search({ subject: 'order-0', limit: 1 }), one);
    t.equal('conflicts of both', await search({ subject: 'order-0', attribute: 'status', limit: 1 }), one);
    t.equal('conflicts with a query about something else', await search({ query: 'plain', limit: 1 }), all);
    t.equal('conflicts of another attribute', await search({ attribute: 'plain.a' }), []);
    const health = (await world.search({ subject: 'order-0', limit: 1 })).body.snapshot.health;
    t.equal('health', health, 'conflicted');
  },
};

export const conflictSurvives: Check = {
  id: 'ledger.conflict-survives-kill',
  requirements: ['EAAP-0001-047'],
  title: 'A conflict that was answered is still there after the gateway was killed.',
  grade: 'E2',
  needs: ['kill'],
  exclusive: true,
  negative: false,
  async run(t) {
    const world = await t.world();
    const fact = await place(world, 'order-1', 'paid');
    const other = await place(world, 'order-2', 'paid');
    await world.key('approver');
    const noted = await challenge(world, other, 'open', SOURCES.untrusted);
    const open = await challenge(world, fact, 'open');
    await t.control.kill();
    await t.control.start();
    for (const [status, answer] of [['open', open], ['noted', noted]] as const) {
      t.require('A contradiction was refused.', answer.problem === 'conflict', { got: answer.text });
      const read = await world.conflict(String(member(answer, 'conflict_id')));
      t.answered(`the ${status} conflict`, read, 200);
      t.equal('its status', member(read, 'status'), status);
    }
    const after = await world.fact(fact.id);
    t.equal('the incumbent', [after.body.status, after.body.value], ['disputed', 'paid']);
  },
};
