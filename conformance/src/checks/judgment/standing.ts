import { actions, DAY } from '../fixtures/index.ts';
import { REFUND } from '../fixtures/manifests.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Manifest } from '../wire.ts';
import { judged, refundable } from './steps.ts';

export const executorNotListed: Check = {
  id: 'judgment.executor-not-listed',
  requirements: ['EAAP-0005-014'],
  title: 'An evaluation for an executor that the policy does not list is blocked.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const reason = { gate: 'authority', code: 'executor-not-permitted' } as const;
    for (const executor of ['stranger', 'nobody', 'executor-2']) {
      const answer = await world.evaluate(actions.read(), { executor });
      judged(t, `an action for ${executor}`, answer, 'BLOCK', reason);
    }
    const other = await world.evaluate(actions.read(), { executor: 'other-executor' });
    judged(t, 'one for an executor that is listed', other, 'ALLOW');
  },
};

export const expiredGround: Check = {
  id: 'judgment.expired-ground',
  requirements: ['EAAP-0005-021'],
  title: 'A fact grounds a parameter up to its valid_until and not in that millisecond.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world, { limit: { valid_until: await world.time(DAY) } });
    await t.elapse(DAY - 3_600_000);
    await world.allowed(actions.refund());
    await t.elapse(3_600_000);
    judged(t, 'a refund on an expired limit', await world.evaluate(actions.refund()), 'ESCALATE', {
      gate: 'grounding',
      field: '/amount',
    });
  },
};

/** Manifests that match their schema and cannot be meant. */
const BAD: readonly (readonly [what: string, change: Partial<Manifest>])[] = [
  [
    'a target without a parameter',
    { effects: [{ effect: 'money.move', target: { param: '/to', kind: 'resource' } }] },
  ],
  ['an effect unknown', { effects: [{ effect: 'unknown' }] }],
  ['a cost that is no money', { cost: { amount: '/customer' } }],
  ['two descriptions of one place', { parameters: { ...REFUND.parameters, '/*': { type: 'text' } } }],
  ['code without a dialect', { parameters: { ...REFUND.parameters, '/run': { type: 'code' } } }],
  ['a URL that no effect touches', { parameters: { ...REFUND.parameters, '/url': { type: 'url' } } }],
  [
    'a literal target that is none',
    { effects: [{ effect: 'money.move', target: { literal: 'host:EXAMPLE.com' } }] },
  ],
];

export const manifestRefused: Check = {
  id: 'judgment.manifest-refused',
  requirements: ['EAAP-0006-001'],
  title: 'A manifest that cannot be meant is refused, and the one in force stays.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const digest = async (): Promise<unknown> => {
      const answer = await world.send('admin', 'GET', '/v2/manifests');
      const all = member(answer, 'manifests');
      t.require('the manifests can be read', Array.isArray(all), { got: answer.text });
      const found = (all as { manifest?: { tool?: string }; digest?: string }[]).find(
        ({ manifest }) => manifest?.tool === REFUND.tool,
      );
      return found?.digest;
    };
    const before = await digest();
    t.require('the manifest in force can be read', typeof before === 'string', { got: before });
    for (const [what, change] of BAD) {
      const answer = await world.setManifest({ ...REFUND, ...change });
      t.answered(`a manifest with ${what}`, answer, 422, 'invalid-manifest');
      t.equal(`the manifest in force after ${what}`, await digest(), before);
    }
    const good = await world.setManifest({ ...REFUND, version: '2' });
    t.require('a right manifest is accepted', good.status === 200, { got: good.text });
  },
};

export const checks = [executorNotListed, expiredGround, manifestRefused];
