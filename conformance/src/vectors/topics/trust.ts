import type { Json, JsonObject } from '../../model/json.ts';
import { rate, TRUST, type Entry } from '../../model/facts/trust.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import type { CaseSource, Topic } from '../types.ts';

const DAY = 86_400_000;
const LONGEST = 315_360_000_000;
const KINDS = ['human', 'system', 'tool', 'document', 'agent'];
const entry = (
  kind: string,
  id: string,
  trust: string,
  max_confidence: number,
  days: number,
): JsonObject => ({
  kind,
  id,
  trust,
  max_confidence,
  max_half_life_ms: days * DAY,
});
const TABLE: readonly JsonObject[] = [
  entry('human', 'owner', 'authoritative', 10_000, 365),
  entry('system', 'crm', 'authoritative', 9900, 90),
  entry('system', 'legacy', 'untrusted', 1000, 1),
  entry('system', '*', 'verified', 9500, 365),
  entry('system', 'late', 'authoritative', 10_000, 365),
  entry('document', 'contract', 'verified', 8000, 180),
  entry('document', '*', 'untrusted', 4000, 7),
  entry('agent', 'planner', 'authoritative', 7000, 30),
];
const given = (kind: string, id: string, asked: JsonObject = {}, sources = TABLE): JsonObject => ({
  sources,
  source: { kind, id },
  ...asked,
});
const RATED: readonly (readonly [string, string, string, JsonObject])[] = [
  ['exact', 'an exact entry', '0003-001', given('human', 'owner')],
  ['any-id', 'an entry for any id', '0003-001', given('system', 'shop')],
  ['first-of-two', 'the first of two that match', '0003-001', given('system', 'crm')],
  ['first-less-trusted', 'the first also when it trusts less', '0003-001', given('system', 'legacy')],
  ['after-the-star', 'an entry behind the star is never reached', '0003-001', given('system', 'late')],
  ['kind-matters', 'the same id of another kind', '0003-001', given('document', 'crm')],
  ['no-entry', 'a kind without an entry', '0003-002', given('tool', 'crm')],
  ['no-entry-for-id', 'a kind with entries for other ids', '0003-002', given('human', 'somebody')],
  ['empty-table', 'a table without entries', '0003-002', given('human', 'owner', {}, [])],
  ['case-sensitive', 'ids are compared as they are', '0003-002', given('human', 'Owner')],
  [
    'not-normalised',
    'nor are they normalised',
    '0003-002',
    given('human', 'caf\u00e9', {}, [entry('human', 'cafe\u0301', 'verified', 9000, 1)]),
  ],
  ['star-as-id', 'a source called * matches the star', '0003-001', given('system', '*')],
  [
    'no-pattern',
    'a star inside an id stands for itself',
    '0003-002',
    given('human', 'abc', {}, [entry('human', 'a*', 'verified', 9000, 1)]),
  ],
  ['agent', 'an agent is untrusted whatever the table says', '0001-025', given('agent', 'planner')],
  ['agent-unknown', 'an agent without an entry', '0003-002', given('agent', 'other')],
  [
    'asked-less',
    'less asked for than allowed',
    '0001-026',
    given('human', 'owner', { confidence: 4000, half_life_ms: DAY }),
  ],
  [
    'asked-more',
    'more asked for than allowed',
    '0001-026',
    given('document', 'contract', { confidence: 9000, half_life_ms: LONGEST }),
  ],
  [
    'asked-exactly',
    'exactly what is allowed',
    '0001-026',
    given('system', 'shop', { confidence: 9500, half_life_ms: 365 * DAY }),
  ],
  [
    'asked-nothing',
    'no confidence at all',
    '0001-026',
    given('system', 'shop', { confidence: 0, half_life_ms: 1 }),
  ],
  ['asked-one', 'one of the two asked for', '0001-026', given('system', 'crm', { confidence: 5000 })],
  [
    'asked-without-entry',
    'more asked for by an unknown source',
    '0003-002',
    given('tool', 'crm', { confidence: 9000, half_life_ms: LONGEST }),
  ],
  [
    'asked-less-without-entry',
    'less asked for by an unknown source',
    '0003-002',
    given('tool', 'crm', { confidence: 100, half_life_ms: 5 }),
  ],
  [
    'asked-agent',
    'an agent keeps the bounds of its entry',
    '0001-026',
    given('agent', 'planner', { confidence: 9000 }),
  ],
];
const requirementsOf = (names: string): string[] => names.split(' ').map((name) => `EAAP-${name}`);
const cases: readonly CaseSource[] = RATED.map(([id, title, names, input]) => ({
  id,
  title,
  requirements: requirementsOf(names),
  input,
}));

const wrong = (id: string, names: string, mistake: string, input: JsonObject, claimed: Json): CaseSource => ({
  id: `claim-${id}`,
  title: `claimed: ${mistake}`,
  requirements: requirementsOf(names),
  input: { ...input, claimed },
  refused: 'mismatch',
  mistake,
});
const as = (trust: string, confidence: number, half_life_ms: number): JsonObject => ({
  trust,
  confidence,
  half_life_ms,
});
const CLAIMS: readonly CaseSource[] = [
  wrong(
    'last',
    '0003-001',
    'took the last entry that matches',
    given('system', 'crm'),
    as('authoritative', 10_000, 365 * DAY),
  ),
  wrong(
    'most-trusted',
    '0003-001',
    'took the most trusting entry',
    given('system', 'legacy'),
    as('verified', 9500, 365 * DAY),
  ),
  wrong(
    'most-exact',
    '0003-001',
    'preferred an exact entry to an earlier one',
    given('system', 'late'),
    as('authoritative', 10_000, 365 * DAY),
  ),
  wrong(
    'id-alone',
    '0003-001',
    'compared ids alone',
    given('document', 'crm'),
    as('authoritative', 9900, 90 * DAY),
  ),
  wrong(
    'kind-alone',
    '0003-002',
    'compared kinds alone',
    given('human', 'somebody'),
    as('authoritative', 10_000, 365 * DAY),
  ),
  wrong(
    'any-case',
    '0003-002',
    'compared ids without case',
    given('human', 'OWNER'),
    as('authoritative', 10_000, 365 * DAY),
  ),
  wrong(
    'unknown-verified',
    '0003-002',
    'verified an unknown source',
    given('tool', 'crm'),
    as('verified', 2500, DAY),
  ),
  wrong(
    'unknown-unbounded',
    '0003-002',
    'let an unknown source ask',
    given('tool', 'x', { confidence: 9000 }),
    as('untrusted', 9000, DAY),
  ),
  wrong(
    'unknown-for-ever',
    '0003-002',
    'gave an unknown source ten years',
    given('tool', 'x'),
    as('untrusted', 2500, LONGEST),
  ),
  wrong(
    'agent-trusted',
    '0001-025',
    'believed the table about an agent',
    given('agent', 'planner'),
    as('authoritative', 7000, 30 * DAY),
  ),
  wrong(
    'agent-as-unknown',
    '0001-026',
    'gave an agent the bounds of an unknown source',
    given('agent', 'planner', { confidence: 5000 }),
    as('untrusted', 2500, DAY),
  ),
  wrong(
    'asked',
    '0001-026',
    'stored what was asked for',
    given('document', 'contract', { confidence: 9000 }),
    as('verified', 9000, 180 * DAY),
  ),
  wrong(
    'asked-half-life',
    '0001-026',
    'bounded the confidence alone',
    given('document', 'contract', { half_life_ms: 365 * DAY }),
    as('verified', 8000, 365 * DAY),
  ),
  wrong(
    'least-unasked',
    '0001-026',
    'took what was not asked for as nothing',
    given('document', 'contract'),
    as('verified', 0, 1),
  ),
];
const right: CaseSource = {
  id: 'claim-right',
  title: 'a claim that is right',
  requirements: requirementsOf('0003-001'),
  input: { ...given('human', 'owner'), claimed: as('authoritative', 10_000, 365 * DAY) },
};

const bad = (id: string, title: string, requirement: string, changes: JsonObject): CaseSource => ({
  id: `table-${id}`,
  title,
  requirements: requirementsOf(requirement),
  input: given('human', 'owner', {}, [{ ...entry('human', 'owner', 'verified', 9000, 1), ...changes }]),
  refused: 'invalid-trust',
});
const TABLES: readonly CaseSource[] = [
  bad('trust', 'a trust there is not', '0001-025', { trust: 'trusted' }),
  bad('kind', 'a kind there is not', '0001-025', { kind: 'model' }),
  bad('confidence', 'more than all confidence', '0001-026', { max_confidence: 10_001 }),
  bad('half-life', 'no half-life', '0001-026', { max_half_life_ms: 0 }),
  bad('half-life-long', 'a half-life of more than ten years', '0001-026', { max_half_life_ms: LONGEST + 1 }),
  bad('id-empty', 'an empty id', '0001-025', { id: '' }),
  bad('id-control', 'an id with a line break', '0001-025', { id: 'a\nb' }),
  bad('member', 'a member more', '0001-006', { note: 'x' }),
];

const within = (value: Json | undefined, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const isEntry = (one: JsonObject): boolean =>
  Object.keys(one).sort().join() === 'id,kind,max_confidence,max_half_life_ms,trust' &&
  KINDS.includes(String(one['kind'])) &&
  TRUST.some((trust) => trust === one['trust']) &&
  /^[^\u0000-\u001f]{1,256}$/u.test(String(one['id'])) &&
  within(one['max_confidence'], 0, 10_000) &&
  within(one['max_half_life_ms'], 1, LONGEST);

export const topic: Topic = {
  name: 'trust',
  title: 'Trust',
  specified: 'RFC-0003 section 4',
  input:
    '`sources` of a trust table, the `source` of a store request (kind and id), and the `confidence` and ' +
    '`half_life_ms` it asks for, if it does. `claimed`, where it is given, is what somebody says the fact gets.',
  output: 'The trust, confidence and half-life that the fact gets.',
  reasons: {
    'invalid-trust': 'The trust table does not load.',
    mismatch: MISMATCH,
  },
  cases: () => [...cases, right, ...CLAIMS, ...TABLES],
  answer(input) {
    const { sources, source, confidence, half_life_ms } = input as unknown as {
      sources: readonly JsonObject[];
      source: { kind: string; id: string };
      confidence?: number;
      half_life_ms?: number;
    };
    if (!sources.every(isEntry)) return { refused: ['invalid-trust'] };
    const asked = {
      ...(confidence === undefined ? {} : { confidence }),
      ...(half_life_ms === undefined ? {} : { half_life_ms }),
    };
    return held(input as JsonObject, { ...rate(sources as unknown as Entry[], source, asked) });
  },
};
