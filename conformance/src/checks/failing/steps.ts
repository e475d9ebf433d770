import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import type { Action, CommitResponse, LedgerEntry } from '../wire.ts';
import { brokenAt, killedAt } from './lib.ts';

const EXECUTED = 'messages.send';

/** A world in which a commit uses up an approval and the one commit that a session is given. */
const bounded = (t: CheckContext): Promise<World> =>
  t.world({
    tools: [EXECUTED],
    policy: (policy) => ({
      ...policy,
      limits: [
        {
          id: 'one-a-session',
          kind: 'rate',
          scope: 'session',
          tools: [EXECUTED],
          max: 1,
          window_ms: 3_600_000,
          outcome: 'block',
        },
      ],
    }),
  });

interface Ready {
  readonly action: Action;
  readonly evaluation: string;
  readonly escalation: string;
  readonly commit: () => Promise<Answer<CommitResponse>>;
}

/** An action that was escalated, approved and allowed, in a session of its own. */
async function ready(t: CheckContext, world: World, name: string): Promise<Ready> {
  const action = { ...actions.send(`text ${name}`), session: `session-${name}` };
  const { escalation } = await world.escalated(action);
  const approved = await world.approve(escalation);
  t.require('The escalation is approved', approved.status === 200, { got: approved.text });
  const { token, evaluation } = await world.allowed(action);
  return {
    action,
    evaluation: evaluation.id,
    escalation,
    commit: () => world.commit({ token, action, idempotencyKey: `key-${name}` }),
  };
}

const acceptedOf = (entries: readonly LedgerEntry[], evaluation: string): number =>
  entries.filter(({ record }) => record.type === 'commit.accepted' && record.evaluation === evaluation)
    .length;

/** What there is of a commit, wherever it would be seen. */
async function traceOf(world: World, { evaluation, escalation }: Ready): Promise<unknown> {
  const view = await world.send('auditor', 'GET', `/v2/actions/evaluations/${evaluation}`);
  const approval = await world.send('auditor', 'GET', `/v2/escalations/${escalation}`);
  const { entries } = await world.log();
  return {
    records: acceptedOf(entries, evaluation),
    evaluation: member(view, 'status'),
    approval: member(approval, 'status'),
  };
}

const NOTHING = { records: 0, evaluation: 'open', approval: 'approved' };
const ALL = { records: 1, evaluation: 'committed', approval: 'consumed' };

export const commitFails: Check = {
  id: 'failing.commit-fails-at-each-step',
  requirements: ['EAAP-0008-023'],
  title: 'A commit that fails at any one write answers 503, leaves nothing, and succeeds once nothing fails.',
  grade: 'E2',
  needs: ['storage.step', 'reset'],
  exclusive: true,
  negative: true,
  timeoutMs: 60_000,
  async run(t: CheckContext) {
    const world = await bounded(t);
    const one = await ready(t, world, 'one');
    await Promise.all([world.key('auditor'), world.key('executor'), world.key('recorder')]);
    const { steps, last } = await brokenAt(t, one.commit, async (at, answer) => {
      t.answered(`a commit whose write ${at} fails`, answer, 503);
      t.equal(`what there is of it after write ${at} failed`, await traceOf(world, one), NOTHING);
    });
    t.require('A commit writes', steps > 1, { got: steps });
    // Every write of it was tried: a use that one of them had left would be in the way now.
    t.answered('the same commit when nothing fails', last, 200);
    t.equal('what there is of it then', await traceOf(world, one), ALL);
  },
};

export const commitKilled: Check = {
  id: 'failing.commit-killed-at-each-step',
  requirements: ['EAAP-0008-024'],
  title: 'Of a commit during which the gateway was killed, at any one write, there is all or nothing.',
  grade: 'E2',
  needs: ['storage.step', 'kill', 'reset'],
  exclusive: true,
  negative: true,
  timeoutMs: 240_000,
  async run(t: CheckContext) {
    const world = await bounded(t);
    await Promise.all([world.key('auditor'), world.key('executor'), world.key('recorder')]);
    const steps = await killedAt(t, 1, async (at) => {
      const one = await ready(t, world, `at-${at}`);
      return {
        ask: one.commit,
        async left() {
          const trace = await traceOf(world, one);
          const isAll = (trace as typeof ALL).records > 0;
          t.equal(`what there is of a commit killed at write ${at}`, trace, isAll ? ALL : NOTHING);
          t.answered(`the same commit after a kill at write ${at}`, await one.commit(), 200);
          t.equal(`what there is of it then`, await traceOf(world, one), ALL);
        },
      };
    });
    t.require('A commit writes', steps > 1, { got: steps });
  },
};

export const storeKilled: Check = {
  id: 'failing.store-killed-in-between',
  requirements: ['EAAP-0008-024'],
  title:
    'Of a contradiction during which the gateway was killed, at every third write and at the flush, there is all or nothing.',
  grade: 'E2',
  needs: ['storage.step', 'kill', 'reset'],
  exclusive: true,
  negative: true,
  timeoutMs: 240_000,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await Promise.all([world.key('auditor'), world.key('executor'), world.key('recorder')]);
    const steps = await killedAt(t, 3, async (at) => {
      const incumbent = await world.stored({ subject: `order-${at}`, attribute: 'status', value: 'paid' });
      const before = (await world.log()).entries.length;
      const ask = () => world.store({ subject: incumbent.subject, attribute: 'status', value: 'open' });
      return {
        ask,
        async left() {
          const types = (await world.log()).entries.slice(before).map(({ record }) => record.type);
          const search = await world.search({ subject: incumbent.subject });
          const conflicts = member(search, 'snapshot', 'conflicts');
          const left = {
            opened: types.filter((type) => type === 'conflict.opened').length,
            conflicts: Array.isArray(conflicts) ? conflicts.length : 'none',
            incumbent: (await world.fact(incumbent.id)).body.status,
          };
          const isAll = types.length > 0;
          const all = { opened: 1, conflicts: 1, incumbent: 'disputed' };
          const nothing = { opened: 0, conflicts: 0, incumbent: 'active' };
          t.equal(`what there is of a contradiction killed at write ${at}`, left, isAll ? all : nothing);
          t.answered(`the same again after a kill at write ${at}`, await ask(), 409, 'conflict');
        },
      };
    });
    t.require('A contradiction writes', steps > 1, { got: steps });
  },
};
