import type { Json } from '../../model/json.ts';
import type { Extraction } from '../../model/judge/documents.ts';
import type { CaseSource } from '../types.ts';

type Change = (right: Extraction) => Partial<Extraction>;

/** What somebody makes of the input of another case, by a named mistake. */
const CLAIMS: readonly (readonly [of: string, mistake: string, change: Change])[] = [
  [
    'taxonomy-first-half',
    'took the risk of the first effect for that of the action',
    () => ({ risk: 'low' }),
  ],
  [
    'taxonomy-second-half',
    'took the reversibility of the first effect for that of the action',
    () => ({ reversibility: 'reversible' }),
  ],
  [
    'taxonomy-version-2',
    'rated every new effect as the mildest of them',
    ({ effects }) => ({
      effects: effects.map((one) => ({ ...one, risk: 'low', reversibility: 'reversible' })),
    }),
  ],
  [
    'not-lowered',
    'let the manifest lower the floor',
    ({ effects }) => ({
      effects: effects.map((one) => ({ ...one, risk: 'low', reversibility: 'reversible' })),
      risk: 'low',
      reversibility: 'reversible',
    }),
  ],
  [
    'raised',
    'kept the floor although the manifest rates it higher',
    ({ effects }) => ({
      effects: effects.map((one) => ({ ...one, risk: 'low', reversibility: 'reversible' })),
    }),
  ],
  [
    'declared',
    'passed over what the agent declares',
    ({ effects }) => ({ effects: effects.slice(0, 1), risk: 'low', reversibility: 'reversible' }),
  ],
  [
    'declared-lower',
    'took the declaration in the place of the manifest',
    ({ effects }) => ({ effects: effects.slice(1), risk: 'low', reversibility: 'reversible' }),
  ],
  [
    'declared-stated',
    'added what is stated already',
    ({ effects }) => ({ effects: [...effects, ...effects.map((one) => ({ ...one, origin: 'declared' }))] }),
  ],
  [
    'resource-prefix',
    'left the prefix out',
    ({ effects }) => ({ effects: effects.map((one) => ({ ...one, target: 'resource:x' })) }),
  ],
  [
    'members-sorted',
    'took members in the order in which they were written',
    ({ effects }) => ({ effects: [...effects].reverse() }),
  ],
  [
    'ground-bound',
    'compared every price with the first article',
    ({ grounds }) => ({ grounds: grounds.map((one) => ({ ...one, subject: 'sku:a' })) }),
  ],
  [
    'ground',
    'took a lower trust for the default',
    ({ grounds }) => ({ grounds: grounds.map((one) => ({ ...one, trust: 'untrusted' })) }),
  ],
  [
    'write-bound',
    'gave a row without a value that of another',
    ({ writes }) => ({
      writes: writes.map((one) => (one.field === null ? { ...one, field: '/rows/0/to', value: 'x' } : one)),
    }),
  ],
  ['write-absent-value', 'took a write without a value for none', () => ({ writes: [] })],
  ['write', 'did not select the fact that is written', () => ({ selectors: [] })],
  [
    'cost',
    'left the amount a text',
    ({ cost }) => ({ cost: { ...cost, amount: '2500' } as unknown as Extraction['cost'] }),
  ],
  [
    'claims',
    'listed selectors as they were found',
    ({ selectors }) => ({ selectors: [...selectors].reverse() }),
  ],
  [
    'claims-same-key',
    'listed a selector twice',
    ({ selectors }) => ({ selectors: [...selectors, ...selectors] }),
  ],
  [
    'selects-by-code-unit',
    'sorted by code point',
    ({ selectors }) => ({
      selectors: [...selectors].sort(
        (a, b) => (a.subject.codePointAt(0) ?? 0) - (b.subject.codePointAt(0) ?? 0),
      ),
    }),
  ],
  ['selects-policy', 'did not ask the policy', () => ({ selectors: [] })],
  [
    'unread-document',
    'added no unknown effect',
    ({ effects }) => ({ effects: effects.slice(0, -1), risk: 'low', reversibility: 'reversible' }),
  ],
  [
    'effects-128-and-unknown',
    'left the unknown effect out when the list was full',
    ({ effects }) => ({
      effects: [
        ...effects.slice(0, -1),
        {
          ...(effects[0] as Extraction['effects'][number]),
          target: 'resource:s127',
          field: '/items/127/sku',
        },
      ],
    }),
  ],
  [
    'order-of-unread',
    'told the first thing that is unread alone',
    ({ unread }) => ({ unread: unread.slice(0, 1) }),
  ],
];

/** Cases that claim a wrong extraction. */
export function claims(cases: readonly CaseSource[], extraction: (input: Json) => Extraction): CaseSource[] {
  return CLAIMS.map(([of, mistake, change]) => {
    const right = cases.find(({ id }) => id === of);
    if (right === undefined) throw new Error(`There is no case ${of}.`);
    const document = extraction(right.input);
    return {
      id: `${of}-claimed`,
      title: `${right.title}: a wrong extraction`,
      requirements: right.requirements,
      input: { ...(right.input as object), claimed: { ...document, ...change(document) } as unknown as Json },
      refused: 'mismatch',
      mistake,
    };
  });
}
