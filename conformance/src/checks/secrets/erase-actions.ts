import { verifyLog } from '../../model/log.ts';
import { actions } from '../fixtures/index.ts';
import { checkpointKey, noteOf, recordsOf, seenIn } from '../log/lib.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Action } from '../wire.ts';
import { erased, words } from './lib.ts';

const view = (world: World, id: string) => world.send('auditor', 'GET', `/v2/actions/evaluations/${id}`);

/** Evaluates, erases the subject, and says that the action is not answered any more, nor any of its words. */
async function actionIsGone(
  t: CheckContext,
  world: World,
  action: Action,
  { subject, gone }: { subject: string; gone: readonly string[] },
): Promise<void> {
  const id = evaluationOf(await world.evaluate(action))?.id ?? '';
  const before = await view(world, id);
  t.require('The action is answered before', member(before, 'action', 'tool') === action.tool, {
    got: before.text.slice(0, 200),
  });
  await erased(t, world, subject);
  const after = await view(world, id);
  t.expect(`the action of ${action.tool} is not answered`, (member(after, 'action') ?? null) === null, {
    got: after.text.slice(0, 300),
  });
  for (const word of gone) t.equal('where the answer still has it', seenIn(word, after.text) ?? null, null);
}

export const erasedEvaluation: Check = {
  id: 'secrets.erased-evaluation',
  requirements: ['EAAP-0001-137'],
  title: 'An evaluation that relied on facts about an erased subject is not answered with its action.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { order, intent } = words(t, 'order', 'intent');
    await world.stored({ subject: order, attribute: 'status', value: 'paid' });
    await actionIsGone(
      t,
      world,
      { ...actions.ship(order), intent },
      { subject: order, gone: [order, intent] },
    );
  },
};

export const erasedClaim: Check = {
  id: 'secrets.erased-claim',
  requirements: ['EAAP-0001-137'],
  title: 'Nor is one whose action made a claim about the subject, of whom no fact was ever stored.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { subject, note } = words(t, 'subject', 'note');
    const claims = [{ subject, attribute: 'status', value: 'active' }];
    await actionIsGone(
      t,
      world,
      { ...actions.read('rec-1', note), claims },
      { subject, gone: [subject, note] },
    );
  },
};

export const erasedCommitted: Check = {
  id: 'secrets.erased-committed',
  requirements: ['EAAP-0001-137'],
  title: 'Nor is one that was committed and reported.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const order = t.random.word();
    const { evaluation } = await world.committed(actions.ship(order));
    await world.outcome(evaluation.id, 'executed');
    const before = await view(world, evaluation.id);
    t.require('The action is answered before', member(before, 'action', 'tool') === 'orders.ship');
    await erased(t, world, order);
    const after = await view(world, evaluation.id);
    t.expect('the action is not answered', (member(after, 'action') ?? null) === null, {
      got: after.text.slice(0, 300),
    });
    t.equal('where the answer still has the subject', seenIn(order, after.text) ?? null, null);
  },
};

export const erasureRecorded: Check = {
  id: 'secrets.erasure-recorded',
  requirements: ['EAAP-0001-141'],
  title: 'The log holds a record subject.erased, and in it neither subject nor identifier.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { subject, mail } = words(t, 'subject', 'mail');
    await world.stored({ subject, attribute: 'status', value: 'active' });
    const before = (await world.log()).entries.length;
    const seq = await erased(t, world, subject, [`${mail}@example.com`]);
    const { entries } = await world.log();
    const records = entries.slice(before).map(({ record }) => record);
    t.equal('records of the erasure', records.filter(({ type }) => type === 'subject.erased').length, 1);
    t.equal('the record that the answer names', entries[seq]?.record.type, 'subject.erased');
    const text = JSON.stringify(records);
    t.equal('where the subject stands in the log', seenIn(subject, text) ?? null, null);
    t.equal('where the identifier stands in the log', seenIn(mail, text) ?? null, null);
  },
};

export const logVerifies: Check = {
  id: 'secrets.log-verifies-after-erasure',
  requirements: ['EAAP-0001-142'],
  title: 'After an erasure the log, with all it held before, verifies against every checkpoint taken before.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const verifierKey = await checkpointKey(t);
    const world = await t.world();
    const order = t.random.word();
    const anchors = [await noteOf(t, world)];
    const fact = await world.stored({ subject: order, attribute: 'status', value: 'paid' });
    anchors.push(await noteOf(t, world));
    await world.committed(actions.ship(order));
    anchors.push(await noteOf(t, world));
    await world.contradicted(fact, 'open');
    anchors.push(await noteOf(t, world));
    const before = recordsOf((await world.log()).entries);
    await erased(t, world, order);
    const { entries, checkpoint } = await world.log();
    const records = recordsOf(entries);
    const leaves = entries.map(({ leaf }) => leaf);
    const found = verifyLog({
      namespace: world.namespace,
      records,
      leaves,
      checkpoints: [checkpoint.note],
      verifierKey,
      anchors,
    });
    t.equal('what does not add up', found, []);
    t.equal('the records of before', records.slice(0, before.length), before);
  },
};
