import { commitment } from '../../model/digest.ts';
import { changed, driftOf } from '../../model/drift.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { stateHash, type State } from '../../model/state.ts';
import { made, object, selector, state, WORKED, type Object4 } from '../cases/states.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const LIST = 'EAAP-0008-015';
const base = state({
  selectors: [selector('a'), selector('b')],
  objects: [object('approval', 9, 2), object('conflict', 5), object('fact', 3), object('fact', 4, 7)],
});
const objects = base['objects'] as unknown as readonly Object4[];
const with_ = (change: { readonly [name: string]: Json | readonly Object4[] }): JsonObject =>
  ({ ...base, ...change }) as JsonObject;
const but = (n: number, other?: Object4): JsonObject =>
  with_({ objects: objects.flatMap((one, at) => (at === n ? (other === undefined ? [] : [other]) : [one])) });

/** The fact of RFC-0001 section 1, stated again 55 ms after the evaluation. */
const AGAIN = commitment(Buffer.alloc(32, 0x44), {
  attribute: 'refund.limit',
  confidence: 9000,
  half_life_ms: 2_592_000_000,
  id: '019c1371-2a40-7000-8000-000000000001',
  locked: false,
  source: { id: 'crm', kind: 'system', observed_at: 1_769_851_812_400 },
  statement: null,
  status: 'active',
  subject: 'customer:42',
  trust: 'verified',
  valid_until: null,
  value: { amount: '5000', currency: 'EUR' },
  version: 2,
});
const REINFORCED = state({ objects: [['fact', '019c1371-2a40-7000-8000-000000000001', 2, AGAIN]] });

function* same(): Iterable<CaseSource> {
  const good: readonly [string, string, string[], JsonObject, JsonObject][] = [
    ['nothing', 'nothing has changed', ['EAAP-0001-089'], base, base],
    ['worked-example', 'the state of RFC-0001 section 1', ['EAAP-0001-089'], WORKED, WORKED],
    [
      'absence-stays',
      'what was absent is absent',
      ['EAAP-0001-089'],
      state({ objects: [] }),
      state({ objects: [] }),
    ],
    [
      'other-order',
      'rows found in another order',
      ['EAAP-0008-004', 'EAAP-0008-005'],
      base,
      with_({ selectors: [selector('b'), selector('a')], objects: [...objects].reverse() }),
    ],
  ];
  for (const [id, title, requirements, then, now] of good)
    yield { id: `same-${id}`, title, requirements, input: { then, now } };
}

function* drifted(): Iterable<CaseSource> {
  const bad: readonly [string, string, string, string[], JsonObject, JsonObject, string?][] = [
    [
      'worked-example',
      'the fact of RFC-0001 section 1, stated again',
      'drift-version',
      ['EAAP-0001-086'],
      WORKED,
      REINFORCED,
      'compared values instead of versions',
    ],
    ['policy', 'another policy', 'drift-policy', ['EAAP-0001-088'], base, with_({ policy: made('policy') })],
    ['engine', 'another engine', 'drift-engine', ['EAAP-0001-088'], base, with_({ engine: made('engine') })],
    [
      'selector-more',
      'a selector more',
      'drift-selectors',
      ['EAAP-0008-004'],
      base,
      with_({ selectors: [selector('a'), selector('b'), selector('c')] }),
    ],
    [
      'selector-less',
      'a selector less',
      'drift-selectors',
      ['EAAP-0008-004'],
      base,
      with_({ selectors: [selector('a')] }),
    ],
    [
      'selector-other',
      'another attribute',
      'drift-selectors',
      ['EAAP-0008-004'],
      base,
      with_({ selectors: [selector('a'), selector('b', 'iban')] }),
    ],
    [
      'fact-version',
      'the next version of a fact',
      'drift-version',
      ['EAAP-0001-086'],
      base,
      but(2, object('fact', 3, 2)),
    ],
    [
      'fact-version-back',
      'the version before',
      'drift-version',
      ['EAAP-0001-086'],
      base,
      but(3, object('fact', 4, 6)),
      'looked for greater versions alone',
    ],
    [
      'fact-gone',
      'a fact is gone',
      'drift-gone',
      ['EAAP-0001-086'],
      base,
      but(2),
      'looked at what is there now alone',
    ],
    [
      'fact-new',
      'a fact has come',
      'drift-new',
      ['EAAP-0001-087'],
      base,
      with_({ objects: [...objects, object('fact', 6)] }),
      'looked at what was there then alone',
    ],
    [
      'fact-after-absence',
      'a fact where there was none',
      'drift-new',
      ['EAAP-0001-087'],
      state({ objects: [] }),
      WORKED,
      'bound rows and not their absence',
    ],
    [
      'fact-commitment',
      'a fact of the same version with another commitment',
      'drift-commitment',
      ['EAAP-0001-086'],
      base,
      but(2, object('fact', 3, 1, 'tampered')),
      'compared ids and versions alone',
    ],
    [
      'conflict-new',
      'a conflict has come',
      'drift-new',
      ['EAAP-0001-087'],
      base,
      with_({ objects: [...objects, object('conflict', 6)] }),
    ],
    ['conflict-gone', 'a conflict was resolved', 'drift-gone', ['EAAP-0001-086'], base, but(1)],
    ['approval-used', 'an approval was used', 'drift-gone', ['EAAP-0009-014'], base, but(0)],
    [
      'approval-new',
      'an approval has come',
      'drift-new',
      ['EAAP-0001-087'],
      base,
      with_({ objects: [object('approval', 8, 2), ...objects] }),
    ],
    [
      'same-number-of-objects',
      'one fact for another',
      'drift-gone',
      ['EAAP-0001-086'],
      state({ objects: [object('fact', 1)] }),
      state({ objects: [] }),
    ],
  ];
  for (const [id, title, refused, requirements, then, now, mistake] of bad)
    yield {
      id,
      title,
      requirements,
      input: { then, now },
      refused,
      ...(mistake === undefined ? {} : { mistake }),
    };
}

function* listed(): Iterable<CaseSource> {
  const swapped = with_({
    policy: made('policy'),
    engine: made('engine'),
    selectors: [selector('a')],
    objects: [
      object('approval', 8, 2),
      object('conflict', 5, 1, 'other'),
      object('fact', 3, 2),
      object('fact', 1),
    ],
  });
  const crowd = (from: number, version: number): JsonObject =>
    state({ objects: Array.from({ length: 40 }, (_, n) => object('fact', from + n, version)) });
  const pairs: readonly [string, string, JsonObject, JsonObject][] = [
    ['worked-example', 'the list of RFC-0008 section 1', WORKED, REINFORCED],
    ['everything', 'everything at once, in its order', base, swapped],
    ['everything-back', 'everything at once, the other way', swapped, base],
    ['forty', 'forty changed versions', crowd(100, 1), crowd(100, 2)],
    ['cut-off', 'eighty differences, of which 64 are told', crowd(100, 1), crowd(200, 1)],
  ];
  for (const [id, title, then, now] of pairs) {
    const list = changed(then as unknown as State, now as unknown as State);
    const input = { then, now, listed: list };
    yield { id: `list-${id}`, title, requirements: [LIST], input };
    const wrong = (name: string, as: readonly string[], mistake: string): CaseSource => ({
      id: `list-${id}-${name}`,
      title: `${title}: ${name.replaceAll('-', ' ')}`,
      requirements: [LIST],
      input: { ...input, listed: as },
      refused: 'mismatch',
      mistake,
    });
    if (id === 'worked-example') {
      yield wrong(
        'ascii-arrow',
        list.map((text) => text.replace('→', '->')),
        'wrote -> for the arrow',
      );
      yield wrong(
        'without-type',
        list.map((text) => text.replace('fact:', '')),
        'left the type out',
      );
    }
    if (id === 'everything') {
      yield wrong('sorted', [...list].sort(), 'sorted the list');
      yield wrong('new-first', [...list.slice(-2), ...list.slice(0, -2)], 'told what is new first');
      yield wrong('first-only', list.slice(0, 1), 'told the first difference alone');
      yield wrong(
        'without-selectors',
        list.filter((text) => text !== 'selectors'),
        'left the selectors out',
      );
    }
    if (id === 'cut-off') yield wrong('all', changedAll(then, now), 'told all of them');
  }
}

/** Every difference of two crowds of facts, without the cut. */
function changedAll(then: JsonObject, now: JsonObject): string[] {
  const gone = (then['objects'] as unknown as Object4[]).map(
    ([type, id, version]) => `${type}:${id} ${version}→none`,
  );
  const come = (now['objects'] as unknown as Object4[]).map(
    ([type, id, version]) => `${type}:${id} none→${version}`,
  );
  return [...gone, ...come];
}

function answer(input: Json): Finding {
  const asked = input as JsonObject;
  const [then, now] = [asked['then'], asked['now']] as unknown as [State, State];
  const { listed: list } = asked;
  if (list !== undefined) {
    const right = changed(then, now);
    return JSON.stringify(right) === JSON.stringify(list) ? { output: right } : { refused: ['mismatch'] };
  }
  const faults = driftOf(then, now);
  return faults.length === 0 ? { output: stateHash(now) } : { refused: faults };
}

export const topic: Topic = {
  name: 'drift',
  title: 'What has changed since an evaluation',
  specified: 'RFC-0008 section 6',
  input:
    'then, now: the state of the evaluation and the one assembled at commit, with the same namespace, principal, action_commitment and window, neither of which has two selectors or objects alike; lists in any order. listed: what somebody says `changed` is.',
  output:
    'Without `listed`, the state hash, when nothing has changed; of several changes the first in the order of section 6 is the reason. With it, the list `changed`.',
  reasons: {
    'drift-policy': 'the policies differ',
    'drift-engine': 'the engines differ',
    'drift-selectors': 'the selectors differ',
    'drift-version': 'an object has another version',
    'drift-commitment': 'an object of the same version has another commitment',
    'drift-gone': 'an object is not there any more',
    'drift-new': 'an object was not there',
    mismatch: 'what is listed is not `changed`',
  },
  cases: () => [...same(), ...drifted(), ...listed()],
  answer,
};
