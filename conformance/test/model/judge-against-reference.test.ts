import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compute as extraction } from '../../src/adapter/compute/extraction.ts';
import { compute as judgment } from '../../src/adapter/compute/judgments.ts';
import { canonical, type Json, type JsonObject } from '../../src/model/json.ts';
import { topic as extractions } from '../../src/vectors/topics/extraction.ts';
import { topic as judgments } from '../../src/vectors/topics/judgments.ts';
import { document, GRANT, NOW, uuid } from '../../src/vectors/judgment/refund.ts';

/** Model and reference over inputs that nobody wrote: RFC-0005 and RFC-0006. */

const runs = { numRuns: 400 };
const word = fc.constantFrom(
  'a',
  'b',
  'c1',
  'acct_1',
  'x y',
  '',
  'a\u200b',
  'https://example.com/',
  '/srv/x',
);
const leaf: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.constantFrom<Json>(0, 7, -1, 1.5, true, null),
  fc.record({ amount: fc.constantFrom('0', '2500', '01'), currency: fc.constantFrom('EUR', 'USD', 'eur') }),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'a/b', '~'), tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
})).value;

const pointer = fc.constantFrom('/a', '/b', '/a/*', '/a/*/b', '/a/b', '/a~1b', '/b/0', '/c');
const subject = fc.oneof(
  fc.record({ literal: fc.constantFrom('c1', 's') }),
  fc.record({ param: pointer, prefix: fc.constantFrom('', 'p:') }),
);
const attribute = fc.constantFrom('account', 'limit', 'status');
const spec = fc.record(
  {
    type: fc.constantFrom(
      'text',
      'identifier',
      'integer',
      'boolean',
      'money',
      'mail',
      'url',
      'path',
      'json',
      'code',
    ),
    required: fc.boolean(),
    authority: fc.record({ subject, attribute, relation: fc.constantFrom('equal', 'at_most') }),
  },
  { requiredKeys: ['type'] },
);
const effectName = fc.constantFrom('data.read', 'money.move', 'deploy', 'secret.read', 'unknown');
const manifest: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      effects: fc.array(
        fc.record(
          {
            effect: effectName,
            target: fc.oneof(
              fc.record({ literal: fc.constantFrom('resource:x', 'host:a.b', 'path:/x', 'host:X') }),
              fc.record({ param: pointer, kind: fc.constantFrom('host', 'path', 'resource') }),
            ),
          },
          { requiredKeys: ['effect'] },
        ),
        { maxLength: 3 },
      ),
      parameters: fc.dictionary(pointer, spec, { maxKeys: 4 }),
      risk: fc.constantFrom('low', 'critical'),
      selects: fc.array(fc.record({ subject, attribute }), { maxLength: 2 }),
      writes: fc.array(
        fc.record({ subject, attribute, value: pointer }, { requiredKeys: ['subject', 'attribute'] }),
        {
          maxLength: 2,
        },
      ),
      cost: fc.record({ amount: pointer }),
    },
    { requiredKeys: ['effects', 'parameters'] },
  )
  .map(
    (rest) =>
      ({ v: 1, tool: 'billing.refund', version: '1', description: 'd', ...rest }) as unknown as JsonObject,
  )
  .filter(hasNoOverlap);

/** Extraction is defined for manifests that load, whose pointers describe no place twice. */
function hasNoOverlap({ parameters }: JsonObject): boolean {
  const split = Object.keys(parameters as JsonObject).map((one) => one.split('/').slice(1));
  return split.every((a, i) =>
    split
      .slice(i + 1)
      .every((b) => a.some((one, at) => at < b.length && one !== b[at] && one !== '*' && b[at] !== '*')),
  );
}

const claim = fc.record({ subject: fc.constantFrom('c1', 's'), attribute, value: leaf });
const action = fc.record(
  {
    parameters: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a/b'), json, { maxKeys: 3 }),
    claims: fc.array(claim, { maxLength: 2 }),
    effects: fc.array(
      fc.record(
        { effect: effectName, target: fc.constantFrom('resource:x', 'host:a.b', 'path:../x') },
        { requiredKeys: ['effect'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['parameters'] },
) as unknown as fc.Arbitrary<JsonObject>;

const fact = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  version: fc.constantFrom(1, 2),
  subject: fc.constantFrom('c1', 's'),
  attribute,
  value: fc.oneof(leaf, fc.constantFrom<Json>('acct_1', { amount: '5000', currency: 'EUR' })),
  trust: fc.constantFrom('untrusted', 'verified', 'authoritative'),
  confidence: fc.constantFrom(0, 4999, 5000, 9000),
  half_life_ms: fc.constantFrom(1000, 86_400_000),
  observed_at: fc.constantFrom(NOW - 86_400_000, NOW - 1, NOW + 1),
  valid_until: fc.constantFrom(null, NOW, NOW + 1),
  locked: fc.boolean(),
  status: fc.constantFrom('active', 'active', 'disputed', 'retracted', 'superseded'),
});
const facts = fc
  .uniqueArray(fact, { maxLength: 8, selector: ({ n }) => n })
  .map((all) => all.map(({ n, ...rest }): JsonObject => ({ id: uuid(n), source_kind: 'system', ...rest })));

const rule = fc.record(
  {
    id: fc.constantFrom('r1', 'r2'),
    description: fc.constant('d'),
    when: fc.constantFrom(
      'true',
      'false',
      'action.parameters.a == "a"',
      'has_fact("c1", "account")',
      'true || has_fact("c1", "limit")',
      'fact("c1", "status") == "a"',
      'effects.exists(e, e.target == null)',
      '1 +',
    ),
    outcome: fc.constantFrom('block', 'escalate', 'shadow'),
    effects: fc.constantFrom(['deploy'], ['money.move', 'data.read']),
    targets: fc.constantFrom(['*'], ['resource:*'], ['host:*.b']),
  },
  { requiredKeys: ['id', 'description', 'when', 'outcome'] },
);
const limit = fc.record(
  {
    id: fc.constantFrom('l1', 'l2'),
    kind: fc.constantFrom('quota', 'rate', 'loop'),
    scope: fc.constant('principal'),
    currency: fc.constantFrom('EUR', 'USD'),
    max: fc.constantFrom(0, 1, 2500, 9007199254740991),
    window_ms: fc.constant(1000),
    outcome: fc.constantFrom('block', 'escalate'),
  },
  { requiredKeys: ['id', 'kind', 'scope', 'max', 'window_ms', 'outcome'] },
);
const grant = fc
  .record({
    id: fc.constantFrom('g1', 'g2'),
    principals: fc.constantFrom(['*'], ['support-*'], ['ops']),
    tools: fc.constantFrom(['*'], ['billing.refund'], ['crm.*']),
    effects: fc.constantFrom(['money.move'], ['money.move', 'data.read', 'deploy']),
    targets: fc.constantFrom(['*'], ['resource:*']),
    risk: fc.constantFrom('low', 'high', 'critical'),
    environment: fc.constantFrom('none', 'production'),
  })
  .map((change) => ({ ...GRANT, ...change }));
const policy = fc.record({
  grants: fc.array(grant, { maxLength: 3 }),
  rules: fc.array(rule, { maxLength: 3 }),
  limits: fc.array(limit, { maxLength: 2 }),
  escalate: fc.record({
    effects: fc.constantFrom([], ['money.move']),
    reversibility: fc.constantFrom([], ['irreversible', 'reversible']),
  }),
  selects: fc.array(fc.record({ tools: fc.constant(['*']), subject, attribute }), { maxLength: 1 }),
}) as unknown as fc.Arbitrary<JsonObject>;

/** What the model says of an input, as the reference would say it. */
const said = (finding: { output: Json } | { refused: readonly string[] }): string =>
  'output' in finding ? canonical(finding.output) : `refused for ${finding.refused[0] ?? ''}`;
const answered = (answer: { output: Json } | { refused: string }): string =>
  'output' in answer ? canonical(answer.output) : `refused for ${answer.refused}`;

describe('the model of extraction and judgment', () => {
  it('reads any action as the reference does', () => {
    fc.assert(
      fc.property(action, manifest, (given, by) => {
        const input = {
          action: { tool: 'billing.refund', environment: 'none', ...given },
          manifest: by,
          document: true,
        } as unknown as Json;
        assert.equal(said(extractions.answer(input)), answered(extraction(input)));
      }),
      { ...runs, numRuns: 1500 },
    );
  });

  it('judges any document as the reference does', () => {
    const change = fc.record(
      {
        action,
        manifest: fc.oneof(manifest, fc.constant(null)),
        policy,
        facts,
        input: fc.record({
          truncated: fc.constantFrom(false, false, true),
          executor: fc.constantFrom('runner', 'stranger'),
          counters: fc.constantFrom<Json>([], [{ limit: 'l1', used: 1, next: 1 }]),
        }) as unknown as fc.Arbitrary<JsonObject>,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, (given) => {
        const input = { document: document(given) };
        assert.equal(said(judgments.answer(input)), answered(judgment(input)));
      }),
      runs,
    );
  });
});
