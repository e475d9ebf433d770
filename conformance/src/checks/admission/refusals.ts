import { actions } from '../fixtures/index.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';

/** Ways in which a commit is refused whose token is known: what is done, and the commit that is then refused. */
const WAYS: Readonly<Record<string, (world: World, t: CheckContext) => Promise<[string, Answer<unknown>]>>> =
  {
    async 'action-mismatch'(world) {
      const { evaluation, token } = await world.allowed(actions.read());
      return [evaluation.id, await world.commit({ token, action: actions.read('rec-2') })];
    },
    async 'already-committed'(world) {
      const action = actions.read();
      const { evaluation, token } = await world.allowed(action);
      await world.commit({ token, action });
      return [evaluation.id, await world.commit({ token, action })];
    },
    async 'state-drift'(world) {
      const action = actions.ship();
      const { evaluation, token } = await world.allowed(action);
      await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
      return [evaluation.id, await world.commit({ token, action })];
    },
    async 'no-longer-admissible'(world) {
      const action = actions.rated();
      const { evaluation, token } = await world.allowed(action);
      await world.committed(action);
      await world.committed(action);
      return [evaluation.id, await world.commit({ token, action })];
    },
    async 'evaluation-expired'(world, t) {
      const action = actions.read();
      await world.setPolicy((policy) => ({ ...policy, ttl_ms: 1000 }));
      const { evaluation, token } = await world.allowed(action);
      await t.elapse(1100);
      return [evaluation.id, await world.commit({ token, action })];
    },
  };

async function refusalsOf(world: World, evaluation: string, reason: string): Promise<number> {
  const { entries } = await world.log();
  return entries.filter(
    ({ record }) =>
      record.type === 'commit.refused' && record.evaluation === evaluation && record.reason === reason,
  ).length;
}

export const refused: Check = {
  id: 'admission.refusal-recorded',
  requirements: ['EAAP-0001-101'],
  title:
    'Each way of refusing a commit whose token is known leaves a record with its problem type as reason.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const [problem, way] of Object.entries(WAYS)) {
      const world = await t.world();
      const [evaluation, answer] = await way(world, t);
      // Which problem it has to be is another sentence; what is answered has to be what is recorded.
      t.require(`the commit is refused (${problem})`, answer.status >= 400 && answer.problem !== undefined, {
        got: answer.text,
      });
      const reason = String(answer.problem);
      t.equal(`records of a commit refused with ${reason}`, await refusalsOf(world, evaluation, reason), 1);
    }
  },
};

export const sixteen: Check = {
  id: 'admission.sixteen-refusals-recorded',
  requirements: ['EAAP-0001-101'],
  title: 'Sixteen refusals within a minute are recorded one by one.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const { evaluation, token } = await world.allowed(actions.read());
    for (let tried = 0; tried < 16; tried += 1) {
      const answer = await world.commit({ token, action: actions.read(`rec-${tried + 2}`) });
      t.require('the commit is refused', answer.problem === 'action-mismatch', { got: answer.text });
    }
    const found = await refusalsOf(world, evaluation.id, 'action-mismatch');
    t.equal('records of 16 refused commits', found, 16);
  },
};

export const checks = [refused, sixteen];
