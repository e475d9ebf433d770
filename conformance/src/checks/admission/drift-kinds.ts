import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

export const aGrant: Check = {
  id: 'admission.drift-of-a-grant',
  requirements: ['EAAP-0001-088', 'EAAP-0008-015'],
  title:
    'A grant that was taken away since the evaluation is drift, and so is one that was added for another.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const revoked = await world.setPolicy((policy) => ({
      ...policy,
      grants: policy.grants.filter(({ id }) => id !== 'records.read'),
    }));
    t.require('A grant can be taken away', revoked.status === 200, { got: revoked.text });
    const without = await world.commit({ token: first.token, action });
    t.answered('a commit after its grant was taken away', without, 409, 'state-drift');
    t.equal('what has changed', member(without, 'changed'), ['policy']);
    const added = await world.setPolicy((policy) => ({
      ...policy,
      grants: [
        ...policy.grants,
        {
          ...policy.grants[0]!,
          id: 'again',
          principals: ['agent'],
          tools: ['records.read'],
          effects: ['data.read'],
        },
      ],
    }));
    t.require('A grant can be added', added.status === 200, { got: added.text });
    const again = await world.commit({ token: second.token, action });
    t.answered('a commit after another grant covers its action', again, 409, 'state-drift');
  },
};

export const theEngine: Check = {
  id: 'admission.drift-of-the-engine',
  requirements: ['EAAP-0008-015'],
  title: 'What was allowed by one version of what decides is not committed by another.',
  grade: 'E2',
  needs: ['fault', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const [first, second] = [await world.allowed(action), await world.allowed(action)];
    const before = await world.commit({ token: first.token, action });
    t.require('It is committed by the same version', before.status === 200, { got: before.text });
    await t.control.fault({ point: 'engine' });
    const after = await world.commit({ token: second.token, action });
    await t.control.fault({ point: 'none' });
    t.answered('a commit by another version of what decides', after, 409, 'state-drift');
    t.equal('what has changed', member(after, 'changed'), ['engine']);
  },
};

export const aSettledConflict: Check = {
  id: 'admission.drift-of-a-conflict',
  requirements: ['EAAP-0001-086'],
  title: 'A conflict that came and was settled for the fact since the evaluation is drift all the same.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const resolution of ['keep', 'keep_both', 'retract'] as const) {
      const world = await t.world();
      const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
      const action = actions.ship('order-1');
      const { token } = await world.allowed(action);
      const conflict = await world.contradicted(fact, 'cancelled');
      const settled = await world.resolve(conflict.id, resolution);
      t.require('The conflict can be settled', settled.status === 200, { got: settled.text });
      const answer = await world.commit({ token, action });
      t.answered(`a commit after a conflict was settled with ${resolution}`, answer, 409, 'state-drift');
    }
  },
};

export const checks = [aGrant, theEngine, aSettledConflict];
