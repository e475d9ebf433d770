import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';

const statusOf = async (world: World, id: string): Promise<unknown> =>
  member(await world.send('auditor', 'GET', `/v2/actions/evaluations/${id}`), 'status');

const NOTHING = '019c1371-2a40-7000-8000-00000000dead';

export const foreignReport: Check = {
  id: 'admission.outcome-of-another-executor',
  requirements: ['EAAP-0008-016'],
  title: 'An executor reports on nothing that names another one: it is answered as what is not there.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { evaluation } = await world.committed(actions.read());
    const report = (of: string) =>
      world.send('other-executor', 'POST', '/v2/actions/outcome', {
        body: { evaluation: of, status: 'executed' },
      });
    const [foreign, none] = [await report(evaluation.id), await report(NOTHING)];
    t.answered('the outcome of what names another', foreign, 404, 'not-found');
    t.equal('told as of what is not there', member(foreign, 'detail'), member(none, 'detail'));
    t.equal('the evaluation afterwards', await statusOf(world, evaluation.id), 'committed');
  },
};

export const secondReport: Check = {
  id: 'admission.outcome-twice',
  requirements: ['EAAP-0008-017'],
  title: 'A second outcome is refused, whatever the first was, and changes nothing.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const first of ['executed', 'failed', 'unknown']) {
      const { evaluation } = await world.committed(actions.read());
      const told = await world.outcome(evaluation.id, first);
      t.require(`the outcome ${first} is taken`, told.status < 300, { got: told.text });
      for (const second of ['executed', 'failed'])
        t.answered(
          `${second} after ${first}`,
          await world.outcome(evaluation.id, second),
          409,
          'already-reported',
        );
      t.equal(`the evaluation after ${first}`, await statusOf(world, evaluation.id), first);
    }
  },
};

export const lateReport: Check = {
  id: 'admission.outcome-late',
  requirements: ['EAAP-0008-018', 'EAAP-0008-019'],
  title: 'A report after silence is taken as the first, and the log has both.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ policy: (policy) => ({ ...policy, outcome_ms: 60_000 }) });
    const { evaluation } = await world.committed(actions.read());
    await t.elapse(62_000);
    t.require('silence has become unknown', (await statusOf(world, evaluation.id)) === 'unknown');
    t.answered('a report after it', await world.outcome(evaluation.id, 'executed'), 201);
    t.equal('the evaluation afterwards', await statusOf(world, evaluation.id), 'executed');
    const { entries } = await world.log();
    const told = entries
      .filter(({ record }) => record.evaluation === evaluation.id && record.type.startsWith('outcome.'))
      .map(({ record: { type, principal, reason } }) => [type, principal, reason]);
    t.equal('the records of both', told, [
      ['outcome.unknown', 'gateway', 'unknown'],
      ['outcome.reported', 'executor', 'executed'],
    ]);
    t.answered('a second report', await world.outcome(evaluation.id, 'failed'), 409, 'already-reported');
  },
};

export const namedByRequest: Check = {
  id: 'admission.executor-named',
  requirements: ['EAAP-0008-001'],
  title: 'An evaluation names the executor of the request, and the first of the policy without one.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const named of [undefined, 'executor', 'other-executor'] as const) {
      const answer = await world.evaluate(actions.read(), named === undefined ? {} : { executor: named });
      t.equal(
        `the executor when ${String(named)} is named`,
        evaluationOf(answer)?.executor,
        named ?? 'executor',
      );
    }
    await world.setPolicy((policy) => ({ ...policy, executors: ['other-executor', 'executor'] }));
    const turned = await world.evaluate(actions.read());
    t.equal('the first of another policy', evaluationOf(turned)?.executor, 'other-executor');
  },
};

export const windowOfTime: Check = {
  id: 'admission.window',
  requirements: ['EAAP-0008-003'],
  title:
    'The window of an evaluation is the start of that which its time falls in, by the width of the policy.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const window_ms of [60_000, 1000, 7919, 3_600_000]) {
      const world = await t.world({ policy: (policy) => ({ ...policy, window_ms }) });
      const { evaluation } = await world.allowed(actions.read());
      const at = Date.parse(evaluation.created_at);
      t.equal(`the window of ${window_ms} ms`, evaluation.window, at - (at % window_ms));
    }
  },
};

export const foreignEvaluation: Check = {
  id: 'admission.evaluation-of-another-agent',
  requirements: ['EAAP-0008-002'],
  title: "An agent is answered another agent's evaluation as one that is not there.",
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { evaluation } = await world.allowed(actions.read());
    const path = (id: string): string => `/v2/actions/evaluations/${id}`;
    const own = await world.send('agent', 'GET', path(evaluation.id));
    t.require('an agent reads its own', own.status === 200, { got: own.text });
    const foreign = await world.send('stranger', 'GET', path(evaluation.id));
    const none = await world.send('stranger', 'GET', path(NOTHING));
    t.answered("another agent's", foreign, 404, 'not-found');
    t.equal(
      'told as what is not there',
      [member(foreign, 'type'), member(foreign, 'detail')],
      [member(none, 'type'), member(none, 'detail')],
    );
  },
};

export const expiredShown: Check = {
  id: 'admission.expired-shown',
  requirements: ['EAAP-0008-020'],
  title: 'An evaluation that was not committed in time is shown as expired, one that was is not.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const used = await world.committed(actions.read());
    await world.setPolicy((policy) => ({ ...policy, ttl_ms: 1000 }));
    const left = await world.allowed(actions.read());
    await t.elapse(1050);
    t.equal('one that was left', await statusOf(world, left.evaluation.id), 'expired');
    t.equal('one that was committed', await statusOf(world, used.evaluation.id), 'committed');
  },
};

export const checks = [
  namedByRequest,
  foreignEvaluation,
  windowOfTime,
  foreignReport,
  secondReport,
  lateReport,
  expiredShown,
];
