import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action, Manifest, Policy } from '../wire.ts';
import { grantFor, judged, reader } from './steps.ts';

export const notGranted: Check = {
  id: 'judgment.not-granted',
  requirements: ['EAAP-0001-068'],
  title: 'A tool that no grant names is blocked by the gate authority.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    judged(t, 'a tool without a grant', await world.evaluate(actions.notGranted()), 'BLOCK', {
      gate: 'authority',
    });
  },
};

export const defaultDeny: Check = {
  id: 'judgment.default-deny',
  requirements: ['EAAP-0001-068'],
  title: 'A policy without grants blocks what it allowed with them.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const changed = await world.setPolicy((policy) => ({ ...policy, grants: [] }));
    t.require('a policy without grants is accepted', changed.status === 200, { got: changed.status });
    judged(t, 'an action under a policy without grants', await world.evaluate(actions.read()), 'BLOCK', {
      gate: 'authority',
    });
  },
};

type Grant = Policy['grants'][number];

/** Tools like `records.read`, each granted but for one thing. */
const SHORT: Readonly<Record<string, { grant: Partial<Grant>; manifest?: Partial<Manifest> }>> = {
  principal: { grant: { principals: ['stranger'] } },
  effect: { grant: { effects: ['compute'] } },
  target: { grant: { targets: ['resource:other-*'] } },
  'kind-of-target': { grant: { targets: ['path:/rec-1', 'host:rec-1'] } },
  risk: { grant: {}, manifest: { risk: 'medium' } },
  environment: { grant: { environment: 'staging' } },
};

const call = (tool: string): Action => ({ ...actions.read(), tool });

export const everyDimension: Check = {
  id: 'judgment.grant-falls-short',
  requirements: ['EAAP-0001-068'],
  title: 'A grant that covers all but the principal, effect, target, risk or environment covers nothing.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const short = Object.entries(SHORT);
    const world = await t.world({
      manifests: [
        reader('full.grant'),
        ...short.map(([name, { manifest }]) => reader(`short.${name}`, manifest)),
      ],
      policy: (policy) => ({
        ...policy,
        grants: [
          grantFor('full.grant'),
          ...short.map(([name, { grant }]) => grantFor(`short.${name}`, grant)),
        ],
      }),
    });
    await world.allowed(call('full.grant'));
    for (const [name] of short)
      judged(t, `a grant short of the ${name}`, await world.evaluate(call(`short.${name}`)), 'BLOCK', {
        gate: 'authority',
      });
  },
};

export const declaredEffect: Check = {
  id: 'judgment.declared-effect-not-granted',
  requirements: ['EAAP-0001-068'],
  title: 'An effect that the action declares beyond its manifest has to be granted as well.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const action: Action = {
      ...actions.read(),
      effects: [{ effect: 'money.move', target: 'resource:rec-1' }],
    };
    judged(t, 'an action that declares to move money', await world.evaluate(action), 'BLOCK', {
      gate: 'authority',
    });
  },
};

export const declarationLowersNothing: Check = {
  id: 'judgment.declaration-lowers-nothing',
  requirements: ['EAAP-0001-068'],
  title: 'An action that declares less than its manifest says is judged by what the manifest says.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const writer = reader('declared.less', {
      effects: [{ effect: 'data.delete', target: { param: '/record', kind: 'resource' } }],
    });
    const world = await t.world({
      manifests: [reader('full.grant'), writer],
      policy: (policy) => ({ ...policy, grants: [grantFor('full.grant'), grantFor('declared.less')] }),
    });
    await world.allowed(call('full.grant'));
    const action: Action = { ...call('declared.less'), effects: [{ effect: 'data.read' }] };
    judged(t, 'a deletion declared as reading', await world.evaluate(action), 'BLOCK', {
      gate: 'authority',
    });
  },
};

export const grantsDoNotAddUp: Check = {
  id: 'judgment.grants-do-not-add-up',
  requirements: ['EAAP-0001-068'],
  title: 'Two grants that each cover a half of an action do not cover it together.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const halves = [
      grantFor('records.read', { id: 'target', environment: 'none' }),
      grantFor('records.read', { id: 'environment', targets: ['resource:other'] }),
    ];
    const world = await t.world({ policy: (policy) => ({ ...policy, grants: halves }) });
    await world.allowed({ ...actions.read('rec-1'), environment: 'none' });
    await world.allowed(actions.read('other'));
    judged(t, 'an action that two grants cover in halves', await world.evaluate(actions.read()), 'BLOCK', {
      gate: 'authority',
    });
  },
};

export const checks = [
  notGranted,
  defaultDeny,
  everyDimension,
  declaredEffect,
  declarationLowersNothing,
  grantsDoNotAddUp,
];
