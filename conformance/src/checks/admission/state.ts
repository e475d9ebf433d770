import { actions } from '../fixtures/index.ts';
import { stateHash, windowStart, type StateObject } from '../../model/state.ts';
import { evaluationOf } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Action, Fact } from '../wire.ts';
import { refundable } from '../judgment/steps.ts';

type Selectors = readonly { readonly subject: string; readonly attribute: string }[];

interface Expected {
  readonly action: Action;
  readonly selectors: Selectors;
  readonly objects: readonly StateObject[];
  readonly windowMs?: number;
}

const objectOf = ({ id, version, commitment }: Fact): StateObject => ['fact', id, version, commitment];

async function bound(t: CheckContext, world: World, what: string, expected: Expected): Promise<void> {
  const answer = await world.evaluate(expected.action);
  const evaluation = evaluationOf(answer);
  t.require(`${what} is evaluated`, evaluation !== undefined, { got: answer.status });
  const { action_commitment, policy, engine } = evaluation;
  const window = windowStart(Date.parse(evaluation.created_at), expected.windowMs ?? 60_000);
  const state = {
    namespace: world.namespace,
    principal: world.principal('agent'),
    action_commitment,
    policy,
    engine,
    selectors: expected.selectors,
    objects: expected.objects,
    window,
  };
  const hash = stateHash(state);
  const isSo = evaluation.state_hash === hash && evaluation.window === window;
  t.expect(`the state hash of ${what}`, isSo, {
    expected: { state_hash: hash, state },
    got: { state_hash: evaluation.state_hash, window: evaluation.window },
  });
}

const order = (subject: string) => ({ subject, attribute: 'status' });

export const nothingSelected: Check = {
  id: 'admission.state-hash-of-nothing',
  requirements: ['EAAP-0001-085'],
  title:
    'The state hash of actions without rows is that of empty objects, with the selectors that found nothing.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await bound(t, world, 'an action without selectors', {
      action: actions.read(),
      selectors: [],
      objects: [],
    });
    await bound(t, world, 'an action whose selector finds nothing', {
      action: actions.ship(),
      selectors: [order('order-1')],
      objects: [],
    });
    await bound(t, world, 'an action that is blocked', {
      action: actions.notGranted(),
      selectors: [],
      objects: [],
    });
  },
};

export const factsSelected: Check = {
  id: 'admission.state-hash-of-facts',
  requirements: ['EAAP-0001-085'],
  title:
    'The state hash holds every selected fact by id, version and commitment, and every selector, sorted.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const { account, limit } = await refundable(world);
    t.require('the facts are there', account !== undefined && limit !== undefined);
    const tags = [];
    for (const value of ['b', 'a', 'c'])
      tags.push(await world.stored({ subject: 'zoë', attribute: 'tag', value }));
    const claims: Action['claims'] = [
      { subject: 'zoë', attribute: 'tag', value: 'a' },
      { subject: 'Zoë', attribute: 'tag', value: 'a' },
    ];
    const grounds = [
      { subject: 'cust-1', attribute: 'account' },
      { subject: 'cust-1', attribute: 'refund.limit' },
    ];
    await bound(t, world, 'an action with two grounds', {
      action: actions.refund(),
      selectors: grounds,
      objects: [objectOf(account), objectOf(limit)],
    });
    await bound(t, world, 'an action with grounds and claims', {
      action: { ...actions.refund(), claims },
      selectors: [...grounds, { subject: 'Zoë', attribute: 'tag' }, { subject: 'zoë', attribute: 'tag' }],
      objects: [objectOf(account), objectOf(limit), ...tags.map(objectOf)],
    });
  },
};

export const conflictSelected: Check = {
  id: 'admission.state-hash-of-a-conflict',
  requirements: ['EAAP-0001-085'],
  title: 'The state hash holds an open conflict beside both of its facts.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const { id, version, commitment, incumbent, challenger } = await world.contradicted(fact, 'open');
    const sides = [];
    for (const side of [incumbent, challenger]) {
      const read = await world.fact(side);
      t.require('both sides can be read', read.status === 200, { got: read.text });
      sides.push(objectOf(read.body));
    }
    await bound(t, world, 'an action on a disputed fact', {
      action: actions.ship(),
      selectors: [order('order-1')],
      objects: [['conflict', id, version, commitment], ...sides],
    });
  },
};

export const versionSelected: Check = {
  id: 'admission.state-hash-of-a-version',
  requirements: ['EAAP-0001-085'],
  title: 'The state hash follows a fact to its next version and the window to the width of the policy.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const locked = await world.change('lock', fact.id, fact.version);
    t.require('the fact can be locked', locked.status === 200, { got: locked.text });
    const changed = await world.setPolicy((policy) => ({ ...policy, window_ms: 7000 }));
    t.require('the window can be changed', changed.status === 200, { got: changed.text });
    const read = await world.fact(fact.id);
    t.require('there is another version', read.body?.version === fact.version + 1, { got: read.text });
    await bound(t, world, 'an action on the second version', {
      action: actions.ship(),
      selectors: [order('order-1')],
      objects: [objectOf(read.body)],
      windowMs: 7000,
    });
  },
};

export const checks = [nothingSelected, factsSelected, conflictSelected, versionSelected];
