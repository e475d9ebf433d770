import type { JsonObject } from '../../model/json.ts';
import { token, useKey } from '../../model/keyed.ts';
import { ANSWERS } from '../lib/keyed-answers.ts';
import { formulas, objects } from '../lib/keyed-claims.ts';
import {
  ACTION,
  ACTION_KEY,
  AT,
  KEYED,
  LOOP,
  MAIL,
  OTHER,
  plain,
  ROOT,
  SUBJECT,
  VALUE,
  WRITTEN,
} from '../lib/keyed-inputs.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

function positives(): CaseSource[] {
  return [
    plain('worked-example', 'the index of RFC-0002 section 1', SUBJECT),
    plain('worked-example-token', 'the token of RFC-0002 section 1', MAIL),
    plain('keyed', 'a keyed value', KEYED),
    plain('keyed-label', 'another label, another value', { ...KEYED, label: 'attribute' }),
    plain('keyed-64-label', 'a label of 64 characters', { ...KEYED, label: '!~'.repeat(32) }),
    plain('keyed-long-key', 'a key longer than a block of the hash', { ...KEYED, key: '0b'.repeat(131) }),
    plain('keyed-object', 'the order of members does not count', {
      ...KEYED,
      value: { b: [1, { d: 1, c: 2 }], a: null },
    }),
    plain('keyed-empty', 'an empty text', { ...KEYED, value: '' }),
    ...['subject', 'attribute', 'value', 'token', 'erasing', 'idempotency', 'limit'].map((label) =>
      plain(`index-${label}`, `a text under the label ${label}`, { op: 'index', ...AT, label, value: 'x' }),
    ),
    plain('index-erasing-mark', 'the mark of an erasure', {
      op: 'index',
      ...AT,
      label: 'erasing',
      value: { id: '018bcfe5-6800-7000-8000-000000000001', subject: 'ab'.repeat(32) },
    }),
    plain('index-limit-session', 'the counter of a session', {
      op: 'index',
      ...AT,
      label: 'limit',
      value: ['sends', 'rate', 'session', 'agent', ''],
    }),
    plain('subject-namespace', 'the same subject in another namespace', { ...SUBJECT, namespace: 'other' }),
    plain('subject-root', 'the same subject under another root key', {
      ...SUBJECT,
      root: OTHER.toString('hex'),
    }),
    plain('subject-unicode', 'a subject beyond ASCII', { ...SUBJECT, subject: 'kunde:\u00e4\u{1f600}' }),
    plain('attribute', 'an attribute', { op: 'attribute', ...AT, attribute: 'refund.limit' }),
    plain('value', 'a value of an attribute', VALUE),
    plain('value-null', 'null is a value', { ...VALUE, value: null }),
    plain('value-attribute', 'the same value of another attribute', { ...VALUE, attribute: 'refund.total' }),
    plain('token-index', 'the index of a token', {
      op: 'token',
      ...AT,
      token: '[PII:email:cc5951024f80da0ec3584cf88160f8d3]',
    }),
    plain('mac', 'the MAC of a snapshot', {
      op: 'mac',
      ...AT,
      snapshot: { as_of: '2026-01-31T09:30:00.000Z', facts: [] },
    }),
    plain('pii-card', 'the token of a card', { ...MAIL, type: 'card', normalised: '4111111111111111' }),
    plain('pii-own', 'the token of an operator’s own type', {
      ...MAIL,
      type: 'x_staff',
      normalised: 'EMP-00417',
    }),
    plain('pii-type-counts', 'the same text as another type', { ...MAIL, type: 'key' }),
    plain('pii-namespace', 'the same address in another namespace', { ...MAIL, namespace: 'other' }, [
      'EAAP-0001-030',
      'EAAP-0002-016',
    ]),
    plain('written', 'the mark of an address that was percent-encoded', WRITTEN),
    plain('written-plain', 'the mark of the plain spelling is no token', {
      ...WRITTEN,
      spelling: 'ada@example.org',
    }),
    plain('written-width', 'the mark of full-width letters', {
      ...WRITTEN,
      spelling: '\uff41da@example.org',
    }),
    plain('action-key', 'an action', ACTION_KEY),
    plain('action-key-empty-lists', 'claims and effects that are empty are as if absent', {
      ...ACTION_KEY,
      action: { ...ACTION, claims: [], effects: [] },
    }),
    plain('action-key-intent', 'intent, session, model and framework do not count', {
      ...ACTION_KEY,
      action: { ...ACTION, intent: 'Refund.', session: 's1', model: 'm', framework: 'f' },
    }),
    plain('action-key-claims', 'claims count', {
      ...ACTION_KEY,
      action: { ...ACTION, claims: [{ subject: 'customer:42', attribute: 'tier', value: 'gold' }] },
    }),
    plain('action-key-effects', 'declared effects count', {
      ...ACTION_KEY,
      action: { ...ACTION, effects: [{ effect: 'money.move' }] },
    }),
    plain('action-key-environment', 'the environment counts', {
      ...ACTION_KEY,
      action: { ...ACTION, environment: 'sandbox' },
    }),
    plain('action-key-principal', 'the principal counts', { ...ACTION_KEY, principal: 'other' }),
    plain('action-key-parameter', 'every parameter counts', {
      ...ACTION_KEY,
      action: { ...ACTION, parameters: { ...ACTION.parameters, nonce: '1' } },
    }),
    plain('loop-key', 'two effects', LOOP),
    plain('loop-key-order', 'the order of effects does not count', {
      ...LOOP,
      effects: [...LOOP.effects].reverse(),
    }),
    plain('loop-key-twice', 'equal effects count once', {
      ...LOOP,
      effects: [...LOOP.effects, ...LOOP.effects],
    }),
    plain('loop-key-none', 'no effect', { ...LOOP, effects: [] }),
    plain('loop-key-target', 'targets count', {
      ...LOOP,
      effects: [{ effect: 'network.call', target: 'host:other.example' }],
    }),
    plain('loop-key-unit-order', 'texts are sorted by unit', {
      ...LOOP,
      effects: [
        { effect: 'file.read', target: 'path:/\ufb33' },
        { effect: 'file.read', target: 'path:/\u{1f600}' },
        { effect: 'file.read', target: 'path:/Z' },
        { effect: 'file.read', target: 'path:/a' },
      ],
    }),
    plain('loop-key-tool', 'the tool counts', { ...LOOP, tool: 'mail.queue' }),
    plain('claimed', 'a claim that is right', { ...SUBJECT, claimed: ANSWERS['subject']?.(SUBJECT) ?? '' }),
    plain('claimed-token', 'a claim that is right, of a token', {
      ...MAIL,
      claimed: token(useKey(ROOT, 'pii', 'acme'), 'email', 'ada@example.org'),
    }),
  ];
}

function misuse(): CaseSource[] {
  const refused = (
    id: string,
    title: string,
    changes: JsonObject,
    reason: string,
    mistake?: string,
  ): CaseSource => ({
    ...plain(id, title, { ...KEYED, ...changes }, ['EAAP-0002-013']),
    refused: reason,
    ...(mistake === undefined ? {} : { mistake }),
  });
  return [
    refused('key-none', 'no key', { key: '' }, 'short-key', 'takes no key for an empty one'),
    refused('key-16', 'a key of 16 bytes', { key: '00'.repeat(16) }, 'short-key'),
    refused(
      'key-31',
      'a key one byte too short',
      { key: '00'.repeat(31) },
      'short-key',
      'pads it, as HMAC would',
    ),
    refused('label-empty', 'an empty label', { label: '' }, 'label'),
    refused('label-65', 'a label of 65 characters', { label: 'x'.repeat(65) }, 'label'),
    refused('label-space', 'a label with a space', { label: 'a b' }, 'label'),
    refused(
      'label-zero',
      'a label with a zero byte',
      { label: 'subject\0"a"' },
      'label',
      'lets a label run into the value',
    ),
    refused('label-not-ascii', 'a label beyond ASCII', { label: 'subj\u00e9ct' }, 'label'),
    refused(
      'label-line-feed',
      'a label with a line feed behind it',
      { label: 'subject\n' },
      'label',
      'matches to the end of a line',
    ),
  ];
}

/** RFC-0002 section 6. */
export const topic: Topic = {
  name: 'keyed-values',
  title: 'Keyed values',
  specified: 'RFC-0002 section 6',
  input:
    '`op` says what is asked. keyed: `key` in hexadecimal, `label`, `value`. All others: `root`, the root key in hexadecimal, and `namespace`; index: `label`, `value`; subject, attribute, value, token: the blind index of `subject`, `attribute`, `attribute` and `value`, `token`; mac: of `snapshot`; pii: the token of `type` and `normalised`; written: the mark of `type` and `spelling`; action-key: of `principal` and `action`; loop-key: of `principal`, `tool` and `effects`, a list of {effect, target}. `claimed`, if there, is an answer that somebody states.',
  output: 'The keyed value in hexadecimal; of pii and written the token and the mark.',
  reasons: {
    'short-key': 'The key has less than 32 bytes.',
    label: 'The label is not 1 to 64 characters from U+0021 to U+007E.',
    mismatch: 'What is claimed is another value.',
  },
  cases: () => [...positives(), ...formulas(), ...objects(), ...misuse()],
  answer(input): Finding {
    const asked = input as JsonObject;
    const { op, key, label, claimed } = asked;
    const refused: string[] = [];
    if (op === 'keyed' && String(key).length < 64) refused.push('short-key');
    if (op === 'keyed' && ![...String(label)].every((char) => char >= '!' && char <= '~'))
      refused.push('label');
    if (op === 'keyed' && (label === '' || String(label).length > 64)) refused.push('label');
    const output = (ANSWERS[String(op)] as (input: JsonObject) => string)(asked);
    if (claimed !== undefined && claimed !== output) refused.push('mismatch');
    return refused.length > 0 ? { refused } : { output };
  },
};
