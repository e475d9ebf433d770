import { digest, digestBytes } from '../../model/digest.ts';
import { stateFaults } from '../../model/drift.ts';
import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { stateHash, type State } from '../../model/state.ts';
import { made, object, selector, state, WORKED, type Object4 } from '../cases/states.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const HASH = 'EAAP-0001-085';
const SELECTORS = 'EAAP-0008-004';
const OBJECTS = 'EAAP-0008-005';
const hashOf = (of: JsonObject): string => stateHash(of as unknown as State);

const three: readonly Object4[] = [object('approval', 9, 2), object('conflict', 5), object('fact', 3)];
const facts: readonly Object4[] = [object('fact', 10), object('fact', 9), object('fact', 2, 7)];
const subjects = ['b', 'B', 'a', 'aa', 'a:1', 'a.1', 'é', 'ﬀ', '😀', 'z'];
const many = state({ selectors: subjects.map((subject) => selector(subject)) });
const full = state({ selectors: [selector('b'), selector('a')], objects: three });

function* answered(): Iterable<CaseSource> {
  const good: readonly [string, string, string[], JsonObject][] = [
    ['worked-example', 'the state of RFC-0001 section 1', [HASH], WORKED],
    ['nothing-relied-on', 'no selector and no object', [HASH], state({ selectors: [], objects: [] })],
    ['absence', 'a selector that finds nothing', [HASH], state({ objects: [] })],
    ['three-types', 'an object of each type', [OBJECTS], state({ objects: three })],
    [
      'objects-turned',
      'objects as they were found, last first',
      [OBJECTS],
      state({ objects: [...three].reverse() }),
    ],
    [
      'ids-as-texts',
      'ids are compared as texts and versions not at all',
      [OBJECTS],
      state({ objects: facts }),
    ],
    ['subjects-by-code-unit', 'subjects in the order of UTF-16 code units', [SELECTORS], many],
    [
      'attributes',
      'one subject, attributes in order',
      [SELECTORS],
      state({ selectors: ['b', 'a.b', 'a_b', 'a-b', 'a'].map((name) => selector('s', name)) }),
    ],
    [
      'subject-before-attribute',
      'subject first, then attribute',
      [SELECTORS],
      state({ selectors: [selector('b', 'a'), selector('a', 'b'), selector('a', 'a')] }),
    ],
    [
      'same-id-of-two-types',
      'a fact and a conflict with one id are two',
      [OBJECTS],
      state({ objects: [object('fact', 1), object('conflict', 1)] }),
    ],
    [
      'subject-with-token',
      'a subject that holds a token of personal data',
      [SELECTORS],
      state({ selectors: [selector('mail:[PII:email:00112233445566778899aabbccddeeff]')] }),
    ],
    [
      'subject-in-quotes',
      'a subject that JSON escapes',
      [SELECTORS],
      state({ selectors: [selector('a"b\\c\n')] }),
    ],
    ['window-zero', 'a window at the beginning of time', [HASH], state({ window: 0 })],
    ['window-last', 'the last window', [HASH], state({ window: 253_402_300_740_000 })],
    [
      'high-version',
      'a version of 2^53-1',
      [OBJECTS],
      state({ objects: [object('fact', 1, 9_007_199_254_740_991)] }),
    ],
  ];
  for (const [id, title, requirements, of] of good) yield { id, title, requirements, input: { state: of } };
  yield {
    id: 'claim-right',
    title: 'a right claim',
    requirements: [HASH],
    input: { state: full, claimed: hashOf(full) },
  };
  yield {
    id: 'claim-turned-right',
    title: 'a right claim of a state listed in another order',
    requirements: [SELECTORS, OBJECTS],
    input: {
      state: state({ selectors: [selector('a'), selector('b')], objects: [...three].reverse() }),
      claimed: hashOf(full),
    },
  };
}

const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(full).filter(([member]) => member !== name));
const raw = (of: Json): string => digest('EAAP-STATE-v1', of);

function* claimed(): Iterable<CaseSource> {
  const ordered = { ...full, selectors: [selector('a'), selector('b')] };
  const joined = `${canonical(three as unknown as Json)}${String(WORKED['policy'])}acme${String(WORKED['window'])}`;
  const byVersion = state({ objects: [object('fact', 10), object('fact', 2, 7), object('fact', 9)] });
  const mistakes: readonly [string, string[], JsonObject, string, string][] = [
    [
      'objects-as-found',
      [OBJECTS],
      state({ objects: [...three].reverse() }),
      raw(state({ objects: [...three].reverse() })),
      'hashed objects in the order they were found in',
    ],
    [
      'objects-by-id',
      [OBJECTS],
      state({ objects: three }),
      raw(state({ objects: [...three].reverse() })),
      'sorted objects by id, whatever their type',
    ],
    [
      'objects-by-number',
      [OBJECTS],
      byVersion,
      raw(state({ objects: [...facts].sort((a, b) => b[2] - a[2]) })),
      'sorted objects by version',
    ],
    [
      'selectors-as-found',
      [SELECTORS],
      full,
      raw({ ...full, selectors: [selector('b'), selector('a')] }),
      'hashed selectors in the order they were found in',
    ],
    [
      'selectors-by-code-point',
      [SELECTORS],
      state({ selectors: [selector('😀'), selector('ﬀ')] }),
      raw(state({ selectors: [selector('ﬀ'), selector('😀')] })),
      'sorted by code point instead of code unit',
    ],
    [
      'selectors-by-locale',
      [SELECTORS],
      state({ selectors: [selector('b'), selector('B'), selector('a')] }),
      raw(state({ selectors: [selector('a'), selector('b'), selector('B')] })),
      'sorted as a dictionary does',
    ],
    [
      'selectors-by-attribute',
      [SELECTORS],
      state({ selectors: [selector('b', 'a'), selector('a', 'b')] }),
      raw(state({ selectors: [selector('b', 'a'), selector('a', 'b')] })),
      'sorted by attribute first',
    ],
    [
      'joined',
      [HASH],
      full,
      digestBytes('EAAP-STATE-v1', Buffer.from(joined)),
      'joined texts instead of hashing canonical JSON',
    ],
    ['untagged', [HASH], full, digestBytes('', Buffer.from(canonical(ordered))), 'left the tag out'],
    ['another-tag', [HASH], full, digest('EAAP-CONTEXT-v1', ordered), 'used another tag'],
    [
      'insertion-order',
      [HASH],
      full,
      digestBytes('EAAP-STATE-v1', Buffer.from(JSON.stringify({ ...ordered, objects: three }))),
      'hashed JSON with its members in the order they came in',
    ],
    [
      'window-of-now',
      [HASH],
      full,
      hashOf(state({ ...full, window: 1_769_851_860_000 })),
      'computed the window anew',
    ],
    [
      'window-as-text',
      [HASH],
      full,
      raw({ ...ordered, window: '1769851800000' }),
      'wrote the window as a text',
    ],
    [
      'version-as-text',
      [OBJECTS],
      WORKED,
      raw(
        state({
          objects: [['fact', '019c1371-2a40-7000-8000-000000000001', '1', made('x')]] as unknown as Json,
        }),
      ),
      'wrote versions as texts',
    ],
    [
      'objects-as-objects',
      [OBJECTS],
      WORKED,
      raw(
        state({
          objects: [
            { type: 'fact', id: '019c1371-2a40-7000-8000-000000000001', version: 1, commitment: made('x') },
          ],
        }),
      ),
      'wrote objects with names',
    ],
  ];
  for (const [id, requirements, of, claim, mistake] of mistakes)
    yield {
      id: `claim-${id}`,
      title: `a claim: ${id.replaceAll('-', ' ')}`,
      requirements,
      input: { state: of, claimed: claim },
      refused: 'mismatch',
      mistake,
    };
  for (const name of ['action_commitment', 'engine', 'namespace', 'principal', 'window'])
    yield {
      id: `claim-without-${name.replace('_', '-')}`,
      title: `a claim over all but ${name}`,
      requirements: [HASH],
      input: { state: full, claimed: raw({ ...without(name), selectors: [selector('a'), selector('b')] }) },
      refused: 'mismatch',
      mistake: `left ${name} out`,
    };
}

function* outside(): Iterable<CaseSource> {
  const none: readonly [string, string, JsonObject][] = [
    ['member-missing', 'without an engine', without('engine')],
    ['member-more', 'with a member more', state({ verdict: 'ALLOW' })],
    ['digest-in-capitals', 'a digest in capitals', state({ policy: String(WORKED['policy']).toUpperCase() })],
    [
      'digest-without-prefix',
      'a digest without its prefix',
      state({ engine: String(WORKED['engine']).slice(7) }),
    ],
    ['version-zero', 'an object of version 0', state({ objects: [object('fact', 1, 0)] })],
    ['version-broken', 'an object of version 1.5', state({ objects: [object('fact', 1, 1.5)] })],
    ['unknown-type', 'an object of an unknown type', state({ objects: [object('counter', 1)] })],
    [
      'object-of-three',
      'an object without a commitment',
      state({ objects: [object('fact', 1).slice(0, 3)] as unknown as Json }),
    ],
    [
      'selector-more',
      'a selector with a member more',
      state({ selectors: [{ ...selector('a'), namespace: 'acme' }] }),
    ],
    ['window-negative', 'a window before 1970', state({ window: -60_000 })],
  ];
  for (const [id, title, of] of none)
    yield { id, title, requirements: [HASH, 'EAAP-0001-006'], input: { state: of }, refused: 'not-a-state' };
  yield {
    id: 'selector-twice',
    title: 'a selector twice',
    requirements: [SELECTORS],
    input: { state: state({ selectors: [selector('a'), selector('b'), selector('a')] }) },
    refused: 'doubled',
  };
  yield {
    id: 'object-twice',
    title: 'two versions of one fact',
    requirements: [OBJECTS],
    input: { state: state({ objects: [object('fact', 1, 1), object('fact', 1, 2)] }) },
    refused: 'doubled',
  };
}

function answer(input: Json): Finding {
  const asked = input as JsonObject;
  const faults = stateFaults(asked['state'] ?? null);
  if (faults.length > 0) return { refused: faults };
  const hash = hashOf(asked['state'] as JsonObject);
  const { claimed: claim } = asked;
  return claim === undefined || claim === hash ? { output: hash } : { refused: ['mismatch'] };
}

export const topic: Topic = {
  name: 'state-hash',
  title: 'The state hash',
  specified: 'RFC-0001 section 9.2 and RFC-0008 section 4',
  input:
    'state: the eight members of a state, selectors and objects in any order. claimed: what somebody says the hash is.',
  output: 'The state hash, with selectors and objects in their order.',
  reasons: {
    mismatch: 'what is claimed is not the hash',
    'not-a-state': 'a member is missing, unknown or not of the form of state.json',
    doubled: 'a selector, or an object of one type and id, occurs twice; nothing is dropped',
  },
  cases: () => [...answered(), ...claimed(), ...outside()],
  answer,
};
