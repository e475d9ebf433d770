import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';

const NEEDS = ['clock', 'reset'] as const;
const MINUTE = 60_000;

/** A world with a token that outlives whatever is done to the clock. */
async function withToken(
  t: CheckContext,
): Promise<{ world: World; commit: () => ReturnType<World['commit']> }> {
  const world = await t.world({ policy: (policy) => ({ ...policy, ttl_ms: 300_000 }) });
  const action = actions.read();
  const { token } = await world.allowed(action);
  await world.key('executor'); // made now, since nothing can be made later
  return { world, commit: () => world.commit({ token, action }) };
}

/** Says that nothing is decided, by either route. */
async function isUnreliable(
  t: CheckContext,
  when: string,
  { world, commit }: Awaited<ReturnType<typeof withToken>>,
): Promise<void> {
  const problem = 'clock-unreliable';
  t.answered(`an evaluation ${when}`, await world.evaluate(actions.read()), 503, problem);
  t.answered(`a commit ${when}`, await commit(), 503, problem);
}

/** An admin of the namespace, or one of the gateway, accepts the clock as it is; who may, the RFC leaves open. */
async function rebase(t: CheckContext, world: World): Promise<void> {
  const path = '/v2/control/rebase-clock';
  const send = { body: { reason: 'conformance' } };
  const answers = [await t.system('POST', path, send), await world.send('admin', 'POST', path, send)];
  t.require(
    'An admin re-bases the clock',
    answers.some(({ status }) => status < 300),
    { got: answers.map(({ text }) => text.slice(0, 200)) },
  );
}

export const wentBack: Check = {
  id: 'failing.clock-went-back',
  requirements: ['EAAP-0001-152'],
  title: 'Nothing is decided or committed after the clock went back by more than five seconds.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const held = await withToken(t);
    await t.control.setWall((await t.control.now()) - 7000);
    await isUnreliable(t, 'after it went back by seven seconds', held);
  },
};

export const leapt: Check = {
  id: 'failing.clock-leapt',
  requirements: ['EAAP-0001-153'],
  title: 'Nothing is decided or committed after the wall clock leapt by more than a minute.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const held = await withToken(t);
    await t.elapse(2 * MINUTE);
    const { status } = await held.world.evaluate(actions.read());
    t.require('Two minutes that really pass change nothing', status === 200, { got: status });
    await t.control.setWall((await t.control.now()) + 65_000);
    await isUnreliable(t, 'after it leapt by 65 seconds', held);
  },
};

/** The clock is moved, moved back to where it would be, and only then re-based. */
const LASTING = [
  { what: 'went-back', requirement: 'EAAP-0001-152', by: -10 * MINUTE },
  { what: 'leapt', requirement: 'EAAP-0001-153', by: 2 * MINUTE },
] as const;

export const untilRebased: readonly Check[] = LASTING.map(({ what, requirement, by }) => ({
  id: `failing.clock-${what}-until-rebased`,
  requirements: [requirement],
  title: `Once the clock ${what.replace('-', ' ')} it stays unreliable, right again or not, until an admin re-bases it.`,
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const held = await withToken(t);
    await t.control.setWall((await t.control.now()) + by);
    await isUnreliable(t, 'once it has moved', held);
    await t.control.setWall((await t.control.now()) - by);
    await isUnreliable(t, 'once it is right again', held);
    await rebase(t, held.world);
    t.answered('an evaluation once it is re-based', await held.world.evaluate(actions.read()), 200);
    t.answered('a commit once it is re-based', await held.commit(), 200);
  },
}));
