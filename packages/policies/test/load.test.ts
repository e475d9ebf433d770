import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DocumentFault, loadCases, loadManifests, loadPolicy, readPack } from '../src/index.ts';

const TEXT = readPack('payments').text;

function faultOf(work: () => unknown): DocumentFault {
  try {
    work();
  } catch (thrown) {
    assert.ok(thrown instanceof DocumentFault, String(thrown));
    return thrown;
  }
  return assert.fail('It was loaded.');
}

/** The line and column of a text, counted from 1. */
function at(text: string, wanted: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(wanted)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('a policy that does not load is refused where it is wrong', () => {
  for (const [what, from, to, pointer, reason, place] of [
    ['an unknown member', 'confidence: {', 'confidance: {', '', /lacks the member "confidence"/, undefined],
    [
      'a member too many',
      `version: '1'`,
      `version: '1'\nmode: shadow`,
      '/mode',
      /unknown member "mode"/,
      'mode: shadow',
    ],
    ['a type', `version: '1'`, 'version: 1', '/version', /must be string/, 'version: 1'],
    [
      'an effect',
      'effects: [data.read]',
      'effects: [data.raed]',
      '/grants/0/effects/0',
      /must be one of/,
      'data.raed',
    ],
    [
      'an outcome',
      'outcome: escalate\n    admissible: An amount',
      'outcome: ask\n    admissible: An amount',
      '/rules/1/outcome',
      /must be one of block, escalate, shadow/,
      'outcome: ask',
    ],
    [
      'a condition',
      'int(action.parameters.amount.amount) > 100000',
      'int(action.parametres.amount.amount) > 100000',
      '/rules/1/when',
      /condition is not EAAP-CEL: .*parametres/,
      'when: int(action.parametres',
    ],
    [
      'an id twice',
      'id: large\n',
      'id: euros\n',
      '/rules/1/id',
      /the id is used twice/,
      'id: euros\n    description: More',
    ],
    ['a target', 'resource:party:*', 'host:-', '/grants/2/targets/0', /target pattern host:-/, `'host:-'`],
    [
      'what cannot be granted',
      'effects: [data.read]',
      'effects: [secret.read]',
      '/grants/0/effects',
      /secret.read is always blocked/,
      'effects: [secret.read]',
    ],
  ] as const) {
    it(what, () => {
      const text = TEXT.replace(from, to);
      assert.ok(text !== TEXT, from);
      const fault = faultOf(() => loadPolicy(text, 'p.yaml'));
      assert.equal(fault.code, 'invalid');
      assert.equal(fault.pointer, pointer);
      assert.match(fault.reason, reason);
      if (place !== undefined) assert.deepEqual(fault.position, at(text, place));
    });
  }

  it('is the same policy as JSON', () => {
    const policy = loadPolicy(TEXT, 'p.yaml');
    assert.deepEqual(loadPolicy(JSON.stringify(policy), 'p.json'), policy);
    assert.equal(Object.keys(policy).length, 15);
  });
});

describe('manifests and cases', () => {
  const [manifest] = readPack('payments').manifests;

  it('one manifest is a list of one, and no tool has two', () => {
    assert.deepEqual(loadManifests(JSON.stringify(manifest), 'm.json'), [manifest]);
    const fault = faultOf(() => loadManifests(JSON.stringify([manifest, manifest]), 'm.json'));
    assert.equal(fault.pointer, '/1/tool');
  });

  it('a manifest that cannot be meant is refused', () => {
    const wrong = { ...manifest, cost: { amount: '/nothing' } };
    assert.match(faultOf(() => loadManifests(JSON.stringify([wrong]), 'm.json')).reason, /\/nothing/);
  });

  const cases = (expect: string, name = 'b') =>
    `v: 1\ncases:\n  - name: a\n    action: { tool: x.y, environment: none, parameters: {} }\n    expect: { verdict: BLOCK }\n  - name: ${name}\n    action: { tool: x.y, environment: none, parameters: {} }\n    expect: ${expect}\n`;

  it('a case names reasons that there are, and has a name of its own', () => {
    assert.equal(loadCases(cases('{ verdict: ALLOW }'), 'c').cases.length, 2);
    const unknown = faultOf(() => loadCases(cases('{ verdict: BLOCK, reasons: [authority/rule] }'), 'c'));
    assert.deepEqual([unknown.pointer, unknown.position.line], ['/cases/1/expect/reasons/0', 8]);
    assert.match(unknown.reason, /write gate\/code/);
    assert.equal(faultOf(() => loadCases(cases('{ verdict: ALLOW }', 'a'), 'c')).pointer, '/cases/1/name');
    assert.equal(
      faultOf(() => loadCases(cases('{ verdict: MAYBE }'), 'c')).pointer,
      '/cases/1/expect/verdict',
    );
  });
});
