import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Conflict } from '../wire.ts';
import { contradict, plainWorld, standing, standsAs, standingOf, stateAgain } from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const shared = { grade: 'E1', needs: [], negative: false } as const;

/** What becomes of both sides with a resolution, of an open conflict and of a noted one. */
const bothSides = (
  about: Pick<Check, 'id' | 'requirements' | 'title'>,
  resolution: 'keep_both' | 'retract',
  status: 'active' | 'retracted',
): Check => ({
  ...shared,
  ...about,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const name of ['verified', 'untrusted'] as const) {
      const fact = await world.stored({ ...ORDER, subject: name });
      const { id, challenger } = await contradict(t, world, fact, 'open', name);
      t.require('The sides are two facts', challenger !== fact.id, { got: challenger });
      t.answered(`resolving with ${resolution}`, await world.resolve(id, resolution), 200);
      t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing(status, 'paid'));
      t.equal('the challenger', standingOf(await world.fact(challenger)), standing(status, 'open'));
    }
  },
});

export const keepBoth = bothSides(
  {
    id: 'ledger.resolve-keep-both',
    requirements: ['EAAP-0003-011'],
    title: 'Both sides are active after keep_both.',
  },
  'keep_both',
  'active',
);
export const retractBoth = bothSides(
  {
    id: 'ledger.resolve-retract',
    requirements: ['EAAP-0003-012'],
    title: 'Both sides are retracted after retract.',
  },
  'retract',
  'retracted',
);

export const once: Check = {
  ...shared,
  id: 'ledger.resolve-once',
  requirements: ['EAAP-0003-013'],
  title: 'A conflict is resolved once, whatever version is named and whatever is decided.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const { id, version } = await contradict(t, world, fact, 'open');
    const first = await world.resolve(id, 'keep', version);
    t.require('It is resolved', first.status === 200, { got: first.text.slice(0, 200) });
    const resolved = await world.conflict(id);
    for (const resolution of ['keep', 'replace', 'keep_both', 'retract'])
      for (const at of [version, version + 1])
        t.answered(
          `${resolution} of version ${at}`,
          await world.resolve(id, resolution, at),
          409,
          'already-resolved',
        );
    t.equal('the conflict', (await world.conflict(id)).json, resolved.json);
    t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing('active', 'paid'));
  },
};

export const noReturn: Check = {
  ...shared,
  id: 'ledger.resolve-what-is-gone',
  requirements: ['EAAP-0003-014'],
  title: 'No decision makes a superseded or retracted fact stand again.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const noted = await contradict(t, world, fact, 'open', 'untrusted');
    const { id } = await contradict(t, world, fact, 'lost');
    const replaced = await world.resolve(id, 'replace');
    t.require('It can be replaced', replaced.status === 200, { got: replaced.text.slice(0, 200) });
    const { body } = await world.fact(fact.id);
    t.require('The incumbent is superseded', body.status === 'superseded', { got: body.status });
    for (const resolution of ['keep', 'keep_both'])
      t.answered(
        `${resolution} of a superseded incumbent`,
        await world.resolve(noted.id, resolution),
        409,
        'invalid-transition',
      );
    t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing('superseded', 'paid'));
    const other = await world.stored({ ...ORDER, subject: 'order-2' });
    const aside = await contradict(t, world, other, 'open', 'untrusted');
    await standsAs(t, world, aside.challenger, 'disputed');
    const retracted = await world.change('retract', aside.challenger);
    t.require('A challenger set aside can be retracted', retracted.status === 200, { got: retracted.text });
    t.answered(
      'replace by a retracted challenger',
      await world.resolve(aside.id, 'replace'),
      409,
      'invalid-transition',
    );
  },
};

export const several: Check = {
  ...shared,
  id: 'ledger.resolve-one-of-several',
  requirements: ['EAAP-0003-015', 'EAAP-0003-016'],
  title:
    'A fact in another open conflict stays disputed; a conflict that lost a side by a decision is closed as moot.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const first = await contradict(t, world, fact, 'open');
    const second = await contradict(t, world, fact, 'lost');
    const open = async (): Promise<Conflict[]> =>
      (member(await world.search({ subject: ORDER.subject }), 'snapshot', 'conflicts') ?? []) as Conflict[];
    const between = (await open()).find(({ incumbent }) => incumbent === first.challenger);
    t.require('The challengers are in a conflict too', between !== undefined);
    const kept = await world.resolve(first.id, 'keep');
    t.require('The first is decided', kept.status === 200, { got: kept.text.slice(0, 200) });
    t.equal(
      'the incumbent, contradicted by another',
      standingOf(await world.fact(fact.id)),
      standing('disputed', 'paid'),
    );
    t.equal(
      'what is open still',
      (await open()).map(({ id }) => id),
      [second.id],
    );
    t.equal('the conflict that lost a side', member(await world.conflict(between.id), 'status'), 'resolved');
    const { entries } = await world.log();
    const moot = entries.filter(
      ({ record }) => record.type === 'conflict.resolved' && record.reason === 'moot',
    );
    t.equal(
      'records whose reason is moot',
      moot.map(({ record }) => record.object),
      [`conflict:${between.id}@2`],
    );
    const last = await world.resolve(second.id, 'keep');
    t.require('The last is decided', last.status === 200, { got: last.text.slice(0, 200) });
    t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing('active', 'paid'));
  },
};

export const retractedSide: Check = {
  ...shared,
  id: 'ledger.retracted-side',
  requirements: ['EAAP-0003-016'],
  title: 'The conflict of a fact that is retracted is closed, and its other side stands.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const side of ['incumbent', 'challenger'] as const) {
      const fact = await world.stored({ ...ORDER, subject: side });
      const conflict = await contradict(t, world, fact, 'open');
      const answer = await world.change('retract', conflict[side]);
      t.require(`The ${side} is retracted`, answer.status === 200, { got: answer.text.slice(0, 200) });
      t.equal('the conflict', member(await world.conflict(conflict.id), 'status'), 'resolved');
      const other = side === 'incumbent' ? conflict.challenger : conflict.incumbent;
      t.equal('the other side', member(await world.fact(other), 'status'), 'active');
    }
  },
};

export const rivals: Check = {
  ...shared,
  id: 'ledger.rivals-meet',
  requirements: ['EAAP-0003-017'],
  title: 'A fact that a decision lets count is set against whoever stands there by now.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const noted = await contradict(t, world, fact, 'open', 'untrusted');
    const later = await contradict(t, world, fact, 'lost');
    const replaced = await world.resolve(later.id, 'replace');
    t.require('Another stands there now', replaced.status === 200, { got: replaced.text.slice(0, 200) });
    const admitted = await world.resolve(noted.id, 'replace');
    t.require('The old challenger is decided for', admitted.status === 200, {
      got: admitted.text.slice(0, 200),
    });
    const sides = [noted.challenger, later.challenger];
    for (const side of sides)
      t.equal('the state of both', member(await world.fact(side), 'status'), 'disputed');
    const found = await world.search({ subject: ORDER.subject });
    const conflicts = (member(found, 'snapshot', 'conflicts') ?? []) as Conflict[];
    t.equal(
      'the conflict between them',
      conflicts.map((one) => [one.incumbent, one.challenger].sort()),
      [[...sides].sort()],
    );
    const again = await stateAgain(world, fact, 'void');
    t.answered('a further value', again, 409, 'conflict');
  },
};

export const checks = [keepBoth, retractBoth, once, noReturn, several, retractedSide, rivals];
