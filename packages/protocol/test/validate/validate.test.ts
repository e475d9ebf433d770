import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Action,
  EaapError,
  EvaluateRequest,
  Manifest,
  matches,
  SCHEMAS,
  StoreRequest,
  validate,
} from '../../src/index.ts';

const action = { tool: 'crm.lookup', environment: 'production', parameters: { customer: 'customer:42' } };

const manifest = {
  v: 1,
  tool: 'crm.lookup',
  version: '1',
  description: 'Looks up.',
  effects: [],
  parameters: {},
};

const refusal = (schema: Parameters<typeof validate>[0], value: unknown): EaapError => {
  try {
    validate(schema, value);
  } catch (thrown) {
    assert.ok(thrown instanceof EaapError);
    return thrown;
  }
  return assert.fail('was accepted');
};

test('a right value comes back as it is, the very same object', () => {
  assert.equal(validate(Action, action), action);
});

const WRONG: [string, unknown, RegExp, string][] = [
  ['an unknown member', { ...action, urgent: true }, /^The body has an unknown member "urgent"\.$/, ''],
  ['a missing member', { tool: 'a', parameters: {} }, /^The body lacks the member "environment"\.$/, ''],
  ['a wrong type', { ...action, tool: 7 }, /^\/tool must be string\.$/, '/tool'],
  [
    'a text that is not of the form',
    { ...action, tool: 'Not A Tool' },
    /^\/tool must match pattern/,
    '/tool',
  ],
  [
    'a value outside a closed set',
    { ...action, environment: 'prod' },
    /^\/environment must be one of none, sandbox, staging, production\.$/,
    '/environment',
  ],
  [
    'a number sent as text is not coerced',
    { ...action, claims: 'none' },
    /^\/claims must be array\.$/,
    '/claims',
  ],
  [
    'an unknown member inside a list',
    { ...action, claims: [{ subject: 'a', attribute: 'b', value: 1, sure: true }] },
    /^\/claims\/0 has an unknown member "sure"\.$/,
    '/claims/0',
  ],
  [
    'an effect nobody has named',
    { ...action, effects: [{ effect: 'teleport' }] },
    /^\/effects\/0\/effect must be one of compute, /,
    '/effects/0/effect',
  ],
  [
    'too many of something',
    { ...action, claims: Array.from({ length: 33 }, () => ({ subject: 'a', attribute: 'b', value: 1 })) },
    /^\/claims must NOT have more than 32 items\.$/,
    '/claims',
  ],
  ['null', null, /^The body must be object\.$/, ''],
];

for (const [name, value, message, pointer] of WRONG) {
  test(`${name} is refused with its place`, () => {
    const error = refusal(Action, value);
    assert.equal(error.type, 'invalid-request');
    assert.match(error.detail, message);
    assert.equal(error.extras['pointer'], pointer);
  });
}

test('a refusal never repeats the value', () => {
  const secret = 'jane.doe@example.com';
  for (const value of [
    { ...action, tool: secret },
    { ...action, environment: secret },
    { ...action, session: secret },
  ]) {
    const error = refusal(Action, value);
    assert.ok(!JSON.stringify(error.toProblem()).includes(secret));
  }
});

test('a refusal repeats a member name only where it is plain words, and so does its pointer', () => {
  for (const name of [
    'jane.doe@example.com',
    '4111111111111111',
    'DE89370400440532013000',
    'AKIAABCDEFGHIJKLMNOP',
  ]) {
    const error = refusal(Action, { ...action, [name]: 1 });
    assert.equal(error.detail, 'The body has an unknown member.');
    assert.ok(!JSON.stringify(error.toProblem()).includes(name));
    const inManifest = refusal(Manifest, { ...manifest, parameters: { [`/${name}`]: { type: 'none' } } });
    assert.match(inManifest.detail, /^\/parameters\/\*\/type must be one of /);
    assert.ok(!JSON.stringify(inManifest.toProblem()).includes(name));
  }
  const { detail } = refusal(Manifest, { ...manifest, parameters: { '/order/ship_to': { type: 'none' } } });
  assert.match(detail, /^\/parameters\/~1order~1ship_to\/type must be one of /);
});

test('a member of the prototype does not stand in for one that is missing', () => {
  assert.ok(!matches(EvaluateRequest, Object.create({ action })));
});

test('a body that was refused is not changed, and nothing is filled in', () => {
  const body = { subject: 'order:7', attribute: 'total', value: 3 };
  const before = JSON.stringify(body);
  assert.ok(matches(StoreRequest, body));
  assert.equal(JSON.stringify(body), before);
});

test('the problem type is the one asked for', () => {
  assert.throws(() => validate(Action, {}, 'invalid-policy'), { type: 'invalid-policy' });
});

test('every schema compiles and refuses a value of the wrong kind', () => {
  assert.ok(SCHEMAS.size >= 50);
  for (const schema of SCHEMAS.values()) assert.equal(matches(schema, 'text'), false, schema.$id);
});
