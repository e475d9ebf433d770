import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';

export const reportOfErased: Check = {
  id: 'admission.outcome-of-erased',
  requirements: ['EAAP-0008-022'],
  title:
    'A report on a commit that was erased, after its silence has ended, leaves one record: nobody waited for it.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const outcome_ms = 20_000;
    const world = await t.world({ policy: (policy) => ({ ...policy, outcome_ms }) });
    const kept = await world.committed(actions.ship('order-1'));
    const erased = await world.committed(actions.ship('order-2'));
    const gone = await world.erase('order-2');
    t.require('a subject can be erased', gone.status === 200, { got: gone.text });
    await t.elapse(outcome_ms);
    for (const { evaluation } of [kept, erased]) {
      const told = await world.outcome(evaluation.id, 'executed');
      t.require('a report after silence is taken', told.status === 201, { got: told.text });
    }
    const { entries } = await world.log();
    const of = (id: string): string[] =>
      entries
        .map(({ record }) => record)
        .flatMap(({ type, evaluation }) => (evaluation === id ? [type] : []));
    const before = ['evaluation.recorded', 'commit.accepted'];
    t.equal('what the log has of the one that was kept', of(kept.evaluation.id), [
      ...before,
      'outcome.unknown',
      'outcome.reported',
    ]);
    t.equal('what it has of the one that was erased', of(erased.evaluation.id), [
      ...before,
      'outcome.reported',
    ]);
  },
};

export const checks = [reportOfErased];
