import { actions } from '../fixtures/index.ts';
import { reasonsOf } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { decided, judged, shownOf } from './steps.ts';

/** The limit 5 of `rec-1`, locked. */
async function locked(t: CheckContext, world: World): Promise<Fact> {
  const fact = await world.stored({ subject: 'rec-1', attribute: 'limit', value: 5 });
  const answer = await world.change('lock', fact.id, fact.version);
  t.require('the fact can be locked', answer.status === 200, { got: answer.text });
  return fact;
}

export const lockedFact: Check = {
  id: 'judgment.locked-fact',
  requirements: ['EAAP-0001-074'],
  title: 'An action that writes another value to a locked fact is blocked; one that writes the same is not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.write('rec-1', 6));
    await locked(t, world);
    await world.allowed(actions.write('rec-1', 5));
    for (const limit of [6, 4, 0, -5])
      judged(
        t,
        `${limit} written to a fact locked at 5`,
        await world.evaluate(actions.write('rec-1', limit)),
        'BLOCK',
        {
          gate: 'constraints',
          code: 'locked-fact',
        },
      );
  },
};

export const lockedUnknownWrite: Check = {
  id: 'judgment.locked-fact-unknown-value',
  requirements: ['EAAP-0001-074'],
  title: 'An action that writes to a locked fact nobody knows what is blocked.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({
      manifests: [
        {
          v: 1,
          tool: 'records.write',
          version: '2',
          description: 'Sets the limit of a record to what it computes.',
          effects: [{ effect: 'data.write', target: { param: '/record', kind: 'resource' } }],
          parameters: { '/record': { type: 'identifier' } },
          writes: [{ subject: { param: '/record' }, attribute: 'limit' }],
        },
      ],
    });
    const action = {
      tool: 'records.write',
      environment: 'production',
      parameters: { record: 'rec-1' },
    } as const;
    await world.allowed(action);
    await locked(t, world);
    judged(t, 'an unknown value written to a locked fact', await world.evaluate(action), 'BLOCK', {
      gate: 'constraints',
      code: 'locked-fact',
    });
  },
};

export const unlocked: Check = {
  id: 'judgment.unlocked-fact',
  requirements: ['EAAP-0001-075'],
  title: 'After the fact was unlocked no action is denied for its lock.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await locked(t, world);
    const before = await world.evaluate(actions.write('rec-1', 6));
    t.require('a write is denied while the fact is locked', before.status === 403, { got: before.status });
    const answer = await world.change('unlock', fact.id);
    t.require('the fact can be unlocked', answer.status === 200, { got: answer.text });
    const after = await world.evaluate(actions.write('rec-1', 6));
    t.require('the action is judged', decided(t, 'a write', after) !== undefined, { got: shownOf(after) });
    const isGiven = reasonsOf(after).some(({ code }) => code === 'locked-fact');
    t.expect('a write after unlocking is not denied for a lock', !isGiven, { got: shownOf(after) });
  },
};

export const checks = [lockedFact, lockedUnknownWrite, unlocked];
