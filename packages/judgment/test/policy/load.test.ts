import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EaapError, Manifest as ManifestSchema, Policy as PolicySchema, validate } from '@eaap/protocol';
import type { Manifest, Policy } from '@eaap/protocol';
import { checkManifest, compilePolicy } from '../../src/index.ts';
import { manifest, policy } from '../fixture.ts';

function refusal(type: string, work: () => void): EaapError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof EaapError, String(error));
    assert.equal(error.type, type);
    assert.equal(error.status, 422);
    return error;
  }
  throw new Error('It was not refused.');
}

describe('compilePolicy', () => {
  const grant = policy.grants[0] as Policy['grants'][number];
  const rule: Policy['rules'][number] = { id: 'r', description: 'd', when: 'true', outcome: 'block' };
  const limit: Policy['limits'][number] = {
    id: 'l',
    kind: 'rate',
    scope: 'session',
    max: 1,
    window_ms: 1,
    outcome: 'block',
  };

  it('accepts a policy that can be judged by', () => {
    const full: Policy = {
      ...policy,
      rules: [rule, { ...rule, id: 's', when: 'now > 0' }],
      limits: [limit, { ...limit, id: 'q', kind: 'quota', currency: 'EUR' }],
    };
    compilePolicy(validate(PolicySchema, full));
  });

  const cases: [Partial<Policy>, string, { kind: string; id: string }][] = [
    [
      { rules: [{ ...rule, when: 'nope' }] },
      'The rule r: the condition is not EAAP-CEL: unknown variable nope; there are action, effects, principal, now.',
      { kind: 'rule', id: 'r' },
    ],
    [{ rules: [rule, rule] }, 'The rule r: the id is used twice.', { kind: 'rule', id: 'r' }],
    [
      { rules: [{ ...rule, targets: ['host:Example.com'] }] },
      'The rule r: the target pattern host:Example.com is not a lower-case host name, with *. before it or not.',
      { kind: 'rule', id: 'r' },
    ],
    [
      { grants: [grant, grant] },
      'The grant refunds: the id is used twice.',
      { kind: 'grant', id: 'refunds' },
    ],
    [
      { grants: [{ ...grant, effects: ['unknown'] }] },
      'The grant refunds: unknown is always blocked and cannot be granted.',
      { kind: 'grant', id: 'refunds' },
    ],
    [
      { grants: [{ ...grant, effects: ['secret.read'] }] },
      'The grant refunds: secret.read is always blocked and cannot be granted.',
      { kind: 'grant', id: 'refunds' },
    ],
    [
      { grants: [{ ...grant, targets: ['path:/a/../'] }] },
      'The grant refunds: the target pattern path:/a/../ has the segment ...',
      { kind: 'grant', id: 'refunds' },
    ],
    [{ limits: [limit, limit] }, 'The limit l: the id is used twice.', { kind: 'limit', id: 'l' }],
    [
      { limits: [{ ...limit, currency: 'EUR' }] },
      'The limit l: a rate does not count money.',
      { kind: 'limit', id: 'l' },
    ],
  ];
  for (const [change, detail, extras] of cases) {
    it(`refuses: ${detail}`, () => {
      const error = refusal('invalid-policy', () =>
        compilePolicy(validate(PolicySchema, { ...policy, ...change })),
      );
      assert.equal(error.detail, detail);
      assert.deepEqual(error.extras, extras);
    });
  }

  it('refuses rules that are dear together', () => {
    const loop = 'action.parameters.items.all(x, ["a", "b", "c", "d", "e", "f", "g", "h"].exists(y, x == y))';
    const rules = Array.from({ length: 100 }, (_, i) => ({ ...rule, id: `r${i}`, when: loop }));
    const error = refusal('invalid-policy', () => compilePolicy({ ...policy, rules }));
    assert.match(error.detail, /^The rule r\d+: all rules together may cost more than 1000000\.$/);
  });
});

describe('checkManifest', () => {
  const described = manifest.parameters;
  const cases: [Partial<Manifest>, string][] = [
    [
      { effects: [{ effect: 'unknown' }] },
      'A manifest cannot state the effect unknown: it is what is left unstated',
    ],
    [
      { effects: [{ effect: 'money.move', target: { literal: 'host:Bad' } }] },
      'The target of money.move is not a plain host name',
    ],
    [
      { effects: [{ effect: 'money.move', target: { param: '/nope', kind: 'resource' } }] },
      'The target of money.move points to /nope, which is not among the parameters',
    ],
    [
      { effects: [{ effect: 'money.move', target: { param: '/note', kind: 'resource' } }] },
      'The target of money.move points to /note, which is text and must be identifier or integer or mail',
    ],
    [
      { effects: [{ effect: 'network.call', target: { param: '/account', kind: 'host' } }] },
      'The target of network.call points to /account, which is identifier and must be url',
    ],
    [
      {
        effects: [{ effect: 'network.call', target: { param: '/url', kind: 'host', prefix: 'x' } }],
        parameters: { ...described, '/url': { type: 'url' } },
      },
      'The target of network.call is a host and cannot have a prefix',
    ],
    [
      { parameters: { ...described, '/url': { type: 'url' } } },
      'No effect has /url as its target; name what is done with it, or describe it as text',
    ],
    [
      { parameters: { ...described, '/path': { type: 'path' } } },
      'No effect has /path as its target; name what is done with it, or describe it as text',
    ],
    [{ parameters: { ...described, '/code': { type: 'code' } } }, '/code is code and names no dialect'],
    [
      { parameters: { ...described, '/note': { type: 'text', dialect: 'sql' } } },
      '/note names a dialect and is not code',
    ],
    [
      { parameters: { ...described, '/note/x': { type: 'text' } } },
      '/note and /note/x describe the same place',
    ],
    [
      { parameters: { ...described, '/a/*': { type: 'text' }, '/a/b': { type: 'text' } } },
      '/a/* and /a/b describe the same place',
    ],
    [
      {
        parameters: {
          ...described,
          '/note': {
            type: 'text',
            authority: { subject: { param: '/who' }, attribute: 'a', relation: 'equal' },
          },
        },
      },
      'The authority of /note points to /who, which is not among the parameters',
    ],
    [
      {
        parameters: {
          ...described,
          '/note': {
            type: 'text',
            authority: { subject: { literal: 's' }, attribute: 'a', relation: 'at_most' },
          },
        },
      },
      'The authority of /note is at_most, which needs integer or money',
    ],
    [
      {
        parameters: {
          ...described,
          '/note': {
            type: 'text',
            authority: { subject: { literal: 's' }, attribute: 'a', relation: 'equal', trust: 'untrusted' },
          },
        },
      },
      'The authority of /note would be supported by anything an agent says',
    ],
    [
      { selects: [{ subject: { param: '/amount' }, attribute: 'a' }] },
      'The selector of a points to /amount, which is money and must be identifier or integer or mail',
    ],
    [
      { writes: [{ subject: { param: '/nope' }, attribute: 'a' }] },
      'The write of a points to /nope, which is not among the parameters',
    ],
    [
      { writes: [{ subject: { literal: 's' }, attribute: 'a', value: '/nope' }] },
      'The write of a points to /nope, which is not among the parameters',
    ],
    [{ cost: { amount: '/note' } }, 'The cost points to /note, which is text and must be money'],
    [
      { cost: { amount: '/fees/*' }, parameters: { ...described, '/fees/*': { type: 'money' } } },
      'The cost must be exactly one amount of money, and a * stands for many',
    ],
  ];

  it('accepts one that can be meant', () => {
    checkManifest(manifest);
    checkManifest({
      ...manifest,
      parameters: { ...described, '/a/*/x': { type: 'text' }, '/a/*/y': { type: 'json' } },
    });
  });

  for (const [change, why] of cases) {
    it(`refuses: ${why}`, () => {
      const error = refusal('invalid-manifest', () =>
        checkManifest(validate(ManifestSchema, { ...manifest, ...change })),
      );
      assert.equal(error.detail, `billing.refund: ${why}.`);
      assert.equal(error.extras['tool'], 'billing.refund');
    });
  }
});
