import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';

export const notCommitted: Check = {
  id: 'admission.outcome-not-committed',
  requirements: ['EAAP-0001-102'],
  title:
    'An outcome is refused for an evaluation that was allowed or refused at commit, and taken after a commit.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { evaluation, token } = await world.allowed(action);
    for (const status of ['executed', 'failed', 'unknown'])
      t.answered(
        `the outcome ${status} without a commit`,
        await world.outcome(evaluation.id, status),
        409,
        'not-committed',
      );
    const refused = await world.commit({ token, action: actions.read('rec-2') });
    t.require('a commit of another action is refused', refused.status === 409, { got: refused.text });
    const after = await world.outcome(evaluation.id, 'executed');
    t.answered('an outcome after a refused commit', after, 409, 'not-committed');
    const done = await world.commit({ token, action });
    t.require('the action can be committed', done.status === 200, { got: done.text });
    const taken = await world.outcome(evaluation.id, 'executed');
    t.require('an outcome after the commit is taken', taken.status < 300, { got: taken.text });
  },
};

export const nothingToReport: Check = {
  id: 'admission.outcome-of-a-denial',
  requirements: ['EAAP-0001-102'],
  title: 'An outcome is refused for an evaluation that was never allowed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { evaluation } = await world.escalated(actions.send());
    const answer = await world.outcome(evaluation.id, 'executed');
    t.answered('the outcome of an escalated action', answer, 409, 'not-committed');
  },
};

const statusOf = async (world: World, id: string): Promise<unknown> =>
  member(await world.send('auditor', 'GET', `/v2/actions/evaluations/${id}`), 'status');

export const silence: Check = {
  id: 'admission.outcome-unknown',
  requirements: ['EAAP-0001-103'],
  title: 'Silence for `outcome_ms` after a commit makes it `unknown`; what was reported stays as reported.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const outcome_ms = 900_000;
    const world = await t.world({ policy: (policy) => ({ ...policy, outcome_ms }) });
    const silent = await world.committed(actions.read());
    const told = await world.committed(actions.read());
    const reported = await world.outcome(told.evaluation.id, 'executed');
    t.require('an outcome can be reported', reported.status < 300, { got: reported.text });
    t.equal('a commit that nobody reported on yet', await statusOf(world, silent.evaluation.id), 'committed');
    await t.elapse(outcome_ms);
    t.equal('a commit in silence after outcome_ms', await statusOf(world, silent.evaluation.id), 'unknown');
    t.equal('a commit that was reported on', await statusOf(world, told.evaluation.id), 'executed');
  },
};

export const checks = [notCommitted, nothingToReport, silence];
