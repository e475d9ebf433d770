import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Caller, Check, CheckContext, World } from '../types.ts';
import type { Action, LedgerEntry, Policy } from '../wire.ts';

/** How long what races is given to overtake a commit that is held, and a commit that is not held to be answered. */
const HEAD_START_MS = 150;
/** How long a commit may take to come to its first write. */
const REACH_MS = 5000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends a commit, holds it at its first write, lets `rival` run at it, and lets it go. */
async function held<T>(
  t: CheckContext,
  commit: () => Promise<Answer<unknown>>,
  rival: () => Promise<T>,
): Promise<{ commit: Answer<unknown>; rival: T }> {
  await t.control.step({ do: 'hold' });
  let isAnswered = false;
  const committing = commit();
  // Whatever comes of it is looked at below.
  committing.then(
    () => (isAnswered = true),
    () => undefined,
  );
  for (let waited = 0; !(await t.control.step({ do: 'look' })).reached; waited += 5) {
    t.require('The commit comes to a write at which it can be held', waited < REACH_MS);
    await pause(5);
  }
  const racing = rival();
  racing.catch(() => undefined);
  await pause(HEAD_START_MS);
  t.require('The commit waits as long as it is held', !isAnswered);
  await t.control.step({ do: 'none' });
  return { commit: await committing, rival: await racing };
}

const keysOf = (world: World, ...callers: readonly Caller[]): Promise<unknown> =>
  Promise.all(callers.map((caller) => world.key(caller)));

/** What must not come between judging and writing, and how its record is told. */
const CHANGES: readonly {
  readonly what: string;
  readonly requirement: string;
  readonly problem: string;
  readonly record: RegExp;
  readonly change: (world: World) => Promise<Answer<unknown>>;
}[] = [
  {
    what: 'fact',
    requirement: 'EAAP-0001-086',
    problem: 'state-drift',
    record: /^fact\.reinforced$/,
    change: (world) => world.store({ subject: 'order-1', attribute: 'status', value: 'paid' }),
  },
  {
    what: 'contradiction',
    requirement: 'EAAP-0001-086',
    problem: 'state-drift',
    record: /^conflict\.opened$/,
    change: (world) => world.store({ subject: 'order-1', attribute: 'status', value: 'cancelled' }),
  },
  {
    what: 'policy',
    requirement: 'EAAP-0001-088',
    problem: 'state-drift',
    record: /^policy\.changed$/,
    change: (world) => world.setPolicy((policy) => ({ ...policy, version: '2' })),
  },
  {
    what: 'halt',
    requirement: 'EAAP-0001-100',
    problem: 'no-longer-admissible',
    record: /^control\.halted$/,
    change: (world) =>
      world.send('admin', 'POST', '/v2/control/halt', {
        body: { scope: 'namespace', reason: 'conformance' },
      }),
  },
];

export const ofAChange: readonly Check[] = CHANGES.map(({ what, requirement, problem, record, change }) => ({
  id: `admission.race-with-a-${what}`,
  requirements: [requirement],
  title: `A ${what} that arrives while a commit is between judging and writing is after it, or the commit is refused.`,
  grade: 'E2',
  needs: ['storage.step', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: ['orders.ship'] });
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    await keysOf(world, 'executor', 'recorder', 'admin', 'auditor');
    const action = actions.ship('order-1');
    const { token, evaluation } = await world.allowed(action);
    const before = (await world.log()).entries.length;
    const { commit, rival } = await held(
      t,
      () => world.commit({ token, action }),
      () => change(world),
    );
    const entries = (await world.log()).entries.slice(before);
    const at = (is: (entry: LedgerEntry) => boolean): number => entries.findIndex(is);
    const changed = at((entry) => record.test(entry.record.type));
    t.require(`The ${what} is on record`, changed >= 0, { got: rival.text.slice(0, 200) });
    const accepted = at(
      (entry) => entry.record.type === 'commit.accepted' && entry.record.evaluation === evaluation.id,
    );
    if (commit.status === 200)
      t.expect(
        `the commit that was accepted is on record before the ${what}`,
        accepted >= 0 && accepted < changed,
        {
          got: entries.map((entry) => entry.record.type),
        },
      );
    else {
      t.answered(`a commit that the ${what} has overtaken`, commit, 409, problem);
      t.equal('records of a commit that was refused', accepted, -1);
    }
  },
}));

const limitTo =
  (max: number) =>
  (policy: Policy): Policy => ({
    ...policy,
    limits: policy.limits.map((limit) => (limit.id === 'two-an-hour' ? { ...limit, max } : limit)),
  });

/** Two commits that were each allowed and must not both go through. */
const PAIRS: readonly {
  readonly what: string;
  readonly requirement: string;
  readonly action: Action;
  readonly prepare: (t: CheckContext, world: World) => Promise<void>;
}[] = [
  {
    what: 'limit',
    requirement: 'EAAP-0001-100',
    action: actions.rated(),
    prepare: async (t: CheckContext, world) => {
      const changed = await world.setPolicy(limitTo(1));
      t.require('A limit of one can be set', changed.status === 200, { got: changed.text });
    },
  },
  {
    what: 'approval',
    requirement: 'EAAP-0001-109',
    action: actions.send(),
    prepare: async (t: CheckContext, world) => {
      const { escalation } = await world.escalated(actions.send());
      const approved = await world.approve(escalation);
      t.require('The escalation is approved', approved.status === 200, { got: approved.text });
    },
  },
];

export const ofAPair: readonly Check[] = PAIRS.map(({ what, requirement, action, prepare }) => ({
  id: `admission.race-for-one-${what}`,
  requirements: [requirement],
  title: `Of two commits that are each allowed under one ${what} one is accepted, the other held up or not.`,
  grade: 'E2',
  needs: ['storage.step', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [action.tool] });
    await prepare(t, world);
    await keysOf(world, 'executor', 'auditor');
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const answers = await held(
      t,
      () => world.commit({ token: first.token, action }),
      () => world.commit({ token: second.token, action }),
    );
    const receipts = [answers.commit, answers.rival].filter(
      (answer) => member(answer, 'receipt') !== undefined,
    );
    t.equal(`receipts under one ${what}`, receipts.length, 1);
  },
}));

export const ofAToken: Check = {
  id: 'admission.race-for-one-token',
  requirements: ['EAAP-0001-098'],
  title: 'Of two commits of one token, the first of them held up before it writes, one is accepted.',
  grade: 'E2',
  needs: ['storage.step', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: ['records.read'] });
    await keysOf(world, 'executor');
    const action = actions.read();
    const { token } = await world.allowed(action);
    const commit = (): Promise<Answer<unknown>> => world.commit({ token, action });
    const answers = await held(t, commit, commit);
    const statuses = [answers.commit.status, answers.rival.status].sort();
    t.equal('the answers to both', statuses, [200, 409]);
  },
};

export const checks = [...ofAChange, ...ofAPair, ofAToken];
