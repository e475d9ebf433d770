import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Conflict, Fact } from '../wire.ts';
import { conflictIdOf, contradict, lockedFact, plainWorld, recordsIn, stateAgain } from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const shared = { grade: 'E1', needs: [], negative: false } as const;

export const againstEach: Check = {
  ...shared,
  id: 'ledger.challenge-of-several',
  requirements: ['EAAP-0003-007'],
  title: 'A third value is in a conflict with each of two that stand, and both are disputed.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const first = await world.stored(ORDER);
    const { id, challenger } = await contradict(t, world, first, 'open');
    const both = await world.resolve(id, 'keep_both');
    t.require('Both are kept', both.status === 200, { got: both.text.slice(0, 200) });
    const { challenger: third } = await contradict(t, world, first, 'lost');
    const found = await world.search({ subject: ORDER.subject });
    const conflicts = (member(found, 'snapshot', 'conflicts') ?? []) as Conflict[];
    t.equal(
      'the sides of the open conflicts',
      conflicts.map((one) => [one.incumbent, one.challenger].sort()).sort(),
      [first.id, challenger].map((other) => [other, third].sort()).sort(),
    );
    for (const side of [first.id, challenger, third])
      t.equal('the state of a side', member(await world.fact(side), 'status'), 'disputed');
  },
};

export const again: Check = {
  ...shared,
  id: 'ledger.challenge-again',
  requirements: ['EAAP-0003-009', 'EAAP-0003-010'],
  title: 'The same challenge again is answered with the same conflict and logged as fact.refused.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const kinds: readonly (readonly [string, 'verified' | 'untrusted', () => Promise<Fact>])[] = [
      ['an open one', 'verified', () => world.stored({ ...ORDER, subject: 'open' })],
      ['a noted one', 'untrusted', () => world.stored({ ...ORDER, subject: 'noted' })],
      ['one of a locked fact', 'verified', () => lockedFact(t, world, { ...ORDER, subject: 'locked' })],
    ];
    for (const [what, by, prepare] of kinds) {
      const fact = await prepare();
      const { id } = await contradict(t, world, fact, 'open', by);
      const before = await recordsIn(world, 'fact.refused', 'fact.stored');
      for (const round of [1, 2]) {
        const answer = await stateAgain(world, fact, 'open', by);
        t.equal(`the conflict of ${what}, the same again`, conflictIdOf(answer), id);
        const after = await recordsIn(world, 'fact.refused', 'fact.stored');
        t.equal(`records of ${what}`, after, { ...before, 'fact.refused': before['fact.refused'] + round });
      }
      const { entries } = await world.log();
      const last = entries.filter(({ record }) => record.type === 'fact.refused').at(-1);
      t.equal(`the object of the record of ${what}`, last?.record.object, `conflict:${id}`);
    }
  },
};

export const corroboration: Check = {
  ...shared,
  id: 'ledger.corroborated-record',
  requirements: ['EAAP-0003-021'],
  title: 'What a less trusted source repeats is logged as fact.corroborated.',
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    for (const count of [1, 2]) {
      const answer = await stateAgain(world, fact, 'paid', 'untrusted');
      t.require('The repetition is taken', answer.status === 200, { got: answer.text.slice(0, 200) });
      t.equal('records', await recordsIn(world, 'fact.corroborated'), { 'fact.corroborated': count });
    }
  },
};

export const notBack: Check = {
  ...shared,
  id: 'ledger.reinforced-not-back',
  requirements: ['EAAP-0003-018', 'EAAP-0003-020'],
  title: 'An older observation neither moves a fact back in time nor takes anything from it.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const [hour, half_life_ms] = [3_600_000, 3_600_000];
    const now = await world.now();
    const seen = (ms: number) =>
      ({ kind: 'system', id: 'registry', observed_at: new Date(now - ms).toISOString() }) as const;
    const fact = await world.stored({ ...ORDER, source: seen(hour), confidence: 8000, half_life_ms });
    for (const [ms, confidence] of [
      [2 * hour, 8000],
      [hour + 1, 8000],
      [3 * hour, 1],
    ] as const) {
      const answer = await world.store({ ...ORDER, source: seen(ms), confidence, half_life_ms });
      t.require('The repetition is taken', answer.status === 200, { got: answer.text.slice(0, 200) });
      t.equal('observed_at', member(answer, 'fact', 'source', 'observed_at'), fact.source.observed_at);
      t.equal('the confidence at that time', member(answer, 'fact', 'confidence'), 8000);
    }
  },
};

export const checks = [againstEach, again, corroboration, notBack];
