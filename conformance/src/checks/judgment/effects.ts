import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Action } from '../wire.ts';
import { grantFor, judged, reader } from './steps.ts';

export const noManifest: Check = {
  id: 'judgment.no-manifest',
  requirements: ['EAAP-0001-069'],
  title: 'A tool that is granted and has no manifest is blocked.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    judged(t, 'a tool without a manifest', await world.evaluate(actions.ghost()), 'BLOCK', {
      gate: 'effects',
      code: 'no-manifest',
    });
  },
};

export const declaredWithoutManifest: Check = {
  id: 'judgment.no-manifest-declared',
  requirements: ['EAAP-0001-069'],
  title: 'Effects that an agent declares do not stand in for a manifest.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const action: Action = {
      ...actions.ghost(),
      effects: [{ effect: 'data.read', target: 'resource:rec-1' }],
    };
    judged(t, 'a harmless declaration without a manifest', await world.evaluate(action), 'BLOCK', {
      gate: 'effects',
      code: 'no-manifest',
    });
  },
};

export const unread: Check = {
  id: 'judgment.unread-parameter',
  requirements: ['EAAP-0001-070'],
  title: 'A parameter that the manifest does not describe blocks.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const plain = actions.read();
    for (const extra of [{ sudo: true }, { then: 'drop table records' }, { '': 1 }, { Record: 'rec-2' }]) {
      const action = { ...plain, parameters: { ...plain.parameters, ...extra } } as Action;
      const what = `a parameter ${JSON.stringify(Object.keys(extra)[0])} that nobody described`;
      judged(t, what, await world.evaluate(action), 'BLOCK', { gate: 'effects', code: 'unread' });
    }
  },
};

export const unreadInside: Check = {
  id: 'judgment.unread-inside',
  requirements: ['EAAP-0001-070'],
  title: 'A member inside a parameter, and an element of a list, that nobody described block as well.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const tool = 'nested.read';
    const world = await t.world({
      manifests: [
        reader(tool, {
          parameters: {
            '/record': { type: 'identifier' },
            '/options/mode': { type: 'identifier', required: false },
            '/lines/*/text': { type: 'text', required: false },
          },
        }),
      ],
      policy: (policy) => ({ ...policy, grants: [...policy.grants, grantFor(tool)] }),
    });
    const call = (more: Action['parameters']): Action => ({
      tool,
      environment: 'production',
      parameters: { record: 'rec-1', ...more },
    });
    await world.allowed(call({ options: { mode: 'fast' }, lines: [{ text: 'a' }, { text: 'b' }] }));
    const hidden: readonly [string, Action['parameters']][] = [
      ['a member beside a described one', { options: { mode: 'fast', exec: 'x' }, lines: [{ text: 'a' }] }],
      ['a member in an element of a list', { options: { mode: 'fast' }, lines: [{ text: 'a', exec: 'x' }] }],
    ];
    for (const [what, more] of hidden)
      judged(t, what, await world.evaluate(call(more)), 'BLOCK', { gate: 'effects', code: 'unread' });
  },
};

export const secretRead: Check = {
  id: 'judgment.secret-read',
  requirements: ['EAAP-0001-071'],
  title: 'A tool that reads secrets is blocked whatever the policy grants.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    judged(t, 'reading a secret', await world.evaluate(actions.peek()), 'BLOCK', {
      gate: 'effects',
      code: 'secret-read',
    });
  },
};

export const secretDeclared: Check = {
  id: 'judgment.secret-read-declared',
  requirements: ['EAAP-0001-071'],
  title: 'An action that declares to read a secret is blocked although its manifest names no secret.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read());
    const action: Action = {
      ...actions.read(),
      effects: [{ effect: 'secret.read', target: 'resource:rec-1' }],
    };
    judged(t, 'a declared secret', await world.evaluate(action), 'BLOCK', {
      gate: 'effects',
      code: 'secret-read',
    });
  },
};

export const checks = [noManifest, declaredWithoutManifest, unread, unreadInside, secretRead, secretDeclared];
