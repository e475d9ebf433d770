import type { Tampering } from '../../control/types.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';

type Field = Extract<Tampering, { kind: 'fact' }>['field'];
const FIELDS: readonly Field[] = ['trust', 'confidence', 'locked', 'status'];

/** A fact for each field, in a world of its own; what is done to one fact then bears on no other. */
async function facts(t: CheckContext): Promise<{ world: World; facts: readonly (readonly [Field, Fact])[] }> {
  const world = await t.world();
  const stored: (readonly [Field, Fact])[] = [];
  for (const field of FIELDS)
    stored.push([
      field,
      await world.stored({ subject: `order-${field}`, attribute: 'status', value: 'paid', confidence: 9000 }),
    ]);
  return { world, facts: stored };
}

export const tamperedRead: Check = {
  id: 'log.tampered-fact-read',
  requirements: ['EAAP-0001-125'],
  title: 'A fact whose trust, confidence, lock or status was changed in storage is not answered.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, facts: stored } = await facts(t);
    for (const [field, { id }] of stored) {
      t.require('The fact is answered before', (await world.fact(id)).status === 200);
      await t.control.tamper({ kind: 'fact', namespace: world.namespace, id, field });
      t.answered(`a fact whose ${field} was changed`, await world.fact(id), 503, 'storage-corrupt');
    }
  },
};

export const tamperedSearch: Check = {
  id: 'log.tampered-fact-search',
  requirements: ['EAAP-0001-125'],
  title: 'A search does not answer with a fact whose trust, confidence, lock or status was changed.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, facts: stored } = await facts(t);
    for (const [field, { id, subject }] of stored) {
      const before = await world.search({ subject });
      const found = before.status === 200 && before.body.snapshot.facts.some(({ fact }) => fact.id === id);
      t.require('The search finds the fact before', found, { got: before.text.slice(0, 200) });
      await t.control.tamper({ kind: 'fact', namespace: world.namespace, id, field });
      t.answered(
        `a search for a fact whose ${field} was changed`,
        await world.search({ subject }),
        503,
        'storage-corrupt',
      );
    }
  },
};

export const tamperedEvaluate: Check = {
  id: 'log.tampered-fact-evaluate',
  requirements: ['EAAP-0001-125'],
  title: 'No action is judged on a fact whose trust, confidence, lock or status was changed.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, facts: stored } = await facts(t);
    for (const [field, { id, subject }] of stored) {
      await world.allowed(actions.ship(subject));
      await t.control.tamper({ kind: 'fact', namespace: world.namespace, id, field });
      t.answered(
        `an action relying on a fact whose ${field} was changed`,
        await world.evaluate(actions.ship(subject)),
        503,
        'storage-corrupt',
      );
    }
  },
};

export const tamperedCommit: Check = {
  id: 'log.tampered-fact-commit',
  requirements: ['EAAP-0001-125'],
  title: 'No action is committed on a fact that was changed in storage since it was evaluated.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const { world, facts: stored } = await facts(t);
    for (const [field, { id, subject }] of stored) {
      const action = actions.ship(subject);
      const { token } = await world.allowed(action);
      await t.control.tamper({ kind: 'fact', namespace: world.namespace, id, field });
      const answer = await world.commit({ token, action });
      t.answered(`a commit relying on a fact whose ${field} was changed`, answer, 503, 'storage-corrupt');
    }
  },
};
