import type { Json, JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { asked, list, object, output, said } from './lib/answering.ts';

/** Judges another document than it is given. */
const judging = (change: (document: JsonObject) => JsonObject) =>
  asked('judgments', (input) =>
    Array.isArray(input['document']) || input['document'] === null
      ? input
      : { ...input, document: change(object(input, 'document')) },
  );

/** Judges by another extraction. */
const extracted = (change: (extraction: JsonObject) => JsonObject) =>
  judging((document) =>
    'extraction' in document ? { ...document, extraction: change(object(document, 'extraction')) } : document,
  );

/** Judges by another policy. */
const ruled = (change: (policy: JsonObject) => JsonObject) =>
  judging((document) =>
    'policy' in document ? { ...document, policy: change(object(document, 'policy')) } : document,
  );

/** Judges by other facts. */
const known = (change: (fact: JsonObject) => JsonObject | undefined) =>
  judging((document) =>
    'facts' in document
      ? { ...document, facts: list(document, 'facts').flatMap((fact) => change(fact) ?? []) }
      : document,
  );

/** Gives other reasons of a gate. */
const reasoning = (gate: string, change: (reason: JsonObject) => JsonObject | undefined) =>
  output('judgments', (judgment) =>
    'gates' in judgment
      ? {
          ...judgment,
          gates: list(judgment, 'gates').map((one) =>
            one['gate'] === gate
              ? { ...one, reasons: list(one, 'reasons').flatMap((reason) => change(reason) ?? []) }
              : one,
          ),
        }
      : judgment,
  );

const once = (rows: readonly JsonObject[]): readonly JsonObject[] =>
  rows.filter((row, at) => rows.findIndex(({ id }) => id === row['id']) === at);

/** Broken in what only vectors show of RFC-0005. */
export const VECTORS_OF_JUDGING: readonly Mutant[] = [
  {
    id: 'judges-rows-listed-twice',
    breaks: ['EAAP-0005-001'],
    invariant: [8],
    description: 'Takes the first of two rows of one id.',
    expected: ['vectors.judgments.0005-001'],
    compute: judging((document) =>
      'facts' in document && 'conflicts' in document
        ? { ...document, facts: once(list(document, 'facts')), conflicts: once(list(document, 'conflicts')) }
        : document,
    ),
  },
  {
    id: 'compares-facts-without-versions',
    breaks: ['EAAP-0005-003'],
    invariant: [13],
    description: 'Leaves the versions of facts out of the digest of a reason.',
    expected: ['vectors.reasons.0005-003'],
    compute: asked('reasons', (input) => ({
      ...input,
      reason: {
        ...object(input, 'reason'),
        facts: (object(input, 'reason')['facts'] as readonly string[]).map((one) => one.split('@')[0] ?? ''),
      },
    })),
  },
  {
    id: 'approves-what-blocks',
    breaks: ['EAAP-0005-004'],
    invariant: [8, 13],
    description: 'Asks of a reason whether it was approved, and not whether it can be.',
    expected: ['vectors.reasons.0005-004'],
    compute: asked('reasons', (input) => ({
      ...input,
      reason: { ...object(input, 'reason'), outcome: 'escalate' },
    })),
  },
  {
    id: 'passes-what-is-approved',
    breaks: ['EAAP-0005-004', 'EAAP-0005-005'],
    invariant: [8, 13],
    description: 'Takes no reason into the outcome of its gate that has an approval, blocks included.',
    expected: ['vectors.lattice.0005-004', 'vectors.lattice.0005-005'],
    compute: asked('lattice', (input) =>
      'reasons' in input
        ? { ...input, reasons: list(input, 'reasons').filter(({ covered }) => covered !== true) }
        : input,
    ),
  },
  {
    id: 'escalates-for-shadows',
    breaks: ['EAAP-0005-005'],
    invariant: [8],
    description: 'Takes a shadow for an escalation in the outcome of its gate.',
    expected: ['vectors.lattice.0005-004', 'vectors.lattice.0005-005'],
    compute: asked('lattice', (input) =>
      'reasons' in input
        ? {
            ...input,
            reasons: list(input, 'reasons').map((one) =>
              one['outcome'] === 'shadow' ? { outcome: 'escalate', covered: false } : one,
            ),
          }
        : input,
    ),
  },
  {
    id: 'joins-what-it-knows',
    breaks: ['EAAP-0005-006'],
    invariant: [8],
    description: 'Passes over outcomes that it does not know.',
    expected: ['vectors.lattice.0001-066', 'vectors.lattice.0005-006'],
    compute: asked('lattice', (input) =>
      'outcomes' in input
        ? {
            ...input,
            outcomes: (input['outcomes'] as readonly string[]).filter((one) =>
              ['pass', 'escalate', 'block'].includes(one),
            ),
          }
        : input,
    ),
  },
  {
    id: 'stops-at-the-first-halt',
    breaks: ['EAAP-0005-008'],
    invariant: [],
    description: 'Gives the first halt it finds and no more.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-008', 'vectors.judgments.0005-009'],
    compute: judging((document) =>
      'halted' in document ? { ...document, halted: list(document, 'halted').slice(0, 1) } : document,
    ),
  },
  {
    id: 'halts-without-names',
    breaks: ['EAAP-0005-007'],
    invariant: [],
    description: 'Says that something is halted, and not what.',
    expected: [
      'vectors.judgments.0001-114',
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-007',
      'vectors.judgments.0005-008',
      'vectors.judgments.0005-009',
    ],
    compute: reasoning('standing', (reason) => ({
      ...reason,
      rule: String(reason['rule']).split(':')[0] ?? '',
    })),
  },
  {
    id: 'takes-names-for-prefixes',
    breaks: ['EAAP-0005-010'],
    invariant: [8],
    description: 'Lets a name pattern cover whatever begins with it.',
    expected: ['vectors.targets.0005-010'],
    compute: asked('targets', (input) =>
      'name' in input ? { ...input, pattern: `${String(input['pattern'])}*` } : input,
    ),
  },
  {
    id: 'covers-the-domain-itself',
    breaks: ['EAAP-0005-011'],
    invariant: [8],
    description: 'Lets host:*.example.com cover example.com, and what ends in it without a dot.',
    expected: ['vectors.targets.0005-011'],
    compute: said('targets', (answer, { pattern, target }) =>
      typeof target === 'string' &&
      String(pattern).startsWith('host:*.') &&
      target.endsWith(String(pattern).slice('host:*.'.length))
        ? { output: { covers: true } }
        : answer,
    ),
  },
  {
    id: 'lower-cases-targets',
    breaks: ['EAAP-0005-012'],
    invariant: [8],
    description: 'Mends targets and patterns that are written in capitals.',
    expected: ['vectors.targets.0005-012'],
    compute: asked('targets', (input) => {
      const [name, ...more] = Object.keys(input);
      const text = name === undefined ? null : input[name];
      return more.length > 0 || typeof text !== 'string' ? input : { [String(name)]: text.toLowerCase() };
    }),
  },
  {
    id: 'explains-by-the-first-grant',
    breaks: ['EAAP-0005-013'],
    invariant: [8],
    description: 'Looks at the first grant alone.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-010', 'vectors.judgments.0005-013'],
    compute: ruled((policy) => ({ ...policy, grants: list(policy, 'grants').slice(0, 1) })),
  },
  {
    id: 'drops-what-is-unread',
    breaks: ['EAAP-0005-015'],
    invariant: [8],
    description: 'Gives one reason for everything that is unread.',
    expected: ['vectors.judgments.0001-070', 'vectors.judgments.0005-002', 'vectors.judgments.0005-015'],
    compute: extracted((extraction) => ({
      ...extraction,
      unread: list(extraction, 'unread').slice(0, 1),
    })),
  },
  {
    id: 'believes-ratings',
    breaks: ['EAAP-0005-016'],
    invariant: [8],
    description: 'Does not compare the rating of an effect with its floor.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-015', 'vectors.judgments.0005-016'],
    compute: reasoning('effects', (reason) => (reason['code'] === 'below-floor' ? undefined : reason)),
  },
  {
    id: 'judges-by-some-rows',
    breaks: ['EAAP-0005-017'],
    invariant: [8],
    description: 'Judges by the rows there are when there are too many.',
    expected: [
      'vectors.judgments.0001-066',
      'vectors.judgments.0001-113',
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-004',
      'vectors.judgments.0005-005',
      'vectors.judgments.0005-006',
      'vectors.judgments.0005-017',
    ],
    compute: judging((document) =>
      document['truncated'] === true ? { ...document, truncated: false } : document,
    ),
  },
  {
    id: 'hears-no-doubt',
    breaks: ['EAAP-0005-018'],
    invariant: [2, 13],
    description: 'Holds claims against trusted facts alone.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-018', 'vectors.judgments.0005-019'],
    compute: reasoning('consistency', (reason) =>
      reason['code'] === 'claim-contradicts-fact' && reason['outcome'] === 'escalate' ? undefined : reason,
    ),
  },
  {
    id: 'forgets-locks-in-dispute',
    breaks: ['EAAP-0005-019'],
    invariant: [10],
    description: 'Lets a lock bind while its fact is active alone.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-019'],
    compute: known((fact) => (fact['status'] === 'disputed' ? { ...fact, locked: false } : fact)),
  },
  {
    id: 'runs-rules-for-the-tool',
    breaks: ['EAAP-0005-020'],
    invariant: [8],
    description: 'Asks of a rule whether it is about the tool, and not about the effects.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-011', 'vectors.judgments.0005-020'],
    compute: ruled((policy) => ({
      ...policy,
      rules: list(policy, 'rules').map(({ effects: _effects, targets: _targets, ...rule }) => rule),
    })),
  },
  {
    id: 'judges-past-valid-until',
    breaks: ['EAAP-0005-021'],
    invariant: [2, 9, 13],
    description: 'Does not look at valid_until.',
    expected: [
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-018',
      'vectors.judgments.0005-019',
      'vectors.judgments.0005-020',
      'vectors.judgments.0005-021',
      'vectors.judgments.0005-024',
      'vectors.judgments.0005-029',
      'vectors.judgments.0005-032',
    ],
    compute: known((fact) => ('valid_until' in fact ? { ...fact, valid_until: null } : fact)),
  },
  {
    id: 'compares-any-currency',
    breaks: ['EAAP-0005-022'],
    invariant: [2, 13],
    description: 'Compares amounts and not currencies.',
    // What is looked up is money, too.
    expected: [
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-022',
      'vectors.judgments.0005-023',
      'vectors.judgments.0005-029',
    ],
    compute: known((fact) => {
      const value = fact['value'] as Json;
      const isMoney = typeof value === 'object' && value !== null && 'currency' in value;
      return isMoney ? { ...fact, value: { ...value, currency: 'EUR' } } : fact;
    }),
  },
  {
    id: 'has-one-code-for-grounds',
    breaks: ['EAAP-0005-023'],
    invariant: [2, 13],
    description: 'Tells a ground that only an untrusted fact supports as one without any.',
    expected: [
      'vectors.judgments.0001-076',
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-023',
      'vectors.judgments.0005-029',
      'vectors.judgments.0005-030',
      'vectors.judgments.0005-031',
    ],
    compute: reasoning('grounding', (reason) =>
      reason['code'] === 'untrusted-ground' ? { ...reason, code: 'ungrounded', facts: [] } : reason,
    ),
  },
  {
    id: 'asks-confidence-of-grounds',
    breaks: ['EAAP-0005-024'],
    invariant: [9],
    description: 'Asks for confidence of grounds, and not of claims and what rules read.',
    expected: [
      'vectors.judgments.0001-077',
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-018',
      'vectors.judgments.0005-024',
    ],
    compute: reasoning('confidence', (reason) => (reason['field'] === null ? undefined : reason)),
  },
  {
    id: 'takes-no-counter-for-zero',
    breaks: ['EAAP-0005-025'],
    invariant: [],
    description: 'Takes a counter that cannot be read for 0.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-025'],
    compute: judging((document) => {
      if (!('counters' in document) || !('policy' in document)) return document;
      const counters = list(document, 'counters');
      const missing = list(object(document, 'policy'), 'limits')
        .filter(({ id }) => !counters.some(({ limit }) => limit === id))
        .map(({ id }) => ({ limit: id ?? '', used: 0, next: 0 }));
      return { ...document, counters: [...counters, ...missing] };
    }),
  },
  {
    id: 'forgets-who-asks-for-a-person',
    breaks: ['EAAP-0005-026'],
    invariant: [13],
    description: 'Escalates for effects, and not for reversibilities and risks.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-026'],
    compute: reasoning('escalation', (reason) =>
      reason['rule'] === 'escalate.effects' ? reason : undefined,
    ),
  },
  {
    id: 'lists-reasons-backwards',
    breaks: ['EAAP-0005-002', 'EAAP-0005-009'],
    invariant: [8],
    description: 'Gives the reasons of a gate in another order.',
    expected: [
      'vectors.judgments.0001-070',
      'vectors.judgments.0001-071',
      'vectors.judgments.0001-072',
      'vectors.judgments.0001-079',
      'vectors.judgments.0005-002',
      'vectors.judgments.0005-007',
      'vectors.judgments.0005-008',
      'vectors.judgments.0005-009',
      'vectors.judgments.0005-011',
      'vectors.judgments.0005-013',
      'vectors.judgments.0005-014',
      'vectors.judgments.0005-015',
      'vectors.judgments.0005-016',
      'vectors.judgments.0005-019',
      'vectors.judgments.0005-020',
      'vectors.judgments.0005-023',
      'vectors.judgments.0005-024',
      'vectors.judgments.0005-025',
      'vectors.judgments.0005-026',
      'vectors.judgments.0005-032',
    ],
    compute: output('judgments', (judgment) =>
      'gates' in judgment
        ? {
            ...judgment,
            gates: list(judgment, 'gates').map((one) => ({
              ...one,
              reasons: [...list(one, 'reasons')].reverse(),
            })),
          }
        : judgment,
    ),
  },
];
