import { actions } from '../fixtures/index.ts';
import { evaluationOf } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Evaluation, LogRecord } from '../wire.ts';
import { refundable } from '../judgment/steps.ts';

/** Evaluations of every verdict. */
async function evaluated(t: CheckContext, world: World): Promise<Evaluation[]> {
  await refundable(world);
  const found: Evaluation[] = [];
  for (const action of [actions.refund(), actions.notGranted(), actions.ghost(), actions.send()]) {
    const answer = await world.evaluate(action);
    const evaluation = evaluationOf(answer);
    t.require(`${action.tool} is evaluated`, evaluation !== undefined, { got: answer.status });
    found.push(evaluation);
  }
  const verdicts = [...new Set(found.map(({ verdict }) => verdict))].sort();
  t.require('there is an evaluation of every verdict', verdicts.join() === 'ALLOW,BLOCK,ESCALATE', {
    got: verdicts,
  });
  return found;
}

const recordsOf = async (world: World): Promise<LogRecord[]> =>
  (await world.log()).entries.map(({ record }) => record);

function shown(t: CheckContext, records: readonly LogRecord[], evaluation: Evaluation): void {
  const { id, verdict, policy, engine, state_hash, principal } = evaluation;
  const own = records.filter((record) => record.type === 'evaluation.recorded' && record.evaluation === id);
  const got = own.map((record) => ({
    verdict: record.verdict,
    policy: record.policy,
    engine: record.engine,
    state_hash: record.state_hash,
    principal: record.principal,
  }));
  t.equal(`the record of an evaluation answered ${verdict}`, got, [
    { verdict, policy, engine, state_hash, principal },
  ]);
}

export const recorded: Check = {
  id: 'admission.evaluation-recorded',
  requirements: ['EAAP-0001-083'],
  title:
    'Every evaluation has one record with its verdict, policy, engine and state hash, whatever the verdict.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const evaluations = await evaluated(t, world);
    const records = await recordsOf(world);
    for (const evaluation of evaluations) shown(t, records, evaluation);
  },
};

export const recordedBeforeAnswer: Check = {
  id: 'admission.recorded-before-answer',
  requirements: ['EAAP-0001-083'],
  title: 'The record is in the log when the evaluation is answered, for each of many asked at once.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('agent');
    await world.key('auditor');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        world.evaluate(index % 2 === 0 ? actions.read() : actions.notGranted()),
      ),
    );
    const records = await recordsOf(world);
    for (const answer of answers) {
      const evaluation = evaluationOf(answer);
      t.require('each is evaluated', evaluation !== undefined, { got: answer.status });
      shown(t, records, evaluation);
    }
  },
};

export const survivesKill: Check = {
  id: 'admission.evaluation-survives-kill',
  requirements: ['EAAP-0001-084'],
  title: 'The record of an answered evaluation is in the log after a kill and a start.',
  grade: 'E2',
  needs: ['kill'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('auditor');
    const evaluations = await evaluated(t, world);
    const last = await world.evaluate(actions.read('rec-last'));
    await t.control.kill();
    const evaluation = evaluationOf(last);
    t.require('the last one is evaluated', evaluation !== undefined, { got: last.status });
    await t.control.start();
    const records = await recordsOf(world);
    for (const one of [...evaluations, evaluation]) shown(t, records, one);
  },
};

export const checks = [recorded, recordedBeforeAnswer, survivesKill];
