import { member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import {
  conflictIdOf,
  contradict,
  lockedFact,
  plainWorld,
  recordsIn,
  stateAgain,
  storedFrom,
} from './contradictions.ts';

/** Reads the conflict that a refusal names and states that it names its sides. */
async function named(
  t: CheckContext,
  world: World,
  { what, refused, incumbent }: { what: string; refused: Answer<unknown>; incumbent: Fact },
): Promise<string | undefined> {
  t.require(`${what} is refused`, refused.status === 409, { got: refused.text.slice(0, 200) });
  const id = conflictIdOf(refused);
  t.expect(`${what} is answered with a conflict_id`, id !== undefined, { got: refused.text.slice(0, 200) });
  if (id === undefined) return undefined;
  const read = await world.conflict(id);
  t.answered(`${what}: the conflict`, read, 200);
  t.equal(`${what}: the incumbent named`, member(read, 'incumbent'), incumbent.id);
  const challenger = member(read, 'challenger');
  const isNamed = typeof challenger === 'string' && challenger !== incumbent.id;
  t.expect(`${what}: the challenger is named`, isNamed, { got: challenger });
  return isNamed ? challenger : undefined;
}

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;

export const readableOpen: Check = {
  id: 'ledger.conflict-readable-open',
  requirements: ['EAAP-0001-044'],
  title:
    'An open conflict can be read under the id that the refusal carries; its challenger is what was refused.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const incumbent = await world.stored(ORDER);
    for (const what of ['a contradiction', 'the same again']) {
      const refused = await stateAgain(world, incumbent, 'open', 'alsoVerified');
      const challenger = await named(t, world, { what, refused, incumbent });
      if (challenger === undefined) continue;
      const read = await world.fact(challenger);
      t.equal(`${what}: the challenger's value`, member(read, 'value'), 'open');
    }
  },
};

export const readableNoted: Check = {
  id: 'ledger.conflict-readable-noted',
  requirements: ['EAAP-0001-044'],
  title: 'A contradiction by a less trusted source can be read under the id that the refusal carries.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const incumbent = await world.stored(ORDER);
    for (const what of ['a contradiction of less trust', 'the same again'])
      await named(t, world, {
        what,
        refused: await stateAgain(world, incumbent, 'open', 'untrusted'),
        incumbent,
      });
  },
};

export const readableLocked: Check = {
  id: 'ledger.conflict-readable-locked',
  requirements: ['EAAP-0001-044'],
  title: 'A contradiction of a locked fact can be read under the id that the refusal carries.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const source of ['authoritative', 'verified', 'untrusted'] as const) {
      const incumbent = await lockedFact(t, world, { ...ORDER, subject: source });
      const refused = await stateAgain(world, incumbent, 'open', source);
      await named(t, world, { what: `${source} against a locked fact`, refused, incumbent });
    }
  },
};

/** States how many records of conflicts a contradiction of a new fact appends. */
const appended = (
  about: Pick<Check, 'id' | 'title'>,
  cases: readonly {
    by: 'authoritative' | 'verified' | 'untrusted';
    against: 'verified' | 'untrusted' | 'locked';
  }[],
  expected: { 'conflict.opened': number; 'conflict.noted': number },
): Check => ({
  ...about,
  requirements: ['EAAP-0001-045'],
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const { by, against } of cases) {
      const there = { ...ORDER, subject: `${by}-${against}` };
      const fact = await (against === 'locked'
        ? lockedFact(t, world, there)
        : storedFrom(world, against, there));
      const before = await recordsIn(world, 'conflict.opened', 'conflict.noted');
      const refused = await stateAgain(world, fact, 'open', by);
      t.require('The contradiction is refused', refused.status === 409, { got: refused.text.slice(0, 200) });
      const after = await recordsIn(world, 'conflict.opened', 'conflict.noted');
      const more = {
        'conflict.opened': after['conflict.opened'] - before['conflict.opened'],
        'conflict.noted': after['conflict.noted'] - before['conflict.noted'],
      };
      t.equal(`records of ${by} against ${against}`, more, expected);
    }
  },
});

export const opened = appended(
  { id: 'ledger.conflict-opened-record', title: 'A contradiction of enough trust appends conflict.opened.' },
  [
    { by: 'verified', against: 'verified' },
    { by: 'authoritative', against: 'verified' },
    { by: 'untrusted', against: 'untrusted' },
    { by: 'verified', against: 'locked' },
  ],
  { 'conflict.opened': 1, 'conflict.noted': 0 },
);

export const noted = appended(
  { id: 'ledger.conflict-noted-record', title: 'A contradiction of less trust appends conflict.noted.' },
  [
    { by: 'untrusted', against: 'verified' },
    { by: 'untrusted', against: 'locked' },
  ],
  { 'conflict.opened': 0, 'conflict.noted': 1 },
);

const restarted = (
  about: Pick<Check, 'id' | 'title' | 'grade' | 'needs'>,
  end: (t: CheckContext) => Promise<void>,
): Check => ({
  ...about,
  requirements: ['EAAP-0001-047'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const there = [];
    for (const source of ['verified', 'untrusted'] as const) {
      const fact = await world.stored({ ...ORDER, subject: source });
      there.push({ source, before: await contradict(t, world, fact, 'open', source) });
    }
    await end(t);
    await t.control.start();
    for (const { source, before } of there) {
      const after = await world.conflict(before.id);
      t.answered(`the conflict with a ${source} source after the start`, after, 200);
      t.equal(`what it says`, after.json, before);
    }
  },
});

export const afterKill = restarted(
  {
    id: 'ledger.conflict-after-kill',
    title: 'A conflict that was answered is answered after a kill as well.',
    grade: 'E2',
    needs: ['kill'],
  },
  (t) => t.control.kill(),
);

// Shows less than its sentence says, and is graded so; but it can be shown to any gateway that can be stopped.
export const afterStop = restarted(
  {
    id: 'ledger.conflict-after-stop',
    title: 'A conflict that was answered is answered after a stop as well.',
    grade: 'E1',
    needs: [],
  },
  (t) => t.control.stop(),
);

export const checks = [readableOpen, readableNoted, readableLocked, opened, noted, afterKill, afterStop];
